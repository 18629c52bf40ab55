"""The jury plugs in beside entries; its settings are validated already, the feature itself comes later."""

from __future__ import annotations

from hoithi.contests.registry import Extension, Measure, registry
from hoithi.judging.schema import JurySettings

MEASURES = (
    Measure("jury", "entry", "Điểm giám khảo", "points"),
    Measure("jurors", "entry", "Số giám khảo đã chấm"),
)


def register() -> None:
    registry.register_extension(Extension("jury", ("entries",), "Chấm giám khảo", JurySettings, MEASURES, built=False))
