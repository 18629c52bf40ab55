"""Nothing is shown before its time, and what was signed stays genuine."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.awards.operations import seal_result
from hoithi.contests.models import Contest
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.operations.opening import freeze_part
from hoithi.quiz.models import Attempt, Bank, Result
from hoithi.quiz.operations.attempt_finish import finish_locked
from hoithi.quiz.operations.freeze import reveal_part
from hoithi.quiz.queries.attempt_receipt import find_ended, is_genuine
from tests.awards.story import contest_with_units, ended, join, sit
from tests.contests import factories as make
from tests.quiz import factories as quiz

pytestmark = pytest.mark.django_db
FILE = "/cuoc-thi/hoi-thi-thu/ket-qua/niem-phong.json"


def test_a_sealed_file_with_a_hidden_standing_waits_for_publication(client: Any) -> None:
    data = make.definition()
    data["standing"][1] |= {"show": "hidden"}
    contest, (unit,) = contest_with_units("Phòng Một", standing=data["standing"])
    sit(join(contest, "Người A", unit), right=3, seconds=60)
    seal_result(contest, now=ended(contest))
    assert client.get(FILE).status_code == 404
    assert "niem-phong.json" not in client.get("/cuoc-thi/hoi-thi-thu/ket-qua/").content.decode()
    client.force_login(make.holder_of("secretary", contest))
    assert client.get(FILE).status_code == 200
    client.logout()
    Contest.objects.update(results_published_at=make.AFTER)
    assert client.get(FILE).status_code == 200


def test_questions_of_a_round_stay_hidden_while_a_later_round_will_draw_from_the_same_bank() -> None:
    data = make.definition(standing=[], prize=[])
    data["part"][0] |= {
        "opens": make.OPENS,
        "closes": None,
        "series": {"count": 2, "step_minutes": 7 * 24 * 60, "length_minutes": 6 * 24 * 60, "title": "Tuần {n}"},
    }
    contest = define_contest(make.Plan.model_validate(data), now=make.BEFORE).contest
    make.units(contest, "Phòng Một")
    bank = Bank.objects.create(contest=contest, key="de-thi", title="Đề thi", sealed=True)
    for number in range(8):
        quiz.question(bank, f"C{number}")
    first, second = contest.parts.all()
    freeze_part(first, now=make.BEFORE)  # the second round is frozen only when it opens
    from hoithi.quiz.operations.attempt_start import start_attempt
    from hoithi.quiz.operations.attempt_submit import submit_attempt

    attempt = start_attempt(join(contest, "Người A"), first, now=make.OPENS)
    submit_attempt(attempt.code, [], epoch=1, now=make.OPENS)
    assert first.closes is not None
    assert second.closes is not None
    assert [entry["questions"] for entry in reveal_part(first, now=first.closes)] == [[]]
    settled = second.closes + timedelta(minutes=1)
    assert len(reveal_part(first, now=settled)[0]["questions"]) == 5


def test_a_receipt_stays_genuine_when_showing_totals_is_amended() -> None:
    contest, (unit,) = contest_with_units("Phòng Một")
    sit(join(contest, "Người A", unit), right=3, seconds=60)
    attempt = Attempt.objects.get()
    data = make.definition()
    data["part"][0]["quiz"] |= {"show_score": "after_close"}
    paper = make.paper(contest, "Quyết định về hiện điểm")
    define_contest(make.Plan.model_validate(data), now=make.NOW, document=paper)
    found = find_ended(attempt.code)
    assert found is not None
    assert is_genuine(found)
    found.correct = 5
    assert not is_genuine(found)  # a total nobody signed


def test_the_best_attempt_is_the_one_with_most_points_where_choices_are_marked_in_parts() -> None:
    data = make.definition()
    data["part"][0]["quiz"] |= {"multiple": "partial"}
    contest, (unit,) = contest_with_units("Phòng Một", part=data["part"])
    entrant = join(contest, "Người A", unit)
    sit(entrant, right=2, seconds=60)
    sit(entrant, right=2, seconds=90, at=make.NOW.replace(hour=10))
    slower = Attempt.objects.get(n=2)
    Attempt.objects.filter(n=2).update(score="5/2")
    first = Attempt.objects.select_related("part__contest", "entrant__group", "frozen_bank").get(n=1)
    finish_locked(first, received_at=first.received_at)
    result = Result.objects.get()
    assert (result.attempt_id, result.correct) == (slower.pk, 2)
