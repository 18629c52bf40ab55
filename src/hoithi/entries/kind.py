"""The entries kind (nộp tác phẩm): its settings are validated already, the feature itself comes later."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Kind, Measure, registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.core.errors import Problem
from hoithi.entries.schema import EntriesSettings

MEASURES = (
    Measure("works", "person", _("Số tác phẩm được chấp nhận")),
    Measure("submitted", "entry", _("Thứ tự nộp tác phẩm")),
    Measure("accepted", "entry", _("Tác phẩm hợp lệ")),
)


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
    registry.register_kind(Kind("entries", _("Nộp tác phẩm"), EntriesSettings, MEASURES, built=False, check=check))
