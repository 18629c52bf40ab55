"""After the reveal: one's own paper with its keys, and the statement by which anybody draws and marks it again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.awards.operations import seal_result
from hoithi.contests.models import Contest, Entrant
from hoithi.core import clock
from hoithi.people.models import User
from hoithi.quiz.models import Answer, Attempt
from hoithi.verify import NotSealed, verify_file
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    contest, units = story.contest_with_units("Phòng Một")
    for number in range(6):
        who = story.join(contest, f"Người Thứ {number}", units[0])
        story.sit(who, right=number % 4 + 2, seconds=50 + 7 * number)
    return contest


@pytest.fixture
def entrant(contest: Contest) -> Entrant:
    """Sits twice; the second attempt is worse, so the first one counts."""
    who = story.join(contest, "Trần Văn Mẫu")
    story.sit(who, right=4, seconds=100)
    story.sit(who, right=2, seconds=30, at=make.NOW + timedelta(hours=1))
    return who


@pytest.fixture
def sealed(contest: Contest, entrant: Entrant) -> str:
    return seal_result(contest, now=story.ended(contest)).envelope


def get(client: Client, entrant: Entrant, what: str, n: int = 1, at: Any = make.AFTER) -> Any:
    attempt = Attempt.objects.get(entrant=entrant, n=n)
    client.force_login(account_of(entrant))
    with clock.frozen_at(at):
        return client.get(f"/phieu/{attempt.code}/{what}")


def account_of(entrant: Entrant) -> User:
    found = User.objects.filter(person=entrant.person).first()
    return found or User.objects.create(person=entrant.person, email=f"{entrant.code.lower()}@example.vn")


@pytest.mark.parametrize(("n", "right"), [(1, 4), (2, 2)])
def test_a_statement_lets_anybody_draw_and_mark_the_paper_again(
    client: Client, entrant: Entrant, sealed: str, n: int, right: int
) -> None:
    response = get(client, entrant, "ban-ke.json", n)
    assert response["Content-Disposition"].startswith('attachment; filename="bai-lam-')
    report = verify_file(sealed, None, response.content)
    assert report["differences"] == []
    assert report["attempt"] == {"row": response.json()["row"], "questions": 5, "correct": right}
    assert (response.json()["counted"] is not None) is (n == 1)


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("answers", [["z"]] * 5, "attempt.correct"),
        ("correct", 5, "attempt.correct"),
        ("n", 2, "attempt.paper"),
        ("entrant", "AAAAAAAAAAAAAAAAA", "attempt.row"),
        ("part", "phan-khac", "attempt.part"),
        ("contest", "cuoc-thi-khac", "attempt.contest"),
        ("counted", {"correct": 5, "elapsed_ms": 1, "prediction": None}, "attempt.counted"),
    ],
)
def test_a_statement_with_anything_changed_is_found(
    client: Client, entrant: Entrant, sealed: str, name: str, value: Any, where: str
) -> None:
    statement = get(client, entrant, "ban-ke.json").json() | {name: value}
    found = [difference["path"] for difference in verify_file(sealed, None, json.dumps(statement))["differences"]]
    assert "attempt.signature" in found
    assert any(path.startswith(where) for path in found)


def test_answers_exchanged_after_the_receipt_are_found(client: Client, entrant: Entrant, sealed: str) -> None:
    """By whoever holds the database and the key: the receipt of that day speaks of other answers."""
    attempt = Attempt.objects.get(entrant=entrant, n=1)
    for answer in attempt.answers.all():
        Answer.objects.filter(part_id=answer.part_id, attempt=attempt, pos=answer.pos).update(choice="d")
    found = [
        one["path"] for one in verify_file(sealed, None, get(client, entrant, "ban-ke.json").content)["differences"]
    ]
    assert "attempt.signature" not in found
    assert "attempt.answers" in found


def test_papers_exchanged_by_the_organiser_are_found(client: Client, entrant: Entrant, sealed: str) -> None:
    """Signed again by the site itself: the draw does not lie."""
    Attempt.objects.filter(entrant=entrant, n=1).update(
        paper=list(reversed(Attempt.objects.get(entrant=entrant, n=1).paper))
    )
    statement = get(client, entrant, "ban-ke.json").content
    found = [difference["path"] for difference in verify_file(sealed, None, statement)["differences"]]
    assert "attempt.signature" not in found
    assert any(path.startswith("attempt.paper") for path in found)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "hoithi-attempt/1"}', '{"n": 1.5}'])
def test_what_is_no_statement_is_refused(sealed: str, text: str) -> None:
    with pytest.raises(NotSealed):
        verify_file(sealed, None, text)


def test_the_paper_is_read_through_with_its_keys(client: Client, entrant: Entrant, sealed: str) -> None:
    html = get(client, entrant, "bai-lam/").content.decode()
    assert "<b>4/5</b>" in html
    assert html.count("Đáp án đúng") == 5
    assert html.count("Bạn chọn") == 5
    assert html.count("Chưa đúng") == 1
    assert "Giải thích C" in html
    assert "Căn cứ" in html
    receipt = get(client, entrant, "").content.decode()
    assert "/bai-lam/" in receipt
    assert "/ban-ke.json" in receipt
    assert entrant.code in receipt


@pytest.mark.parametrize("what", ["bai-lam/", "ban-ke.json"])
def test_nothing_before_the_reveal(client: Client, contest: Contest, entrant: Entrant, what: str) -> None:
    assert get(client, entrant, what, at=make.NOW + timedelta(hours=2)).status_code == 404
    story.ended(contest)
    assert get(client, entrant, what).status_code == 404
    receipt = get(client, entrant, "").content.decode()
    assert what not in receipt


@pytest.mark.parametrize("what", ["bai-lam/", "ban-ke.json"])
def test_a_voided_attempt_has_neither(client: Client, entrant: Entrant, sealed: str, what: str) -> None:
    Attempt.objects.filter(entrant=entrant).update(ended_by=Attempt.VOIDED)
    assert get(client, entrant, what).status_code == 404


@pytest.mark.parametrize("reveal", ["none", "drawn", "bank"])
def test_the_plan_says_what_is_opened(client: Client, reveal: str) -> None:
    data = make.definition()
    data["part"][0]["quiz"]["reveal"] = reveal
    contest, _ = story.contest_with_units(part=data["part"])
    who = story.join(contest, "Trần Văn Mẫu")
    story.sit(who, right=3, seconds=100)
    sealed = seal_result(contest, now=story.ended(contest)).envelope
    shown = len(json.loads(sealed)["body"]["commitments"][0]["questions"])
    assert shown == {"none": 0, "drawn": 5, "bank": 8}[reveal]
    assert get(client, who, "bai-lam/").status_code == (404 if reveal == "none" else 200)
    report = verify_file(sealed, None, get(client, who, "ban-ke.json").content)
    assert report["differences"] == []
    assert report["attempt"]["correct"] == (None if reveal == "none" else 3)


def test_somebody_elses_attempt_does_not_exist(client: Client, contest: Contest, entrant: Entrant, sealed: str) -> None:
    other = story.join(contest, "Người Khác")
    client.force_login(account_of(other))
    code = Attempt.objects.get(entrant=entrant, n=1).code
    for what in ("bai-lam/", "ban-ke.json"):
        with clock.frozen_at(make.AFTER):
            assert client.get(f"/phieu/{code}/{what}").status_code == 404


@pytest.mark.parametrize(("what", "count"), [("bai-lam/", 6), ("ban-ke.json", 7)])
def test_what_it_costs(
    client: Client, entrant: Entrant, sealed: str, what: str, count: int, django_assert_num_queries: Any
) -> None:
    address = f"/phieu/{Attempt.objects.get(entrant=entrant, n=1).code}/{what}"
    client.force_login(account_of(entrant))
    with clock.frozen_at(make.AFTER), django_assert_num_queries(count):
        assert client.get(address).status_code == 200
