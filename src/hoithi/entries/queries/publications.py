"""The publication log (nhật ký đăng tải): which work stands where, and who has not been published where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.contests.schema.office import Channel
from hoithi.core.tables import Column, OutColumn, Sheet
from hoithi.entries.models import Publication, Work
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.words import number_of
from hoithi.entries.rules.states import IN_CONTEST


def columns() -> list[Column]:
    """What a sheet of publications holds, in and out."""
    return [
        Column("number", _("Số tác phẩm"), ("Mã tác phẩm", "Số"), "code", required=True),
        Column("title", _("Tên tác phẩm"), ("Tác phẩm",)),
        Column("channel", _("Kênh"), ("Kênh đăng", "Kênh truyền thông"), required=True),
        Column("url", _("Đường dẫn"), ("Địa chỉ", "URL", "Link")),
        Column("published_on", _("Thời gian đăng"), ("Ngày đăng", "Ngày"), "any", required=True),
        Column("note", _("Ghi chú"), ("Số báo, giờ phát",)),
    ]


@dataclass
class Line:
    """A work beside every channel: its publications in force, by the channel's key."""

    work: Work
    number: str
    at: dict[str, list[Publication]] = field(default_factory=dict)


def channels(part: Part) -> list[Channel]:
    """Channels works of a part may be published on: those its licence names, else all of the contest."""
    named = set(settings_of(part).licence.channels)
    return [one for one in part.contest.plan.channels if not named or one.key in named]


def works_to_publish(part: Part) -> list[Work]:
    """Works in the contest, by number."""
    rows = Work.objects.filter(entry__part=part, entry__state__in=IN_CONTEST, number__isnull=False)
    found = list(rows.select_related("entry__owner__contest_unit").order_by("number"))
    for work in found:
        work.entry.part = part
    return found


def board(part: Part, *, missing: str = "") -> list[Line]:
    """Every work with its publications; with `missing` only those without any on that channel. Two queries."""
    lines = {work.pk: Line(work, number_of(work)) for work in works_to_publish(part)}
    for row in log(part).filter(work__in=list(lines), withdrawn_at__isnull=True):
        lines[row.work_id].at.setdefault(row.channel, []).append(row)
    return [line for line in lines.values() if not missing or missing not in line.at]


def log(part: Part) -> Any:
    return Publication.objects.filter(work__entry__part=part).select_related("by__person")


def log_of(work: Work) -> list[Publication]:
    """Everything that was ever noted for a work, withdrawn lines too."""
    return list(work.publications.select_related("by__person"))


def titles(part: Part) -> dict[str, str]:
    """Names of channels; also of one the plan no longer has."""
    return {one.key: str(one.title) for one in part.contest.plan.channels}


def log_sheet(part: Part) -> Sheet:
    """The log as Excel; the same columns can be read back in."""
    names, rows = titles(part), []
    works: Collection[Publication] = log(part).select_related("work__entry").order_by("work__number", "published_on")
    for row in works:
        row.work.entry.part = part
        by = row.by.full_name if row.by else ""
        where = (names.get(row.channel, row.channel), row.url, row.published_on, row.note)
        rows.append((number_of(row.work), row.work.entry.title, *where, by, row.withdrawn_at))
    heads = [OutColumn(column.title, 30 if column.key in ("title", "url") else None) for column in columns()]
    return Sheet(_("Nhật ký đăng tải"), [*heads, _("Người ghi"), _("Gỡ khỏi kênh lúc")], rows)


def template_sheet(part: Part) -> Sheet:
    """An empty log with every work, for the offices that publish to fill in."""
    heads = [OutColumn(column.title, 30 if column.key in ("title", "url") else None) for column in columns()]
    notes = [_("Kênh: {names}").format(names="; ".join(str(one.title) for one in channels(part)))]
    rows = [(number_of(work), work.entry.title, "", "", "", "") for work in works_to_publish(part)]
    return Sheet(_("Nhật ký đăng tải"), heads, rows, notes)
