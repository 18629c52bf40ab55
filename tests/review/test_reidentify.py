"""Somebody tries to find people in a published sealed result, with what others may know of them."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any

import pytest

from hoithi.awards.operations import seal_result
from hoithi.contests.models import Contest, Entrant
from hoithi.quiz.models import Attempt
from hoithi.verify import verify_file
from tests.awards import story

pytestmark = pytest.mark.django_db
KNOWN = ("unit", "group", "roster", "prize_ok", "counts_for_unit")
"""What colleagues know of somebody: where they work, as what they take part, whether they sit on the committee."""
Row = dict[str, Any]


@pytest.fixture
def contest() -> Contest:
    """A large unit; one with four people; a large one with one member of the committee, hors concours; citizens."""
    contest, units = story.contest_with_units("Phòng Lớn", "Phòng Nhỏ", "Phòng Có Ủy Viên")
    for number, unit in enumerate([units[0]] * 9 + [units[1]] * 4 + [units[2]] * 8):
        who = story.join(contest, f"Người Thứ {number}", unit)
        if number == 20:
            Entrant.objects.filter(pk=who.pk).update(prize_ok=False)
            who.refresh_from_db()
        story.sit(who, right=number % 5 + 1, seconds=50 + 7 * number)
    for number in range(3):
        story.sit(story.join(contest, f"Công Dân {number}"), right=number + 2, seconds=40 + number)
    return contest


@pytest.fixture
def body(contest: Contest) -> Row:
    envelope = seal_result(contest, now=story.ended(contest)).envelope
    assert verify_file(envelope)["differences"] == []
    found: Row = json.loads(envelope)["body"]
    return found


def test_whoever_knows_a_colleague_is_left_with_five_rows_at_least(contest: Contest, body: Row) -> None:
    alike = Counter(tuple(row[name] for name in KNOWN) for row in body["facts"] if row["unit"] is not None)
    assert min(alike.values()) >= 5
    assert {unit for unit, *_ in alike} == {contest.units.get(name="Phòng Lớn").code}


def test_a_hidden_member_of_the_committee_is_not_told_by_the_rest_of_the_unit(contest: Contest, body: Row) -> None:
    """Totals of the unit are stated, so none of its rows may carry it: totals less rows would be the one person."""
    stated = {unit["code"]: "given" in unit for unit in body["units"]}
    shown = {row["unit"] for row in body["facts"]}
    assert {code for code, given in stated.items() if given and code in shown} == set()
    assert sum(stated.values()) == 2


def test_nothing_public_leads_to_an_id(contest: Contest, body: Row) -> None:
    """Ids come from the entrant's own secret code: no name, number, receipt or order of registration gives one."""
    ids = {row["id"] for row in body["facts"]}
    guesses = [str(n) for n in range(1, 500)]
    for entrant in Entrant.objects.select_related("person", "contest_unit"):
        guesses += [entrant.display_name, str(entrant.pk), entrant.display_name.lower()]
    for attempt in Attempt.objects.all():
        guesses += [attempt.code, str(attempt.pk), f"{contest.code}-{attempt.code}", attempt.receipt_signature]
    tried = {hashlib.sha256(prefix + guess.encode()).hexdigest()[:24] for guess in guesses for prefix in (b"", TAG)}
    assert not ids & tried
    assert all(len(entrant.code) >= 17 for entrant in Entrant.objects.all()), "83 random bits"


TAG = b"hoithi-row/1\x00"


def test_the_order_of_rows_tells_nothing_of_who_came_first(body: Row) -> None:
    ids = [row["id"] for row in body["facts"]]
    assert ids == sorted(ids)
    assert sorted(row["submitted"] for row in body["facts"]) == list(range(1, len(ids) + 1))


def test_no_moment_name_birth_or_account_stands_anywhere(contest: Contest, body: Row) -> None:
    told = json.dumps(body, ensure_ascii=False)
    moments = [attempt.ended_at.isoformat()[:16] for attempt in Attempt.objects.all() if attempt.ended_at]
    secrets = ["Người Thứ", "Công Dân", "1990-", "@", *moments, *Attempt.objects.values_list("code", flat=True)]
    secrets += list(Entrant.objects.values_list("code", flat=True))
    assert [secret for secret in secrets if secret in told] == []


def test_the_check_itself_refuses_rows_that_show_a_few(contest: Contest, body: Row) -> None:
    """A careless organiser's file does not pass."""
    careless = json.loads(json.dumps(body))
    for row in careless["facts"][:3]:
        row["unit"] = contest.units.get(name="Phòng Nhỏ").code
        row["group"] = "nhom-ba-nguoi"
    report = verify_file(json.dumps({"body": careless}))
    assert any(difference["path"].startswith("body.units") for difference in report["differences"])
