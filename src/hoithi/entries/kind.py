"""The entries kind (nộp tác phẩm): registered with the contest floor, its settings checked against the plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Kind, Measure, registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.core.errors import Problem, Text
from hoithi.entries.schema import EntriesSettings

MEASURES = (
    Measure("accepted", "entry", _("Tác phẩm hợp lệ")),
    Measure("submitted", "entry", _("Thứ tự nộp tác phẩm")),
    Measure("works", "person", _("Số tác phẩm được chấp nhận")),
)
"""The first is what a plain count counts: works."""

FIGURE_WORDS: Mapping[str, Text] = {
    "people": _("Nơi gửi tác phẩm"),
    "entries": _("Tác phẩm đã nhận"),
    "units": _("Đơn vị có tác phẩm"),
    "complete": _("Tác phẩm dự thi hợp lệ"),
    "open": _("Bản nháp"),
    "days": _("Tác phẩm mỗi ngày, {first} đến {last}"),
    "best_day": _("Tác phẩm mỗi ngày, cao nhất {n} tác phẩm ngày {day}"),
    "shares": "",
}


def check(settings: EntriesSettings, plan: Plan, _part: Part) -> list[Problem]:
    """Keys inside the settings that must exist elsewhere in the plan, or stand only once."""
    found = []
    for table, items in (("genres", settings.genres), ("declarations", settings.declarations)):
        for key, times in Counter(item.key for item in items).items():
            if times > 1:
                found.append(Problem(table, _("mã “%(key)s” bị trùng") % {"key": key}))
    if settings.moderation.body and settings.moderation.body not in {body.key for body in plan.bodies}:
        found.append(
            Problem("moderation.body", _("không có ban, tổ nào mang mã “%(key)s”") % {"key": settings.moderation.body})
        )
    channels = {channel.key for channel in plan.channels}
    for index, key in enumerate(settings.licence.channels):
        if key not in channels:
            found.append(
                Problem(
                    f"licence.channels[{index}]", _("không có kênh truyền thông nào mang mã “%(key)s”") % {"key": key}
                )
            )
    return found


def register() -> None:
    from hoithi.entries import desk, handing_in, provider  # reads models, which are ready only now
    from hoithi.entries.operations.admission import admit_works
    from hoithi.entries.rehearsal import EntriesRehearsal

    registry.register_kind(
        Kind(
            key="entries",
            title=_("Nộp tác phẩm"),
            settings=EntriesSettings,
            measures=MEASURES,
            provider=provider.EntriesProvider(),
            preflight=provider.preflight,
            figures=provider.count_figures,
            participants=provider.participants,
            actions=lambda part, *, entrant, now: [
                *handing_in.actions(part, entrant=entrant, now=now),
                *desk.actions(part),
            ],
            tasks=lambda part, *, now: [*handing_in.tasks(part, now=now), *desk.tasks(part, now=now)],
            describe=provider.describe,
            rehearsal=EntriesRehearsal(),
            figure_words=FIGURE_WORDS,
            admitted=admit_works,
            labels=provider.labels,
            entry_urls=provider.entry_urls,
            check=check,
        )
    )
    desk.register_places()
    handing_in.register_places()
