"""Papers as the office and their holders see them: lists, counts, whole books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from hoithi.certificates.models import Batch, Certificate, Design
from hoithi.certificates.queries.check import PUBLIC
from hoithi.certificates.queries.sheets import GIVEN
from hoithi.contests.models import Contest, Entrant
from hoithi.contests.queries.roles import Visitor
from hoithi.core.clock import VIETNAM
from hoithi.core.text import fold
from hoithi.entries.formats.package import Member
from hoithi.files.store import store

PAGE = 50


@dataclass(frozen=True)
class DesignLine:
    """A design on the console: how many papers it has given and how many awards wait for one."""

    design: Design
    given: int
    revoked: int
    waiting: int


def design_lines(contest: Contest) -> list[DesignLine]:
    """Three queries whatever their number, one where there are none."""
    counted = contest.designs.annotate(
        given=Count("certificates", filter=Q(certificates__revoked_at=None)),
        revoked=Count("certificates", filter=Q(certificates__revoked_at__isnull=False)),
    )
    if not counted:
        return []
    decided = contest.awards.filter(state__in=GIVEN).values_list("pk", "prize__key")
    papers = Certificate.objects.filter(design__contest=contest, revoked_at=None, award__isnull=False)
    have = set(papers.values_list("design", "award"))
    awards = list(decided)
    lines = []
    for design in counted:
        design.contest = contest
        mine = [pk for pk, prize in awards if prize in design.prizes]
        waiting = sum((design.pk, pk) not in have for pk in mine)
        lines.append(DesignLine(design, design.given, design.revoked, waiting))
    return lines


def issued(design: Design, search: str = "") -> QuerySet[Certificate]:
    """Papers of a design by number; `search` is part of a name, or a number."""
    rows = design.certificates.select_related("file")
    text = search.strip()
    if text.isdecimal():
        return rows.filter(no=int(text[:9]))
    return rows.filter(holder_norm__contains=fold(text)) if text else rows


def last_batch(design: Design) -> Batch | None:
    return design.batches.first()


def in_force(design: Design) -> QuerySet[Certificate]:
    return design.certificates.filter(revoked_at=None)


def package(design: Design) -> Iterator[Member]:
    """Files of every paper in force that has been set, for a ZIP written while it is sent."""
    rows = in_force(design).exclude(file=None).select_related("file").order_by("no")
    for paper in rows.iterator(chunk_size=200):
        assert paper.file is not None
        key = paper.file.key
        at = paper.made_at.astimezone(VIETNAM)
        yield Member(f"{paper.no:04}-{fold(paper.holder)[:60].strip().replace(' ', '-')}.pdf", _reader(key), at)


def _reader(key: str) -> Callable[[], Iterator[bytes]]:
    return lambda: store().blocks(key)


def own_papers(user: Visitor, contest: Contest) -> list[Certificate]:
    """Papers of a person's entries and awards in a contest, those of the public ones, in force or revoked."""
    if not user.is_authenticated or user.person_id is None:
        return []
    rows = Certificate.objects.filter(design__contest=contest, entrant__person=user.person_id)
    public = Q(award=None) | Q(award__state__in=PUBLIC)
    return list(rows.filter(public).select_related("design__contest", "award", "file").order_by("design", "no"))


def unit_papers(units: QuerySet, contest: Contest) -> list[Certificate]:  # type: ignore[type-arg]
    """Papers given to these units, for their coordinators."""
    rows = Certificate.objects.filter(design__contest=contest, contest_unit__in=units, entrant=None)
    public = rows.filter(Q(award__state__in=PUBLIC))
    return list(public.select_related("design__contest", "award", "file").order_by("design", "no"))


def participation_design(contest: Contest) -> Design | None:
    return contest.designs.filter(paper=Design.Paper.PARTICIPATION).first()


def own_entrant(user: Visitor, contest: Contest) -> Entrant | None:
    if not user.is_authenticated or user.person_id is None:
        return None
    return contest.entrants.filter(person=user.person_id).select_related("contest_unit", "roster_entry").first()
