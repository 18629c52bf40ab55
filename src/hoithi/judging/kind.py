"""The jury plugs in beside entries: its settings, measures, facts, its places on the console."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Extension, Measure, registry
from hoithi.judging.schema import JurySettings

MEASURES = (
    Measure("jury", "entry", _("Điểm giám khảo"), "points"),
    Measure("jurors", "entry", _("Số giám khảo đã chấm")),
)


def register() -> None:
    from hoithi.judging import desk  # reads models, which are ready only now
    from hoithi.judging.provider import JuryProvider
    from hoithi.judging.queries.blind import hides_names
    from hoithi.judging.rehearsal import JuryRehearsal
    from hoithi.judging.words import describe

    registry.register_extension(
        Extension(
            "jury",
            ("entries",),
            _("Chấm giám khảo"),
            JurySettings,
            MEASURES,
            provider=JuryProvider(),
            describe=describe,
            blinds="juror",
            hides_names=hides_names,
            rehearsal=JuryRehearsal(),
        )
    )
    desk.register()
