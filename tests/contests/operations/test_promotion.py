"""Who goes on to the next part: by rule or by decision, per unit, the same entrants, nobody by a silent tie."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Contest, Entrant, Part, PartEntrant
from hoithi.contests.operations.opening import freeze_part
from hoithi.contests.operations.promotion import CannotPromote, promote_due, promote_entrants
from hoithi.contests.operations.standings import decide_tie
from hoithi.contests.queries.promotion import proposal
from hoithi.core import clock
from hoithi.people.models import User
from hoithi.quiz.models import Bank
from hoithi.quiz.operations.attempt_errors import NotInThisPart
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.awards import story
from tests.contests import factories as make
from tests.contests.views.desk import DESK, World, text_of
from tests.quiz import factories as quiz

pytestmark = pytest.mark.django_db
LATER = make.CLOSES + timedelta(days=10)
PAGE = f"{DESK}phan-thi/chung-ket/chon-nguoi/"
MINUTES = {"number": "7", "symbol": "QĐ-BTC", "issued_on": "3/7/2024", "signer": "Trần Văn Ký", "reason": "Theo họp"}
FIRST = {
    "key": "trac-nghiem", "kind": "quiz", "title": "Vòng loại", "opens": make.OPENS, "closes": make.CLOSES,
    "quiz": {"questions": 5, "time_limit_min": 10, "attempts": 3},
}  # fmt: skip


def two_parts(**source: Any) -> tuple[Contest, list[Any]]:
    """A quiz and a final ten days later; people of three units have sat the first."""
    final = {
        "key": "chung-ket", "kind": "quiz", "title": "Chung kết", "opens": LATER, "closes": LATER + timedelta(days=1),
        "quiz": {"questions": 5, "time_limit_min": 10, "attempts": 1},
        "entrants_from": {"standing": "ca-nhan", "top": 2} | source,
    }  # fmt: skip
    contest = make.contest(part=[FIRST, final])
    units = make.units(contest, "Phòng Một", "Phòng Hai", "Phòng Ba")
    bank = Bank.objects.create(contest=contest, key="de-thi", title="Đề thi", sealed=True)
    for number in range(8):
        quiz.question(bank, f"C{number}")
    for part in contest.parts.all():
        freeze_part(part, now=make.BEFORE)
    people = []
    for number, unit in enumerate([units[0], units[0], units[1], units[1], units[2]]):
        person = story.join(contest, f"Người Số {number}", unit)
        sit(person, contest.parts.get(key="trac-nghiem"), right=5 - number // 2, seconds=60 + number)
        people.append(person)
    story.ended(contest)
    return contest, people


def sit(entrant: Entrant, part: Part, *, right: int, seconds: int) -> None:
    from hoithi.quiz.operations.attempt_save import Given, paper_of
    from hoithi.quiz.operations.attempt_submit import submit_attempt

    part.contest = entrant.contest
    attempt = start_attempt(entrant, part, now=make.NOW)
    letters = quiz.letters(paper_of(attempt.code, attempt.pk), right)
    answers = [Given(pos, letter, 1) for pos, letter in enumerate(letters, 1)]
    submit_attempt(attempt.code, answers, epoch=attempt.epoch, now=make.NOW + timedelta(seconds=seconds))


def final_of(contest: Contest) -> Part:
    part = contest.parts.get(key="chung-ket")
    part.contest = contest
    return part


def admitted(contest: Contest) -> set[int]:
    return set(PartEntrant.objects.filter(part__key="chung-ket").values_list("entrant_id", flat=True))


def test_the_best_go_on_and_nobody_else_may_start() -> None:
    contest, people = two_parts()
    assert promote_entrants(final_of(contest), now=make.AFTER) == 2
    assert admitted(contest) == {people[0].pk, people[1].pk}
    attempt = start_attempt(people[0], final_of(contest), now=LATER + timedelta(hours=1))
    assert attempt.entrant_id == people[0].pk, "the same entrant"
    with pytest.raises(NotInThisPart):
        start_attempt(people[2], final_of(contest), now=LATER + timedelta(hours=1))


def test_who_goes_on_reads_it_on_the_contest_page(client: Client) -> None:
    contest, people = two_parts()
    promote_entrants(final_of(contest), now=make.AFTER)
    told = "Bạn được vào Chung kết."
    for person, goes_on in ((people[0], True), (people[4], False)):
        assert person.person is not None
        client.force_login(User.objects.create_user(f"nguoi-{person.pk}@vidu.example", person=person.person))
        with clock.frozen_at(make.AFTER):
            page = client.get(contest.get_absolute_url()).content.decode()
        assert (told in page) is goes_on
    client.logout()
    with clock.frozen_at(make.AFTER):
        assert told not in client.get(contest.get_absolute_url()).content.decode()


def test_one_of_every_unit() -> None:
    contest, people = two_parts(top=1, per="unit")
    promote_entrants(final_of(contest), now=make.AFTER)
    assert admitted(contest) == {people[0].pk, people[2].pk, people[4].pk}


def test_everybody_of_the_best_units_those_who_register_later_too() -> None:
    contest, people = two_parts(standing="tap-the", top=1)
    assert promote_due(make.AFTER) == 2
    assert admitted(contest) == {people[0].pk, people[1].pk}
    late = story.join(contest, "Người Đến Sau", people[0].contest_unit)
    assert promote_due(make.AFTER) == 1
    assert late.pk in admitted(contest)
    assert promote_due(make.AFTER) == 0


def test_not_before_the_standing_is_settled() -> None:
    contest, _people = two_parts()
    with pytest.raises(CannotPromote, match="chưa chốt"):
        promote_entrants(final_of(contest), now=make.NOW)
    assert promote_due(make.NOW) == 0


def test_equals_on_the_last_place_wait_for_minutes() -> None:
    contest, people = two_parts(top=1)
    from hoithi.quiz.models import Result

    Result.objects.filter(entrant__in=people[:2]).update(elapsed_ms=60_000, correct=5, submitted_no=1)
    with pytest.raises(CannotPromote, match="ranh giới"):
        promote_entrants(final_of(contest), now=make.AFTER)
    assert promote_due(make.AFTER) == 0
    standing = contest.standings.get(key="ca-nhan")
    decide_tie(standing, place=1, subjects=[people[1].pk, people[0].pk], reason="Bốc thăm", now=make.AFTER)
    promote_entrants(final_of(contest), now=make.AFTER)
    assert admitted(contest) == {people[1].pk}


def test_a_decision_chooses_among_the_candidates_and_no_more_than_the_plan_allows() -> None:
    contest, people = two_parts(by="decision")
    part, paper = final_of(contest), make.paper(contest, "Quyết định chọn")
    assert promote_due(make.AFTER) == 0, "never by itself"
    with pytest.raises(CannotPromote, match="theo quyết định"):
        promote_entrants(part, now=make.AFTER)
    with pytest.raises(CannotPromote, match="nhiều hơn 2 suất"):
        promote_entrants(part, now=make.AFTER, document=paper, chosen=[one.pk for one in people[:3]])
    with pytest.raises(CannotPromote, match="không thuộc diện"):
        promote_entrants(part, now=make.AFTER, document=paper, chosen=[people[4].pk])
    promote_entrants(part, now=make.AFTER, document=paper, chosen=[people[0].pk, people[3].pk])
    assert admitted(contest) == {people[0].pk, people[3].pk}
    promote_entrants(part, now=make.AFTER, document=paper, chosen=[people[1].pk])
    assert admitted(contest) == {people[1].pk}, "a new choice before the opening replaces the old one"
    promote_entrants(part, now=LATER, document=paper, chosen=[people[2].pk])
    assert admitted(contest) == {people[1].pk, people[2].pk}, "afterwards nobody is taken out"


def test_the_proposal_names_who_is_next() -> None:
    contest, people = two_parts()
    found = proposal(final_of(contest))
    assert found is not None
    assert [one.within for one in found.candidates] == [True, True, False, False]
    assert [one.subject for one in found.candidates] == [one.pk for one in people[:4]]


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_look_and_who_may_choose(role: str, client: Client) -> None:
    contest, people = two_parts(by="decision")
    world = World(contest, list(contest.units.all()), client)
    world.sign_in(role)
    denied = 302 if role == "anonymous" else 404 if role == "contestant" else 403
    assert world.get(PAGE, now=make.AFTER).status_code == (
        200 if role in ("secretary", "organiser", "leader") else denied
    )
    chosen = MINUTES | {"chon": [str(people[0].pk)]}
    answer = world.post(PAGE, chosen, now=make.AFTER)
    assert answer.status_code == (302 if role in ("secretary", "anonymous") else 404 if role == "contestant" else 403)
    assert bool(admitted(contest)) is (role == "secretary")


def test_the_page_from_waiting_to_chosen(client: Client) -> None:
    contest, people = two_parts()
    world = World(contest, list(contest.units.all()), client)
    world.sign_in("secretary")
    assert "chưa chốt nên chưa chọn được" in text_of(world.get(PAGE, now=make.NOW))
    page = text_of(world.get(PAGE, now=make.AFTER))
    assert "Người Số 0" in page
    assert "Dự bị" in page
    assert "Chọn người vào Chung kết" in text_of(world.get(DESK, now=make.AFTER))
    assert "2 người đã được vào" in text_of(world.post(PAGE, now=make.AFTER, follow=True))
    assert admitted(contest) == {people[0].pk, people[1].pk}
    assert world.get(PAGE.replace("chung-ket", "trac-nghiem"), now=make.AFTER).status_code == 404
