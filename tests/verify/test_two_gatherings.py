"""Values of terms: the product gathers them from the kinds' facts, the check from sealed rows; they must agree."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hoithi.contests.queries.facts import _column, _person_rows, members_of
from hoithi.contests.registry import Fact
from hoithi.contests.schema.standings import Standing
from hoithi.verify import standing as check
from hoithi.verify.standing import plain

Json = dict[str, Any]
UNITS = {1: SimpleNamespace(headcount=7), 2: SimpleNamespace(headcount=0)}

points = st.fixed_dictionaries(
    {
        "correct": st.one_of(st.none(), st.integers(0, 3), st.just(Fraction(5, 2))),
        "all_correct": st.integers(0, 1),
    }
)
entrant = st.fixed_dictionaries(
    {
        "unit": st.sampled_from([None, 1, 2]),
        "group": st.sampled_from(["g", "h"]),
        "prize_ok": st.booleans(),
        "counts_for_unit": st.booleans(),
        "roster": st.booleans(),
    }
)


@st.composite
def rounds(draw: st.DrawFn) -> list[dict[int, Json]]:
    """Results of each round by person; unit, group and the rest belong to the person."""
    who = draw(st.lists(entrant, min_size=6, max_size=6))
    each = draw(st.lists(st.dictionaries(st.integers(0, 5), points, max_size=6), min_size=1, max_size=3))
    return [{at: who[at] | result for at, result in one.items()} for one in each]


where = st.fixed_dictionaries(
    {},
    optional={
        "groups": st.just(["h"]),
        "measure": st.sampled_from(["all_correct", "correct"]),
        "at_least": st.sampled_from(["1", "2.5"]),
        "roster": st.booleans(),
    },
)
how = st.sampled_from(["sum", "best", "mean", "taken", "people", None])


def product_facts(found: list[dict[int, Json]]) -> list[list[Fact]]:
    return [
        [
            Fact(
                subject,
                {"correct": one["correct"], "all_correct": one["all_correct"]},
                one["unit"],
                one["group"],
                one["prize_ok"],
                one["counts_for_unit"],
                one["roster"],
            )
            for subject, one in people.items()
        ]
        for people in found
    ]


def sealed_rows(found: list[dict[int, Json]]) -> list[Json]:
    return [
        one
        | {
            "id": str(subject),
            "part": f"t{number}",
            "series": "p",
            "correct": plain(number_of(one["correct"])),
            "unit": None if one["unit"] is None else str(one["unit"]),
        }
        for number, people in enumerate(found)
        for subject, one in people.items()
    ]


def number_of(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)


@st.composite
def unit_specs(draw: st.DrawFn) -> Json:
    agg = draw(st.sampled_from(["count", "sum", "mean", "median", "best", "first", "share", "value"]))
    over = draw(st.sampled_from(["headcount", "participants"] if agg == "share" else [None, "headcount"]))
    term = {
        "key": "x",
        "title": "x",
        "part": "p",
        "measure": "correct",
        "agg": agg,
        "where": draw(where),
        "over": over,
        "rounds": draw(how),
        "order": draw(st.sampled_from(["high", "low"])),
    }
    return {
        "key": "s",
        "title": "s",
        "subject": "unit",
        "formula": "lexicographic",
        "terms": [term],
        "counts": draw(st.sampled_from(["roster", "all"])),
        "hors_concours_counts": draw(st.booleans()),
    }


@settings(max_examples=400, deadline=None)
@given(rounds(), unit_specs())
def test_units_agree(found, spec):
    model = Standing.model_validate(spec)
    ours = _column(model.terms[0], members_of(model, model.terms[0], product_facts(found)), UNITS)
    units = [{"id": str(pk), "headcount": unit.headcount} for pk, unit in UNITS.items()]
    theirs = check._column(spec, "", spec["terms"][0], units, {"facts": sealed_rows(found)}, {})
    assert theirs == {str(pk): number_of(value) for pk, value in ours.items()}


@settings(max_examples=200, deadline=None)
@given(rounds(), how, st.sampled_from(["high", "low"]), st.sampled_from([[], ["g"]]))
def test_people_agree(found, joined, order, groups):
    term = {"key": "x", "title": "x", "part": "p", "measure": "correct", "rounds": joined, "order": order}
    spec = {
        "key": "s",
        "title": "s",
        "subject": "person",
        "formula": "lexicographic",
        "terms": [term],
        "groups": groups,
    }
    ours = _person_rows(Standing.model_validate(spec), "", lambda term: product_facts(found))
    theirs = check._lines(spec, "", {"facts": sealed_rows(found), "units": []}, {})
    assert {line.subject: line.values["x"] for line in theirs} == {
        str(row.subject): number_of(row.facts["x"]) for row in ours.rows
    }
