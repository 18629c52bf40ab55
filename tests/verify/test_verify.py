"""A sealed result: what it tells, and that no change of it goes unnoticed."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hoithi.verify
from hoithi.core.canonical import digest
from hoithi.core.sealed import SealBroken, make_envelope, open_envelope, public_key
from hoithi.verify import NotSealed, verify_file
from tests.verify import sample

SMALL = {"A": (9, 7, 3, 310), "B": (20, 9, 4, 260)}
BODY = sample.body(sample.rows(SMALL.items()))
SEALED = sample.sealed(BODY)


def check(envelope: Any, key: str | None = None) -> dict[str, Any]:
    return verify_file(json.dumps(envelope), key)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [leaf for name, item in inside for leaf in leaves(item, (*path, name))]
    return found if isinstance(value, dict | list) and value else [path]


def changed(envelope: dict[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The same with one leaf changed to another value of its kind."""
    made = copy.deepcopy(envelope)
    inside = made
    for name in path[:-1]:
        inside = inside[name]
    old = inside[path[-1]]
    if isinstance(old, bool):
        inside[path[-1]] = not old
    elif isinstance(old, int):
        inside[path[-1]] = old + 1
    else:
        inside[path[-1]] = "khác" if not isinstance(old, str) else old[:-1] + ("1" if old[-1:] != "1" else "2")
    return made


def paths(report: dict[str, Any]) -> list[str]:
    return [difference["path"] for difference in report["differences"]]


def test_an_honest_result_is_ok():
    assert check(SEALED, public_key(sample.KEY)) == {
        "ok": True,
        "digest": digest(BODY),
        "rules_hash": digest(BODY["rules"]),
        "differences": [],
    }


def test_the_five_units_of_the_worked_example():
    """A 50/48/20/310; B 400/300/60/260; C 12/12/9/420; D 80/80/20/305; E without anybody: B 3, D 6, A 8, C 12."""
    made = sample.body()
    assert sample.values(made, "tap-the") == {"B": 3, "D": 6, "A": 8, "C": 12, "E": None}
    assert sample.places(made, "tap-the") == {"B": 1, "D": 2, "A": 3, "C": 4, "E": None}
    assert check(sample.sealed(made))["ok"] is True


def test_the_same_by_rate_ties_c_and_d():
    by_rate = copy.deepcopy(sample.UNIT) | {"ties": []}
    by_rate["terms"][0] |= {"agg": "share", "over": "headcount"}
    by_rate["terms"][1] |= {"agg": "share", "over": "participants"}
    made = sample.body(rules=sample.rules([by_rate], []))
    assert sample.values(made, "tap-the") == {"C": 6, "D": 6, "A": 8, "B": 9, "E": None}
    assert sample.places(made, "tap-the") == {"C": 1, "D": 1, "A": 3, "B": 4, "E": None}


def test_the_same_lexicographic():
    made = sample.body(rules=sample.rules([sample.UNIT | {"formula": "lexicographic"}], []))
    assert sample.places(made, "tap-the") == {"B": 1, "D": 2, "A": 3, "C": 4, "E": None}


def test_reformatting_changes_nothing():
    turned = json.loads(json.dumps(SEALED), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    for text in (json.dumps(turned, indent=7), json.dumps(SEALED, ensure_ascii=False).encode()):
        assert verify_file(text)["ok"] is True


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(leaves(SEALED)))
def test_any_changed_value_is_found(path):
    assert check(changed(SEALED, path))["ok"] is False


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(leaves(BODY, ("body",))))
def test_a_new_digest_without_the_key_does_not_help(path):
    forged = changed(SEALED, path)
    forged["digest"] = digest(forged["body"])
    assert "signature" in paths(check(forged))


def test_a_seal_by_another_key_is_found_with_the_published_key():
    forged = make_envelope(BODY, bytes(32))
    assert check(forged)["ok"] is True
    assert paths(check(forged, public_key(sample.KEY))) == ["public_key"]


@pytest.mark.parametrize("name", ["public_key", "signature", "digest"])
def test_hex_has_one_form(name):
    assert check(SEALED | {name: SEALED[name].upper()})["ok"] is False


def test_more_or_fewer_names_in_the_envelope_are_found():
    assert check(SEALED | {"note": "x"})["ok"] is False
    assert check({name: SEALED[name] for name in SEALED if name != "format"})["ok"] is False


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("facts", 5, "correct"), "body.result.standings"),
        (("facts", 5, "elapsed_ms"), "body.result.standings"),
        (("facts", 5, "prize_ok"), "body.result.awards"),
        (("result", "standings", 0, "rows", 1, "place"), "body.result.standings.ca-nhan/"),
        (("result", "standings", 1, "rows", 0, "keys", "mean_ms"), "body.result.standings.tap-the/"),
        (("result", "awards", 0, "cash"), "body.result.awards.nhat/"),
        (("result", "awards", 1, "subject"), "body.result.awards"),
        (("rules_hash",), "body.rules_hash"),
        (("rules", "prizes", 1, "cash"), "body.result.awards"),
        (("commitments", 0, "secret"), "body.commitments[0].secret_commitment"),
        (("commitments", 0, "questions", 1, "content", "correct", 0), "body.commitments[0].questions[1]"),
    ],
)
def test_even_the_holder_of_the_key_cannot_seal_what_does_not_add_up(path, place):
    facts = sample.rows(SMALL.items())
    facts[5] |= {"correct": 20, "elapsed_ms": 100_000, "prize_ok": True}
    report = check(sample.sealed(changed(sample.body(facts), path)))
    assert report["ok"] is False
    assert any(found.startswith(place) for found in paths(report)), paths(report)


def test_a_difference_says_what_was_expected_and_found():
    made = copy.deepcopy(BODY)
    award = made["result"]["awards"][0]
    award["cash"] = 9
    [difference] = check(sample.sealed(made))["differences"]
    assert (difference["expected"], difference["found"]) == (1_500_000, 9)


def test_a_result_that_leaves_somebody_out_or_names_somebody_twice_is_found():
    made = copy.deepcopy(BODY)
    left_out = made["result"]["standings"][0]["rows"].pop()
    assert f"body.result.standings.ca-nhan/.{left_out['subject']}" in paths(check(sample.sealed(made)))
    made = copy.deepcopy(BODY)
    made["result"]["standings"][0]["rows"] *= 2
    assert check(sample.sealed(made))["ok"] is False


def equal_rows() -> list[dict[str, Any]]:
    facts = sample.rows(SMALL.items())
    for row in facts[1:4]:
        row |= {"correct": 20, "elapsed_ms": 1, "submitted": 1}
    return facts


def test_a_tie_across_prizes_stays_open_until_the_minutes_decide_it():
    facts = equal_rows()
    tied = [row["id"] for row in facts[1:4]]
    made = sample.body(facts)
    assert made["result"]["ties"] == [
        {
            "standing": "ca-nhan",
            "scope": "",
            "prize_place": 1,
            "subjects": sorted(tied),
            "prizes": ["nhat", "nhi", "nhi"],
        }
    ]
    assert [award["prize"] for award in made["result"]["awards"]] == ["tt-nhat"]
    minutes = [{"standing": "ca-nhan", "scope": "", "subjects": tied[::-1], "document": "12/BB-BTC"}]
    decided = sample.body(facts, decisions=minutes)
    assert [a["subject"] for a in decided["result"]["awards"] if a["prize"] != "tt-nhat"] == tied[::-1]
    assert check(sample.sealed(decided))["ok"] is True


def test_minutes_cannot_order_people_who_are_not_equal():
    wrong = [{"standing": "ca-nhan", "subjects": [row["id"] for row in sample.rows(SMALL.items())[1:3]]}]
    assert "body.decisions" in paths(check(sample.sealed(sample.body(sample.rows(SMALL.items()), decisions=wrong))))


def test_hors_concours_keeps_a_place_and_the_prize_passes_down():
    facts = sample.rows(SMALL.items())
    facts[0] |= {"correct": 20, "elapsed_ms": 1}
    made = sample.body(facts)
    assert sample.places(made, "ca-nhan")[facts[0]["id"]] == 1
    winners = [award["subject"] for award in made["result"]["awards"]]
    assert facts[0]["id"] not in winners
    assert len(winners) == 4


def test_rows_of_a_unit_with_fewer_than_five_may_not_name_it():
    sizes = SMALL | {"C": (12, 4, 1, 400)}
    open_rows = sample.body(sample.rows(sizes.items()))
    assert paths(check(sample.sealed(open_rows))) == ["body.units[2]"]
    hidden = [row | {"unit": None if row["unit"] == "C" else row["unit"]} for row in sample.rows(sizes.items())]
    units = copy.deepcopy(open_rows["units"])
    units[2]["given"] = {"tap-the": {"participants": 4, "all_correct": 1, "mean_ms": 400_000}}
    made = sample.body(hidden, units=units)
    assert made["result"]["standings"][1] == open_rows["result"]["standings"][1]
    assert check(sample.sealed(made))["ok"] is True


def test_points_that_are_no_whole_numbers_are_compared_as_such():
    facts = sample.rows(SMALL.items())
    facts[1]["measures"], facts[2]["measures"] = {"correct": "39/2"}, {"correct": "99/5"}
    made = sample.body(facts)
    row = next(row for row in made["result"]["standings"][0]["rows"] if row["subject"] == facts[2]["id"])
    assert row["keys"]["correct"] == "99/5"
    assert check(sample.sealed(made))["ok"] is True


def test_rules_unknown_to_this_check_are_never_called_ok():
    made = sample.body()
    made["rules"] = sample.rules([sample.PERSON | {"each": "season"}], [])
    made["rules_hash"] = digest(made["rules"])
    assert "body.rules" in paths(check(sample.sealed(made)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"body": 1}',
        '{"body": {"a": 0.5}}',
        '{"body": {"a": 1, "a": 1}}',
        '{"body": {"a": NaN}}',
        '{"body": {"a": "\\ud800"}}',
        "[" * 100_000,
        b"\xff\xfe\x00",
    ],
)
def test_what_is_no_sealed_result_is_refused(text):
    with pytest.raises(NotSealed):
        verify_file(text)


@pytest.mark.parametrize("made", [{}, {"facts": [], "units": [], "rules": {"standings": 3}, "result": None}])
def test_a_body_of_another_shape_is_a_difference_not_a_crash(made):
    report = check(make_envelope(made, sample.KEY))
    assert (report["ok"], "body" in paths(report)) == (False, True)


def test_the_site_opens_its_own_seals_with_other_code():
    assert open_envelope(SEALED, public_key(sample.KEY)) == BODY
    for broken in (changed(SEALED, ("body", "sealed_at")), changed(SEALED, ("signature",)), SEALED | {"x": 1}):
        with pytest.raises(SealBroken):
            open_envelope(broken)
    with pytest.raises(SealBroken):
        open_envelope(SEALED, public_key(bytes(32)))


def test_it_runs_alone_without_the_rest_of_hoithi(tmp_path):
    """Copied out of the product, on a path where neither hoithi nor Django exists."""
    source = Path(hoithi.verify.__file__).parent
    (tmp_path / "verify").mkdir()
    for file in source.glob("*.py"):
        (tmp_path / "verify" / file.name).write_bytes(file.read_bytes())
    (tmp_path / "result.json").write_text(json.dumps(SEALED), "utf-8")
    code = "import sys, runpy; sys.modules['hoithi'] = sys.modules['django'] = None"
    code += "; sys.argv = ['verify', 'result.json']; runpy.run_module('verify', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["ok"] is True
