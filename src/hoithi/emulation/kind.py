"""The scorecard kind (chấm điểm thi đua): its settings are validated already, the feature itself comes later."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Kind, Measure, registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.core.errors import Problem
from hoithi.emulation.schema import ScorecardSettings

MEASURES = (
    Measure("points", "unit", _("Tổng điểm"), "points"),
    Measure("base", "unit", _("Điểm chuẩn đạt được"), "points"),
    Measure("bonus", "unit", _("Điểm thưởng"), "points"),
    Measure("penalty", "unit", _("Điểm trừ"), "points"),
    Measure("gain", "unit", _("Điểm tăng trong tháng"), "points"),
    Measure("on_time_share", "unit", _("Tỷ lệ đúng hạn"), "percent"),
)


def check(settings: ScorecardSettings, plan: Plan, _part: Part) -> list[Problem]:
    """Groups named in the scorecard must be groups of the plan."""
    groups = {group.key for group in plan.groups}
    named = [(f"criteria[{index}].group", item.group) for index, item in enumerate(settings.criteria)]
    if settings.monthly:
        named += [(f"monthly.groups[{index}]", key) for index, key in enumerate(settings.monthly.groups)]
    return [
        Problem(at, _("không có đối tượng dự thi nào mang mã “%(key)s”") % {"key": key})
        for at, key in named
        if key not in groups
    ]


def register() -> None:
    registry.register_kind(
        Kind("scorecard", _("Chấm điểm thi đua"), ScorecardSettings, MEASURES, built=False, check=check)
    )
