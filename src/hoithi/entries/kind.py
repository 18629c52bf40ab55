"""The entries kind (nộp tác phẩm): registered with the contest floor, its settings checked against the plan."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Kind, Measure, registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.core.errors import Problem
from hoithi.entries.schema import EntriesSettings

MEASURES = (
    Measure("accepted", "entry", _("Tác phẩm hợp lệ")),
    Measure("submitted", "entry", _("Thứ tự nộp tác phẩm")),
    Measure("works", "person", _("Số tác phẩm được chấp nhận")),
)
"""The first is what a plain count counts: works."""


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
            admitted=admit_works,
            labels=provider.labels,
            entry_urls=provider.entry_urls,
            check=check,
        )
    )
    desk.register_places()
    handing_in.register_places()
