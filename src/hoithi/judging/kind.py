"""The jury plugs in beside entries; its settings are validated already, the feature itself comes later."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Extension, Measure, registry
from hoithi.judging.schema import JurySettings

MEASURES = (
    Measure("jury", "entry", _("Điểm giám khảo"), "points"),
    Measure("jurors", "entry", _("Số giám khảo đã chấm")),
)


def register() -> None:
    registry.register_extension(
        Extension("jury", ("entries",), _("Chấm giám khảo"), JurySettings, MEASURES, built=False)
    )
