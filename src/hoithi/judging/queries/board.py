"""What the secretariat sees: how far each juror is, how far jurors lie apart, what each method would come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Max, Q

from hoithi.contests.models import Entry, Part
from hoithi.contests.queries.roles import Visitor
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.judging.models import Discussion, Juror, Panel, Sheet
from hoithi.judging.queries.settings import engine_rubric, points_of, rubric_of, settings_of, works_of
from hoithi.judging.rules.aggregate import METHODS, Method, Spread, scores, spread
from hoithi.judging.rules.agreement import alpha
from hoithi.judging.rules.compare import Ranked, ranked

OUTLIER_SHARE = Fraction(15, 100)
"""Of the most points a work can get: a sheet further from the middle of the others is shown, where the plan gives no
limit of its own."""

COMPARABLE = 3
"""Works with two sheets or more, from which agreement is measured."""


@dataclass(frozen=True)
class JurorLine:
    """How far one juror is."""

    juror: Juror
    given: int
    signed: int
    begun: int
    last: datetime | None
    late: bool

    @property
    def waiting(self) -> int:
        return self.given - self.signed


def juror_lines(panel: Panel, now: datetime) -> list[JurorLine]:
    """Every juror with something given to them, those who left last; one query."""
    judged = Q(sheets__dropped_at=None, sheets__entry__state__in=IN_CONTEST)
    signed = judged & Q(sheets__signed_at__isnull=False)
    rows = panel.jurors.select_related("person").annotate(
        given=Count("sheets", filter=judged, distinct=True),
        signed=Count("sheets", filter=signed, distinct=True),
        begun=Count("sheets", filter=judged & Q(sheets__signed_at=None, sheets__saved_at__isnull=False), distinct=True),
        last=Max("sheets__saved_at"),
        compared=Count("pairs", filter=Q(pairs__better__isnull=False), distinct=True),
    )
    settings = settings_of(panel.part)
    over = settings.closes is not None and now >= settings.closes
    pairwise = settings.mode == "pairwise"
    found = []
    for juror in rows.order_by("left_at", "pk"):
        given, done = (juror.compared, juror.compared if juror.finished_at else 0) if pairwise else (0, 0)
        given, done = (given, done) if pairwise else (juror.given, juror.signed)
        late = over and juror.left_at is None and given > done
        found.append(JurorLine(juror, given, done, juror.begun, juror.last, late))
    return sorted(found, key=lambda line: line.juror.left_at is not None)


@dataclass
class WorkLine:
    """One work with its sheets."""

    entry: Entry
    points: dict[str, Fraction] = field(default_factory=dict)
    """juror's code → points of a signed sheet."""
    waiting: int = 0
    spread: Spread | None = None
    wide: bool = False
    """Further apart than the plan allows without a discussion."""
    discussion: Discussion | None = None
    score: Fraction | None = None

    @property
    def number(self) -> int | None:
        work = getattr(self.entry, "work", None)
        return work.number if work else None


def limit_of(panel: Panel) -> Fraction:
    """Points from which sheets count as far apart."""
    wanted = settings_of(panel.part).discussion_above
    if wanted is not None:
        return Fraction(wanted)
    rubric = rubric_of(panel)
    return engine_rubric(rubric.criteria).maximum * OUTLIER_SHARE if rubric else Fraction(0)


def work_lines(panel: Panel, method: Method | None) -> list[WorkLine]:
    """Every work in the contest with its sheets; four queries, whatever the number."""
    lines = {work.pk: WorkLine(work) for work in works_of(panel.part)}
    sheets = Sheet.objects.filter(juror__panel=panel, dropped_at=None).select_related("juror", "rubric")
    for sheet in sheets:
        if (line := lines.get(sheet.entry_id)) is None:
            continue
        if sheet.signed_at:
            line.points[sheet.juror.code] = points_of(sheet.rubric, sheet.marks)
        else:
            line.waiting += 1
    for talk in Discussion.objects.filter(panel=panel):
        if talk.entry_id in lines:
            lines[talk.entry_id].discussion = talk
    limit = limit_of(panel)
    by_method = scores(method, {str(pk): line.points for pk, line in lines.items()}) if method else {}
    for pk, line in lines.items():
        line.spread = spread(line.points, limit=limit)
        line.wide = line.spread is not None and line.spread.width > limit
        line.score = by_method.get(str(pk))
    return list(lines.values())


def prizes_of(part: Part) -> list[str]:
    """Titles of the prizes for works that the jury's points decide, one for each that is given, best first."""
    found: list[str] = []
    for standing in part.contest.standings.filter(subject="entry").prefetch_related("prizes"):
        terms = standing.spec.terms
        if terms and terms[0].part == part.plan_key and terms[0].measure == "jury":
            for prize in standing.prizes.all():
                found += [prize.title] * prize.quantity
    return found


@dataclass(frozen=True)
class Comparison:
    """Every work's place and prize by every method, and which methods give other prizes than the first."""

    rows: list[tuple[WorkLine, dict[Method, Ranked]]]
    changed: Mapping[Method, int]
    """Prizes that would go to another work than by `base`."""
    base: Method
    prizes: Sequence[str]


def compare(panel: Panel, lines: Sequence[WorkLine], base: Method) -> Comparison:
    prizes = prizes_of(panel.part)
    points = {str(line.entry.pk): line.points for line in lines}
    by_method = {method: ranked(scores(method, points), prizes) for method in METHODS}
    rows = [(line, {method: by_method[method][str(line.entry.pk)] for method in METHODS}) for line in lines]
    rows.sort(key=lambda row: (row[1][base].place is None, row[1][base].place or 0, row[0].number or 0))
    changed = {
        method: sum(by_method[base][work].prize != found.prize for work, found in by_method[method].items())
        for method in METHODS
    }
    return Comparison(rows, changed, base, prizes)


def agreement_of(lines: Sequence[WorkLine]) -> Fraction | None:
    """Krippendorff's alpha of signed sheets; None where too few works have two: the figure would say nothing."""
    if sum(len(line.points) >= 2 for line in lines) < COMPARABLE:
        return None
    return alpha({str(line.entry.pk): line.points for line in lines})


def signed_by_juror(lines: Sequence[WorkLine]) -> dict[str, list[Fraction]]:
    """juror's code → all their points: how harsh or lenient somebody is."""
    found: dict[str, list[Fraction]] = defaultdict(list)
    for line in lines:
        for juror, value in line.points.items():
            found[juror].append(value)
    return found


def still_marks(user: Visitor, panel: Panel) -> bool:
    """Whether this account marks here itself and has not signed everything: it must not see others' marks."""
    person = getattr(user, "person_id", None)
    jurors = panel.jurors.filter(person=person, left_at=None) if person else panel.jurors.none()
    if settings_of(panel.part).mode == "pairwise":
        return jurors.filter(finished_at=None).exists()
    open_sheets = Sheet.objects.filter(juror__in=jurors.values("pk"), dropped_at=None, signed_at=None)
    return panel.closed_at is None and open_sheets.exists()


def short_works(panel: Panel) -> list[tuple[Entry, int]]:
    """Works with fewer jurors than the plan asks for, and how many are missing; with no limit, works without any."""
    settings = settings_of(panel.part)
    if settings.mode == "pairwise":
        return []
    dealt = Q(sheets__dropped_at=None, sheets__juror__panel=panel)
    works = works_of(panel.part).annotate(dealt=Count("sheets", filter=dealt, distinct=True))
    wanted = settings.jurors_per_work or 1
    return [(work, wanted - work.dealt) for work in works.filter(dealt__lt=wanted)]
