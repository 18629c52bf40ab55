""" "Vì sao tôi hạng này?" in sentences: how many stand above by each criterion, one's value among all values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from hoithi.contests.figures import Figures, added
from hoithi.contests.models import PartFigures, Standing, StandingRow
from hoithi.contests.queries.pages_words import better_word, unit_of, written
from hoithi.contests.queries.standings import WhyStep, value_of, why
from hoithi.contests.registry import registry
from hoithi.contests.schema.standings import Term
from hoithi.core.charts import Column
from hoithi.core.spoken import number


@dataclass(frozen=True)
class Step:
    """One line of the arithmetic: what is compared, how many stand above by it, and one's own value."""

    words: str
    above: int
    more: str


@dataclass(frozen=True)
class WhySteps:
    """The steps; `sum` is "187 + 26 + 0", and place = that sum + 1."""

    place: int
    of: int
    steps: tuple[Step, ...]
    sum: str


def why_steps(standing: Standing, row: StandingRow) -> WhySteps | None:
    """A place as arithmetic, without anybody else's name; None while unranked or for totals."""
    found = why(standing, row)
    if found is None:
        return None
    terms = {term.key: term for term in standing.spec.terms}
    steps = []
    level: int | None = None
    for index, step in enumerate(found.steps):
        term = terms[step.key]
        unit = unit_of(standing.contest, term)
        more = _("Không cần xét đến bậc này.") if level == 0 else _values(step, unit)
        steps.append(Step(_compared(term, unit, index), step.above, more))
        level = step.level
    return WhySteps(found.place, found.of, tuple(steps), " + ".join(number(step.above) for step in found.steps))


def _compared(term: Term, unit: str, index: int) -> str:
    way = better_word(term, unit)
    if index == 0:
        return _("{title} {way} bạn").format(title=term.title, way=way)
    title = term.title[:1].lower() + term.title[1:]
    return _("Bằng bạn ở các bậc trên, {title} {way}").format(title=title, way=way)


def _values(step: WhyStep, unit: str) -> str:
    said = []
    if unit:
        said.append(_("Bạn: {value}.").format(value=written(step.value, unit)))
        if step.next_above is not None:
            said.append(_("Người ngay trên bạn: {value}.").format(value=written(step.next_above, unit)))
    if step.level:
        said.append(_("Còn {n} người bằng bạn.").format(n=number(step.level)))
    return " ".join(said)


@dataclass(frozen=True)
class UnitStep:
    """One criterion of a unit's place: its value and what it brings, a rank or points."""

    title: str
    value: str
    points: str


def unit_steps(standing: Standing, row: StandingRow) -> list[UnitStep]:
    """The criteria of one unit with their ranks (tổng thứ hạng) or points."""
    raw, points = row.values.get("raw", {}), row.values.get("points", {})
    found = []
    for term in standing.spec.terms:
        point = points.get(term.key)
        words = ""
        if point is not None:
            written_point = written(point, "")
            words = (
                _("hạng {n}").format(n=written_point)
                if standing.spec.formula == "rank_sum"
                else _("{n} điểm").format(n=written_point)
            )
        found.append(UnitStep(term.title, written(raw.get(term.key), unit_of(standing.contest, term)), words))
    return found


def full_marks(standing: Standing, term: Term, row: StandingRow) -> int | None:
    """What a value is out of: a measure counted in questions, of a quiz asked the same of everybody."""
    contest = standing.contest
    if term.rounds or term.agg != "value" or unit_of(contest, term) != "questions":
        return None
    raw = row.values.get("raw", {}).get(term.key)
    part = next((part for part in contest.parts.all() if part.plan_key == term.part), None)
    if part is None or not isinstance(raw, int) or part.kind not in registry.kinds:
        return None
    settings = part.settings_of(part.kind)
    count = settings.get("questions")
    return count if isinstance(count, int) and not settings.get("by_group") else None


@dataclass(frozen=True)
class Distribution:
    """How many people have each value of the first criterion, one's own marked."""

    columns: tuple[Column, ...]
    title: str
    label: str
    head: str


def distribution(standing: Standing, own: StandingRow | None) -> Distribution | None:
    """From the counted figures of the one part the first criterion reads; None where there is nothing to draw."""
    term = standing.spec.terms[0]
    unit = unit_of(standing.contest, term)
    parts = [part.pk for part in standing.contest.parts.all() if part.plan_key == term.part]
    if unit != "questions" or len(parts) != 1 or standing.spec.each:
        return None
    data = PartFigures.objects.filter(part__in=parts).values_list("data", flat=True)
    counts = {int(key): n for key, n in added(Figures.of_json(one) for one in data).by_value.items()}
    if not counts:
        return None
    raw = own.values.get("raw", {}).get(term.key) if own is not None and own.ranked else None
    mine = value_of(raw)
    columns = _columns(counts, int(mine) if mine is not None and Fraction(mine).denominator == 1 else None)
    people, best = sum(counts.values()), max(counts, key=lambda key: (counts[key], key))
    label = _("{title}: đông nhất ở {value} với {n} người").format(
        title=term.title, value=written(best, unit), n=number(counts[best])
    )
    if raw is not None:
        label += _("; bạn ở {value}").format(value=written(raw, unit))
    title = _("{title} của {n} người").format(title=term.title, n=number(people))
    return Distribution(tuple(columns), title, label, term.title)


def _columns(counts: dict[int, int], mine: int | None) -> list[Column]:
    """Every value from the lowest (a thin tail in one column) to the highest."""
    highest, people = max(counts), sum(counts.values())
    lowest = min(counts)
    tail = 0
    while lowest < highest - 4 and (tail + counts.get(lowest, 0)) * 50 < people and lowest != mine:
        tail += counts.get(lowest, 0)
        lowest += 1
    peak = max(counts, key=lambda key: counts[key])
    found = []
    for value in range(lowest, highest + 1):
        own = value == mine
        first = value == lowest and tail > 0
        n = counts.get(value, 0) + (tail if first else 0)
        name = f"≤{value}" if first else str(value)
        above = _("bạn") if own else number(n) if value == peak else ""
        label = name if own or value % 5 == 0 or value == lowest or highest - lowest < 8 else ""
        found.append(Column(n, name, label, above, "own" if own else "mute"))
    return found
