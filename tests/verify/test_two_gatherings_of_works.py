"""Values of terms over works: units and persons gather them alike in the product and in the check."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hoithi.contests.models import Part
from hoithi.contests.queries.fact_sources import picked
from hoithi.contests.queries.facts import _column, _person_rows, members_of
from hoithi.contests.registry import Fact
from hoithi.contests.schema.standings import Standing
from hoithi.verify import standing as check
from hoithi.verify.ranking import Line
from hoithi.verify.standing import plain

Json = dict[str, Any]
UNITS = {1: SimpleNamespace(headcount=7), 2: SimpleNamespace(headcount=3)}
PART = Part(key="p", plan_key="p", kind="entries")
MEASURES = {"p": {"accepted": "entry", "jury": "entry", "value": "entry"}}

work = st.fixed_dictionaries(
    {
        "owner": st.integers(1, 4),
        "of_unit": st.booleans(),
        "unit": st.sampled_from([None, 1, 2]),
        "group": st.sampled_from(["g", "h"]),
        "prize_ok": st.booleans(),
        "counts_for_unit": st.booleans(),
        "roster": st.booleans(),
        "jury": st.one_of(st.none(), st.integers(0, 100), st.fractions(0, 100, max_denominator=8)),
    }
)


def consistent(works: list[Json]) -> list[Json]:
    """What belongs to an owner is the same in all of their works; a unit has a unit."""
    known: dict[tuple[bool, int], Json] = {}
    found = []
    for one in works:
        own = known.setdefault((one["of_unit"], one["owner"]), one)
        shared = {name: own[name] for name in ("unit", "group", "prize_ok", "counts_for_unit", "roster")}
        found.append(one | shared | ({"unit": own["unit"] or 1} if one["of_unit"] else {}))
    return found


works = st.lists(work, max_size=9).map(consistent)


def product_facts(found: list[Json]) -> list[Fact]:
    return [
        Fact(
            number,
            {"accepted": 1, "jury": one["jury"]},
            one["unit"],
            one["group"],
            one["prize_ok"],
            one["counts_for_unit"],
            one["roster"],
            subject_kind="entry",
            person_id=None if one["of_unit"] else one["owner"],
        )
        for number, one in enumerate(found)
    ]


def sealed_rows(found: list[Json]) -> list[Json]:
    names = ("group", "prize_ok", "counts_for_unit", "roster")
    return [
        {name: one[name] for name in names}
        | {
            "id": f"p/{number}",
            "kind": "entry",
            "part": "p",
            "unit": None if one["unit"] is None else str(one["unit"]),
            "holder": str(one["unit"]) if one["of_unit"] else f"nguoi-{one['owner']}",
            "accepted": 1,
            "jury": plain(check.number(plain_of(one["jury"]))),
        }
        | ({} if one["of_unit"] else {"person": str(one["owner"])})
        for number, one in enumerate(found)
    ]


def plain_of(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else f"{value.numerator}/{value.denominator}"


def body(found: list[Json]) -> Json:
    return {"rules": {"standings": [], "measures": MEASURES}, "facts": sealed_rows(found), "units": []}


@st.composite
def specs(draw: st.DrawFn, subject: str) -> Json:
    agg = draw(st.sampled_from(["count", "sum", "mean", "median", "best"]))
    measure = draw(st.sampled_from(["jury", "accepted", *(["value"] if agg == "count" else [])]))
    term = {"key": "x", "title": "x", "part": "p", "measure": measure, "agg": agg}
    term["order"] = draw(st.sampled_from(["high", "low"]))
    base = {"key": "s", "title": "s", "subject": subject, "formula": "lexicographic", "terms": [term]}
    return base | {"counts": draw(st.sampled_from(["roster", "all"])), "hors_concours_counts": draw(st.booleans())}


@settings(max_examples=300, deadline=None)
@given(works, specs("unit"))
def test_units_gather_the_same_works(found: list[Json], spec: Json) -> None:
    model = Standing.model_validate(spec)
    term = model.terms[0]
    rounds = [picked(model, term, PART, product_facts(found))]
    ours = _column(term, members_of(model, term, rounds), UNITS)  # type: ignore[arg-type]
    units = [{"id": str(pk), "headcount": unit.headcount} for pk, unit in UNITS.items()]
    theirs = check._column(spec, "", spec["terms"][0], units, body(found), {})
    assert theirs == {str(pk): check.number(plain_of(value)) for pk, value in ours.items()}


@settings(max_examples=200, deadline=None)
@given(works, specs("person"))
def test_persons_gather_the_same_works(found: list[Json], spec: Json) -> None:
    model = Standing.model_validate(spec)
    ours = _person_rows(model, "", lambda term: [picked(model, term, PART, product_facts(found))])
    theirs: list[Line] = check._lines(spec, "", body(found), {})
    assert {line.subject: line.values["x"] for line in theirs} == {
        str(row.subject): check.number(plain_of(row.facts["x"])) for row in ours.rows
    }


@settings(max_examples=100, deadline=None)
@given(works)
def test_a_works_prize_counts_for_whoever_sent_it(found: list[Json]) -> None:
    spec = {"key": "s", "subject": "entry", "formula": "lexicographic"}
    spec["terms"] = [{"key": "x", "part": "p", "measure": "jury"}]  # type: ignore[assignment]
    lines = check._lines(spec, "", body(found), {})
    holders = {line.subject: line.holder for line in lines}
    assert holders == {row["id"]: row["holder"] for row in sealed_rows(found)}
