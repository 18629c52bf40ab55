"""The review queue (danh sách hồ sơ), one case, and what concerns one entrant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Entrant, Part
from hoithi.core.canonical import sha256_hex
from hoithi.core.errors import NotFound
from hoithi.integrity.errors import OwnCase
from hoithi.integrity.models import Appeal, Case, CaseSubject, Recall, Ruling, Scan
from hoithi.people.models import User


@dataclass(frozen=True)
class Queue:
    """Cases for one viewer, and how many there are of each state."""

    cases: Sequence[Case]
    open: int
    closed: int


def queue(contest: Contest, viewer: User, *, closed: bool = False) -> Queue:
    """Strongest first, equals in an order of each viewer's own, so nobody's case is always last. Two queries.

    Cases about the viewer are left out.
    """
    found = Case.objects.filter(contest=contest)
    if viewer.person_id is not None:
        found = found.exclude(subjects__entrant__person=viewer.person_id)
    counts = found.aggregate(
        open=Count("pk", filter=Q(state=Case.OPEN), distinct=True),
        closed=Count("pk", filter=Q(state=Case.CLOSED), distinct=True),
    )
    rows = found.filter(state=Case.CLOSED if closed else Case.OPEN).select_related("part", "assigned_to__person")
    rows = rows.annotate(
        people=Count("subjects", distinct=True),
        waits=Exists(CaseSubject.objects.filter(case=OuterRef("pk"), asked_at__isnull=False, answered_at__isnull=True)),
        answered=Exists(CaseSubject.objects.filter(case=OuterRef("pk"), answered_at__isnull=False)),
    )
    ordered = sorted(rows, key=lambda case: (-case.strength, sha256_hex(f"{viewer.pk}:{case.pk}".encode())))
    return Queue(ordered, counts["open"], counts["closed"])


def case_of(contest: Contest, no: int, viewer: User) -> Case:
    """One case with everything its page shows. Raises NotFound, OwnCase."""
    rulings = Ruling.objects.select_related("decided_by__person", "reversed_by__person", "appeal")
    subjects = CaseSubject.objects.select_related("entrant__contest_unit", "entrant__person", "attempt")
    rows = Case.objects.filter(contest=contest, no=no).select_related("part", "assigned_to__person")
    found = rows.prefetch_related(
        Prefetch("subjects", subjects.prefetch_related(Prefetch("rulings", rulings))),
        Prefetch("notes"),
        "notes__by__person",
        "notes__subject",
    ).first()
    if found is None:
        raise NotFound(_("Không có hồ sơ này."), hint=_("Hãy chọn trong danh sách hồ sơ."))
    if viewer.person_id and any(one.entrant.person_id == viewer.person_id for one in found.subjects.all()):
        raise OwnCase(
            _("Hồ sơ này có liên quan đến bạn nên bạn không xem xét được."), hint=_("Hãy để người khác xem xét.")
        )
    found.contest = contest
    return found


def in_force(subject: CaseSubject) -> Ruling | None:
    """The ruling about a subject that stands (of prefetched rulings)."""
    return next((one for one in subject.rulings.all() if one.reversed_at is None), None)


@dataclass(frozen=True)
class PartScan:
    """A quiz part with its last look and whether one waits."""

    part: Part
    last: Scan | None
    waiting: bool


def part_scans(contest: Contest) -> list[PartScan]:
    """Two queries whatever the number of parts."""
    parts = [part for part in contest.parts.all() if part.kind == "quiz" and part.frozen_at is not None]
    scans = list(Scan.objects.filter(part__in=parts).order_by("requested_at", "pk"))
    last = {scan.part_id: scan for scan in scans if scan.finished_at is not None}
    waiting = {scan.part_id for scan in scans if scan.finished_at is None}
    return [PartScan(part, last.get(part.pk), part.pk in waiting) for part in parts]


def open_appeals(contest: Contest) -> QuerySet[Appeal]:
    rows = Appeal.objects.filter(ruling__case__contest=contest, decided_at__isnull=True).order_by("made_at", "pk")
    return rows.select_related("ruling__case", "ruling__subject")


def recalls(contest: Contest) -> QuerySet[Recall]:
    """Awards to take back, and those taken back."""
    rows = Recall.objects.filter(ruling__case__contest=contest).order_by("withdrawn_at", "at", "pk")
    return rows.select_related("award__prize", "ruling__case")


def asked_of(entrant: Entrant) -> list[CaseSubject]:
    """Where this entrant was asked for an explanation, with what was said to and by them."""
    rows = CaseSubject.objects.filter(entrant=entrant, asked_at__isnull=False).select_related("case__part", "attempt")
    return list(rows.prefetch_related("notes").order_by("-asked_at"))


def rulings_about(entrant: Entrant) -> list[Ruling]:
    """Rulings the entrant is told of: all but "no problem"."""
    rows = Ruling.objects.filter(subject__entrant=entrant).exclude(verdict=Ruling.CLEAR)
    return list(rows.select_related("subject__attempt", "case__part", "appeal").order_by("-at"))
