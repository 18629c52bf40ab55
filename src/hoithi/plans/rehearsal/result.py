"""What a rehearsal came to, in the shape other programs read (docs: commands, `simulate`)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hoithi.awards.queries.budget import money_of
from hoithi.awards.queries.lines import award_lines
from hoithi.awards.queries.payments import payment_list
from hoithi.contests.figures import Figures
from hoithi.contests.models import Contest, ContestUnit, Entrant, Entry, Standing, StandingRow
from hoithi.contests.operations.figures import refresh_figures
from hoithi.contests.queries.facts import scopes_of
from hoithi.contests.queries.standings import value_of
from hoithi.contests.registry import registry
from hoithi.contests.schema.standings import Term
from hoithi.core import clock
from hoithi.core.text import duration, number
from hoithi.plans.rehearsal.run import Rehearsed

Json = dict[str, Any]


def result_json(done: Rehearsed, *, attempts: int, seconds: float) -> Json:
    """{"slug", "people", "attempts", "standings", "awards", "ties", "seconds"} and the digest of the sealed result."""
    contest = done.contest
    named = _Names(contest)
    kinds = {standing.key: standing.subject for standing in contest.standings.all()}
    prizes = {prize.key: prize for prize in contest.prizes.all()}
    return {
        "slug": contest.slug,
        "people": done.people or len(done.entrants),
        "attempts": attempts,
        "assumed": done.assumed,
        "standings": {
            key: rows for standing in contest.standings.all() for key, rows in _standing(standing, named).items()
        },
        "awards": [
            {
                "prize": prizes[one.prize].title,
                "key": one.prize,
                "standing": one.standing,
                "scope": one.scope,
                "subject": named.of(kinds[one.standing], int(one.subject)),
                "unit": named.unit_of(kinds[one.standing], int(one.subject)),
                "owner": named.owner_of(kinds[one.standing], int(one.subject)),
                "place": one.place,
                "cash": one.cash,
                "stacked": one.stacked,
            }
            for one in done.allocation.awards
        ],
        "ties": [
            {**tie, "subjects": [named.of(kinds[str(tie["standing"])], int(pk)) for pk in _ids(tie)]}
            for tie in done.ties
        ],
        "vacancies": [
            {"prize": prizes[one.prize].title, "quantity": one.quantity} for one in done.allocation.vacancies
        ],
        "works": _works(contest),
        "beside": _beside(contest),
        "rounds": done.rounds,
        "admitted": {part.key: n for part in contest.parts.all() if (n := part.admissions.count())},
        "cash": done.allocation.cash,
        **_ending(done),
        "digest": done.sealed.digest,
        "seconds": round(seconds, 1),
    }


def _ending(done: Rehearsed) -> Json:
    """The decision, who was chosen by it, the payment list's sums, how many papers were given."""
    ended = done.awarded
    if ended is None:
        return {}
    payments, money = payment_list(done.contest), money_of(done.contest)
    chosen = award_lines(done.contest, prize__standing=None)
    return {
        "decision": {
            "reference": ended.decision.reference,
            "on": str(ended.decision.issued_on),
            "awards": ended.decided,
        },
        "chosen": [{"prize": one.prize_title, "subject": one.name, "unit": one.unit or None} for one in chosen],
        "payments": {
            "rows": len(payments.rows),
            "cash": payments.cash,
            "paid": payments.paid,
            "structure": money.once,
            "each": money.each if money.recurring else None,
        },
        "papers": ended.papers,
    }


def _works(contest: Contest) -> dict[str, dict[str, int]]:
    """How many works ended in which state, by part."""
    found: dict[str, dict[str, int]] = {}
    states = Entry.objects.filter(part__contest=contest).values_list("part__key", "state")
    for part, state in states.order_by("part__key", "state"):
        counts = found.setdefault(part, {})
        counts[state] = counts.get(state, 0) + 1
    return found


def _beside(contest: Contest) -> dict[str, dict[str, Any]]:
    """What came of votes and juries, by part and table."""
    found: dict[str, dict[str, Any]] = {}
    for part in contest.parts.select_related("contest"):
        tables = part.content.get("settings", {})
        for one in registry.extensions_of(part.kind):
            if one.key in tables and one.rehearsal is not None:
                found.setdefault(part.key, {})[one.key] = one.rehearsal.told(part)
    return found


def _ids(tie: dict[str, object]) -> list[int]:
    subjects = tie["subjects"]
    assert isinstance(subjects, list)
    return subjects


class _Names:
    """Ids → names, read once."""

    def __init__(self, contest: Contest) -> None:
        self.units = ContestUnit.objects.filter(contest=contest).in_bulk()
        self.people = Entrant.objects.filter(contest=contest).in_bulk()
        self.works = Entry.objects.filter(part__contest=contest).in_bulk()

    def of(self, subject: str, pk: int) -> str:
        if subject == "entry":
            return self.works[pk].title
        return self.units[pk].name if subject == "unit" else self.people[pk].display_name

    def owner_of(self, subject: str, pk: int) -> str | None:
        """Who sent a work: a unit, a person, a group of authors by its name."""
        return self.people[self.works[pk].owner_id].display_name if subject == "entry" else None

    def unit_of(self, subject: str, pk: int) -> str | None:
        if subject == "unit":
            return self.units[pk].name
        unit = self.people[self.works[pk].owner_id if subject == "entry" else pk].contest_unit_id
        return self.units[unit].name if unit else None


def _standing(standing: Standing, named: _Names) -> dict[str, list[Json]]:
    found = {}
    for scope in scopes_of(standing):
        rows = list(standing.rows.filter(scope=scope).order_by("-ranked", "rank_key", "subject_id"))
        _number_arrivals(standing, rows)
        found[f"{standing.key}/{scope}" if scope else standing.key] = [_row(standing, row, named) for row in rows]
    return found


def _number_arrivals(standing: Standing, rows: list[StandingRow]) -> None:
    """Moments of arrival become order numbers, as in a sealed result: a count of microseconds tells nobody anything."""
    for term in standing.spec.terms:
        if term.measure == "submitted":
            moments = sorted(
                {row.values["raw"][term.key] for row in rows if row.values["raw"].get(term.key) is not None}
            )
            numbers = {moment: number for number, moment in enumerate(moments, 1)}
            for row in rows:
                row.values["raw"][term.key] = numbers.get(row.values["raw"].get(term.key))


def _row(standing: Standing, row: StandingRow, named: _Names) -> Json:
    raw, terms = row.values["raw"], {term.key: term for term in standing.spec.terms}
    return {
        "place": row.place,
        "subject": named.of(standing.subject, row.subject_id),
        "unit": named.unit_of(standing.subject, row.subject_id),
        "keys": {key: _number(value, seconds=_in_seconds(terms.get(key))) for key, value in raw.items()},
        "because": because(standing, row),
    }


def _in_seconds(term: Term | None) -> bool:
    """A key named …_s is given in seconds, as in the columns of `rank`; the engine counts milliseconds."""
    return term is not None and term.unit == "ms" and term.key.endswith("_s")


def _number(value: int | str | None, *, seconds: bool = False) -> int | float | None:
    exact = value_of(value)
    if exact is not None and seconds:
        return round(float(exact) / 1000, 6)
    if exact is None or isinstance(exact, int):
        return exact
    return round(float(exact), 6)


def because(standing: Standing, row: StandingRow) -> str:
    """The values that decided a place, in a sentence."""
    if not row.ranked:
        return "Chưa đủ điều kiện xếp hạng."
    raw, points = row.values["raw"], row.values["points"]
    ranks = "hạng " if standing.spec.formula == "rank_sum" else ""
    words = [
        f"{term.title} {_shown(raw.get(term.key), term.unit)}"
        + (f" ({ranks}{_shown(points[term.key], '')})" if points.get(term.key) is not None else "")
        for term in standing.spec.terms
    ]
    total = row.values["total"]
    return "; ".join(words) + (f"; tổng {_shown(total, '')}" if total is not None else "")


def _shown(value: int | str | None, unit: str) -> str:
    exact = value_of(value)
    if exact is None:
        return "–"
    if unit == "ms":
        return duration(round(exact))
    if isinstance(exact, Fraction):
        return f"{float(exact):.3f}".replace(".", ",")
    return number(exact)


def count_attempts(contest: Contest) -> int:
    """Finished attempts (or works) of all parts, as the kinds count them."""
    refreshed = [refresh_figures(part, now=clock.now()) for part in contest.parts.select_related("contest")]
    return sum(Figures.of_json(row.data).entries for row in refreshed if row is not None)
