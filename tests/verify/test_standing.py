"""Gathering values from rows: rounds, groups, bands, figures, predictions, a standing of standings, step tables."""

from __future__ import annotations

from typing import Any

import pytest

from hoithi.verify import written
from hoithi.verify.ranking import CannotRecompute, exact
from hoithi.verify.standing import boards, plain

Json = dict[str, Any]


def row(subject: str, correct: int | None, part: str = "p", **more: Any) -> Json:
    made = {
        "id": subject,
        "part": part,
        "group": "g",
        "unit": None,
        "prize_ok": True,
        "counts_for_unit": True,
        "correct": correct,
        "elapsed_ms": 1000,
        "all_correct": correct == 20,
        "attempts": 1,
    }
    return made | more


def term(key: str = "correct", **more: Any) -> Json:
    source = {} if "standing" in more or "figure" in more else {"part": "p"}
    return {"key": key, "measure": key} | source | more


def spec(*terms: Json, **more: Any) -> Json:
    return {"key": "s", "subject": "person", "formula": "lexicographic", "terms": list(terms)} | more


def ranked(specs: list[Json], facts: list[Json], units: list[Json] | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """{"standing/scope": [(subject, place, value, key values…)]}."""
    done, wrong = boards({"rules": {"standings": specs}, "facts": facts, "units": units or []})
    assert wrong == []
    found = {}
    for board in map(written, done):
        lines = [(r["subject"], r["place"], r["value"], *r["keys"].values()) for r in board["rows"]]
        found[f"{board['standing']}/{board['scope']}"] = lines
    return found


def test_a_standing_for_each_round_and_one_over_all():
    facts = [row("a", 5, "t1", series="p"), row("b", 7, "t1", series="p"), row("a", 6, "t2", series="p")]
    assert ranked([spec(term(), each="round"), spec(term(rounds="sum"), key="all")], facts) == {
        "s/t1": [("b", 1, None, 7), ("a", 2, None, 5)],
        "s/t2": [("a", 1, None, 6)],
        "all/": [("a", 1, None, 11), ("b", 2, None, 7)],
    }


@pytest.mark.parametrize(
    ("rounds", "expected"), [("best", 6), ("mean", "11/2"), ("taken", 2), ("people", 1), (None, 6)]
)
def test_rounds_become_one_value(rounds, expected):
    facts = [row("a", 5, "t1", series="p"), row("a", 6, "t2", series="p")]
    assert ranked([spec(term(rounds=rounds))], facts)["s/"] == [("a", 1, None, expected)]


def test_a_standing_for_each_group_and_only_of_named_groups():
    facts = [row("a", 5), row("b", 7, group="h"), row("c", 9, group="i")]
    assert ranked([spec(term(), each="group", groups=["g", "h"])], facts) == {
        "s/g": [("a", 1, None, 5)],
        "s/h": [("b", 1, None, 7)],
    }


def test_bands_by_headcount():
    units = [{"code": code, "headcount": n} for code, n in (("X", 9), ("Y", 10), ("Z", 99))]
    facts = [row(f"{code}{at}", 1, unit=code) for code in "XYZ" for at in range(2 if code == "Z" else 1)]
    bands = [{"key": "nho", "from_headcount": 0}, {"key": "lon", "from_headcount": 10}]
    count = term("people", measure="value", agg="count")
    assert ranked([spec(count, subject="unit", each="band", bands=bands)], facts, units) == {
        "s/nho": [("X", 1, None, 1)],
        "s/lon": [("Z", 1, None, 2), ("Y", 2, None, 1)],
    }


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"agg": "count"}, 3),
        ({"agg": "sum"}, 42),
        ({"agg": "mean"}, 14),
        ({"agg": "median"}, 12),
        ({"agg": "best"}, 20),
        ({"agg": "first"}, 10),
        ({"agg": "share", "over": "headcount"}, "3/8"),
        ({"agg": "share", "over": "participants", "where": {"measure": "all_correct"}}, "1/3"),
        ({"agg": "sum", "over": "participants"}, 14),
        ({"agg": "count", "where": {"groups": ["h"]}}, 1),
        ({"agg": "count", "where": {"roster": True}}, 2),
    ],
)
def test_a_units_value_from_its_people(more, expected):
    units = [{"code": "X", "headcount": 8}]
    facts = [
        row("a", 10, unit="X", roster=True),
        row("b", 12, unit="X", roster=True, group="h"),
        row("c", 20, unit="X"),
        row("d", 20, unit="X", counts_for_unit=False),
        row("e", 20),
    ]
    assert ranked([spec(term(**more), subject="unit")], facts, units)["s/"] == [("X", 1, None, expected)]


def test_roster_only_and_without_those_who_take_no_prize():
    units = [{"code": "X", "headcount": 8}]
    facts = [
        row("a", 1, unit="X", roster=True),
        row("b", 1, unit="X"),
        row("c", 1, unit="X", roster=True, prize_ok=False),
    ]
    wanted = spec(term(agg="count"), subject="unit", counts="roster", hors_concours_counts=False)
    assert ranked([wanted], facts, units)["s/"] == [("X", 1, None, 1)]


@pytest.mark.parametrize(("over", "order"), [("allow", "cba"), ("last", "bac")])
def test_predictions_by_their_error(over, order):
    """Four people took part: 5 is off by 1, 1 by 3, 0 by 4; who guessed nothing is not ranked by guesses alone."""
    guesses = {"a": 0, "b": 1, "c": 5, "d": None}
    near = term("prediction", order="near", truth="people", truth_over=over)
    found = ranked([spec(near)], [row(name, 1, prediction=guess) for name, guess in guesses.items()])["s/"]
    assert [line[:2] for line in found] == [*zip(order, (1, 2, 3), strict=True), ("d", None)]


def test_truths_of_attempts_and_of_everything_right():
    facts = [row("a", 20, prediction=3, attempts=2), row("b", 1, prediction=1)]
    for truth, first in (("attempts", "a"), ("all_correct", "b")):
        assert ranked([spec(term("prediction", order="near", truth=truth))], facts)["s/"][0][0] == first


def test_a_standing_may_read_another_and_an_imported_figure():
    units = [{"code": code, "headcount": 10} for code in "XY"]
    facts = [
        row("a", 5, unit="X"),
        row("b", 7, unit="Y"),
        {"id": "X", "kind": "unit", "figure": "views", "value": 30, "prize_ok": True, "counts_for_unit": True},
        {"id": "Y", "kind": "unit", "figure": "views", "value": 10, "prize_ok": True, "counts_for_unit": True},
    ]
    first = spec(term(agg="sum", scale="max_share", maximum="20", weight="40"), subject="unit", formula="weighted")
    second = spec(
        term("quiz", standing="s", weight="1"),
        term("views", figure="views", measure="value", scale="minmax", weight="5"),
        key="t",
        subject="unit",
        formula="weighted",
    )
    assert ranked([first, second], facts, units) == {
        "s/": [("Y", 1, 14, 7), ("X", 2, 10, 5)],
        "t/": [("X", 1, 15, 10, 30), ("Y", 2, 14, 14, 10)],
    }


def test_a_step_table():
    steps = [{"at": "10", "points": "5", "every": "5", "bonus": "1"}]
    facts = [row("a", 9), row("b", 14), row("c", 20)]
    assert ranked([spec(term(scale="step", steps=steps, weight="2"), formula="weighted")], facts)["s/"] == [
        ("c", 1, 14, 20),
        ("b", 2, 10, 14),
        ("a", 3, 0, 9),
    ]


def test_nothing_is_ranked_without_a_formula_below_a_floor_or_without_a_value():
    assert ranked([spec(term(), formula=None)], [row("a", 1)])["s/"] == [("a", None, None)]
    floor = spec(term(), floors=[{"term": "correct", "at_least": "5"}])
    assert ranked([floor], [row("a", 4), row("b", 5)])["s/"] == [("b", 1, None, 5), ("a", None, None)]
    assert ranked([spec(term())], [row("a", None)])["s/"] == [("a", None, None)]
    assert ranked([spec(term(missing="zero"))], [row("a", None)])["s/"] == [("a", 1, None, 0)]


def test_what_cannot_be_recomputed_is_said():
    mixed = spec(term(scale="rank"), term("elapsed_ms", scale="minmax"), formula="weighted")
    for wanted in (mixed, spec(term(), each="season"), spec(term("x", standing="later"))):
        with pytest.raises(CannotRecompute):
            ranked([wanted], [row("a", 1)])


def test_numbers_are_read_and_written_exactly():
    assert [plain(exact(raw)) for raw in (3, True, "3/2", "6/2", "0.5", "-7")] == [3, 1, "3/2", 3, "1/2", -7]
    assert plain(None) is None
    for raw in ("1e999999999", "", "abc", "1/0", None, [], 0.5):
        with pytest.raises(ValueError, match="not an exact number"):
            exact(raw)
