"""Counts of an outside page: entered as a dated, signed snapshot; a correction is a newer snapshot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, Part
from hoithi.core.errors import InvalidInput, Problem
from hoithi.entries.models import Work
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.files.models import StoredFile
from hoithi.people.models import User
from hoithi.voting.models import Snapshot, SnapshotRow
from hoithi.voting.operations.tally import touch_standings
from hoithi.voting.queries.counts import figures_of, in_force
from hoithi.voting.queries.settings import settings_of
from hoithi.voting.words import FIGURES

NAMES = ("likes", "views", "shares")
MOST = 2**31 - 1
LONGEST_SIGNER = 160


@dataclass(frozen=True)
class Figures:
    """Figures of one work by its number; `place` names the row for messages ("dòng 7")."""

    number: int
    likes: int | None = None
    views: int | None = None
    shares: int | None = None
    place: str = ""


@transaction.atomic
def enter_snapshot(
    part: Part,
    figures: Iterable[Figures],
    *,
    taken_at: datetime,
    signer: str,
    evidence: StoredFile | None,
    now: datetime,
    by: User,
    reason: str = "",
) -> Snapshot:
    """Figures of every work at one moment; from now on they are in force.

    A figure below the snapshot before is entered all the same and kept in `warnings`. Raises InvalidInput with every
    problem by its row; then nothing was changed.
    """
    settings = settings_of(part)
    Contest.objects.select_for_update(no_key=True).get(pk=part.contest_id)
    before, given = in_force(part), list(figures)
    works = _works(part)
    problems = [
        *_head_problems(part, taken_at, signer, evidence, reason, before, now),
        *_row_problems(works, given, settings.outside),
    ]
    if problems:
        raise InvalidInput(problems, _("Chưa ghi số liệu vì có chỗ chưa đúng."))
    snapshot = Snapshot.objects.create(
        part=part,
        no=(before.no if before else 0) + 1,
        taken_at=taken_at,
        page=settings.page.title,
        page_url=settings.page.url,
        evidence=evidence,
        signer=signer.strip(),
        entered_by=by,
        entered_at=now,
        reason=reason.strip(),
        warnings=warnings_of(part, given, before),
    )
    SnapshotRow.objects.bulk_create(
        SnapshotRow(snapshot=snapshot, entry_id=works[one.number].pk, **{name: getattr(one, name) for name in NAMES})
        for one in given
    )
    touch_standings(part, now)
    data = {"works": len(given), "taken_at": taken_at, "sha256": evidence.sha256 if evidence else ""}
    slug = part.contest.slug
    record("voting:snapshot:entered", now=now, contest_key=slug, actor=by, target=str(snapshot.no), data=data)
    return snapshot


def _works(part: Part) -> Mapping[int, Work]:
    rows = Work.objects.filter(entry__part=part, number__isnull=False).select_related("entry")
    return {work.number: work for work in rows if work.number is not None}


def _head_problems(
    part: Part,
    taken_at: datetime,
    signer: str,
    evidence: StoredFile | None,
    reason: str,
    before: Snapshot | None,
    now: datetime,
) -> Iterable[Problem]:
    settings = settings_of(part)
    if not settings.outside:
        yield Problem("", _("phần thi này không tính số liệu của trang ngoài"))
    if taken_at > now:
        yield Problem("taken_at", _("thời điểm ghi nhận ở tương lai"))
    if not signer.strip() or len(signer.strip()) > LONGEST_SIGNER:
        yield Problem("signer", _("cần họ tên, chức vụ người chịu trách nhiệm về số liệu (tối đa 160 ký tự)"))
    if settings.evidence and evidence is None:
        yield Problem("evidence", _("cần tệp minh chứng (ảnh chụp màn hình hoặc PDF)"))
    if before is not None and not reason.strip():
        yield Problem("reason", _("đã có số liệu ghi nhận trước, cần nêu lý do thay bằng số liệu mới"))


def _row_problems(works: Mapping[int, Work], given: list[Figures], needed: tuple[str, ...]) -> Iterable[Problem]:
    seen: set[int] = set()
    if not given:
        yield Problem("", _("chưa có số liệu của tác phẩm nào"))
    for one in given:
        place = one.place or _("tác phẩm {n}").format(n=one.number)
        work = works.get(one.number)
        if work is None:
            yield Problem(place, _("không có tác phẩm số {n} trong phần thi này").format(n=one.number))
        elif work.entry.state not in IN_CONTEST:
            yield Problem(place, _("tác phẩm số {n} không còn trong cuộc thi").format(n=one.number))
        if one.number in seen:
            yield Problem(place, _("tác phẩm số {n} có hai dòng").format(n=one.number))
        seen.add(one.number)
        yield from _figure_problems(one, place, needed)


def _figure_problems(one: Figures, place: str, needed: tuple[str, ...]) -> Iterable[Problem]:
    for name in NAMES:
        value = getattr(one, name)
        if value is not None and not 0 <= value <= MOST:
            yield Problem(place, _("{figure} phải là số nguyên không âm").format(figure=FIGURES[name]))
        elif value is None and name in needed:
            yield Problem(place, _("thiếu {figure}").format(figure=FIGURES[name]))


def warnings_of(part: Part, given: Iterable[Figures], before: Snapshot | None) -> list[dict[str, Any]]:
    """Figures lower than in the snapshot before: a page takes likes back, or somebody mistyped."""
    old = figures_of(before)
    keys = dict(part.entries.filter(work__number__isnull=False).values_list("work__number", "pk"))
    found = []
    for one in given:
        held = old.get(keys.get(one.number, 0), {})
        for name in NAMES:
            was, value = held.get(name), getattr(one, name)
            if was is not None and value is not None and value < was:
                found.append({"entry": one.number, "figure": name, "before": was, "now": value})
    return found
