"""The scorecard kind (chấm điểm thi đua): registered with the contest floor, its settings checked against the plan."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Kind, Measure, registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.core.errors import Problem, Text
from hoithi.emulation.schema import ScorecardSettings

MEASURES = (
    Measure("points", "unit", _("Tổng điểm"), "points"),
    Measure("base", "unit", _("Điểm chuẩn đạt được"), "points"),
    Measure("bonus", "unit", _("Điểm thưởng"), "points"),
    Measure("penalty", "unit", _("Điểm trừ"), "points"),
    Measure("gain", "unit", _("Điểm tăng trong tháng"), "points"),
    Measure("on_time_share", "unit", _("Tỷ lệ đúng hạn"), "percent"),
)

FIGURE_WORDS: Mapping[str, Text] = {
    "people": _("Đơn vị đã báo cáo"),
    "entries": _("Báo cáo đã gửi"),
    "units": "",
    "complete": _("Đơn vị có báo cáo mới nhất đã thẩm định"),
    "open": _("Báo cáo đang soạn"),
    "days": _("Báo cáo mỗi ngày, {first} đến {last}"),
    "best_day": _("Báo cáo mỗi ngày, cao nhất {n} báo cáo ngày {day}"),
    "shares": "",
}


def check(settings: ScorecardSettings, plan: Plan, part: Part) -> list[Problem]:
    """Groups named in the scorecard must be groups of the plan; who is considered monthly must be ranked monthly."""
    groups = {group.key for group in plan.groups}
    named = [(f"criteria[{index}].group", item.group) for index, item in enumerate(settings.criteria)]
    monthly = settings.monthly.groups if settings.monthly else []
    named += [(f"monthly.groups[{index}]", key) for index, key in enumerate(monthly)]
    found = [
        Problem(at, _("không có đối tượng dự thi nào mang mã “%(key)s”") % {"key": key})
        for at, key in named
        if key not in groups
    ]
    for standing in plan.standings:
        if standing.each == "month" and any(term.part == part.key for term in standing.terms) and standing.groups:
            found += [
                Problem(
                    f"monthly.groups[{index}]",
                    _("bảng xếp hạng hằng tháng “%(title)s” không xếp nhóm “%(key)s”")
                    % {"title": standing.title, "key": key},
                )
                for index, key in enumerate(monthly)
                if key in groups and key not in standing.groups
            ]
    return found


def register() -> None:
    from hoithi.emulation import desk, provider, uploads  # reads models, which are ready only now
    from hoithi.emulation.describe import describe
    from hoithi.emulation.rehearsal import ScorecardRehearsal

    registry.register_kind(
        Kind(
            key="scorecard",
            title=_("Chấm điểm thi đua"),
            settings=ScorecardSettings,
            measures=MEASURES,
            provider=provider.ScorecardProvider(),
            months=provider.ScorecardMonths(),
            preflight=provider.preflight,
            figures=provider.count_figures,
            actions=desk.actions,
            tasks=desk.tasks,
            describe=describe,
            rehearsal=ScorecardRehearsal(),
            figure_words=FIGURE_WORDS,
            check=check,
        )
    )
    desk.register_places()
    registry.later.append(provider.rechecked_since)
    uploads.register()
