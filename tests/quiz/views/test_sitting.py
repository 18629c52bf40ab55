"""The sitting over HTTP, as docs/developer/sitting-protocol.md says it."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import Entrant, Part
from hoithi.core import clock
from hoithi.quiz.models import Answer, Attempt
from hoithi.quiz.operations.attempt_save import paper_of
from hoithi.quiz.operations.attempt_start import start_attempt
from hoithi.quiz.tokens import issue_token
from tests.quiz import factories as make
from tests.quiz.factories import MINUTE, NOW, letters

TICK = timedelta(milliseconds=1)


@pytest.fixture
def owner(entrant: Entrant, client: Client) -> Client:
    assert entrant.person is not None
    client.force_login(entrant.person.user)
    return client


@pytest.fixture
def attempt(entrant: Entrant, part: Part) -> Attempt:
    return start_attempt(entrant, part, now=NOW)


def post(client: Client, attempt: Attempt, what: str, body: Any, *, at: datetime, token: str | None = None) -> Any:
    with clock.frozen_at(at):
        return client.post(
            f"/bai-thi/{attempt.code}/{what}/",
            body if isinstance(body, bytes) else json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Attempt {issue_token(attempt) if token is None else token}"},
        )


def batch(attempt: Attempt, right: int, epoch: int = 1) -> dict[str, Any]:
    paper = paper_of(attempt.code, attempt.pk)
    answers = [{"pos": n, "seq": n, "choice": [key]} for n, key in enumerate(letters(paper, right), 1)]
    return {"epoch": epoch, "answers": answers}


def get(client: Client, path: str, at: datetime = NOW) -> Any:
    with clock.frozen_at(at):
        return client.get(path)


def test_a_person_starts_saves_submits_and_holds_a_receipt(owner: Client, part: Part) -> None:
    address = f"/cuoc-thi/{part.contest.slug}/{part.key}/vao-thi/"
    assert "Bắt đầu làm bài" in get(owner, address).content.decode()
    with clock.frozen_at(NOW):
        started = owner.post(address)
    attempt = Attempt.objects.get()
    assert (started.status_code, started["Location"]) == (302, f"/bai-thi/{attempt.code}/")

    page = get(owner, started["Location"], NOW + MINUTE)
    attempt.refresh_from_db()
    assert (page.status_code, attempt.epoch) == (200, 2)
    assert "no-store" in page["Cache-Control"]
    assert page.context["attempt"]["epoch"] == 2
    assert len(page.context["questions"]) == 5

    anonymous = Client()
    saved = post(anonymous, attempt, "luu", batch(attempt, 5, epoch=2), at=NOW + 2 * MINUTE)
    assert saved.json() == {
        "saved": [1, 2, 3, 4, 5],
        "count": 5,
        "server_time": "2024-06-10T09:02:00.000+07:00",
        "deadline": "2024-06-10T09:10:00.000+07:00",
    }
    handed = post(anonymous, attempt, "nop", batch(attempt, 5, epoch=2), at=NOW + 3 * MINUTE)
    assert handed.json() == {"receipt": f"/phieu/{attempt.code}/"}
    receipt = get(owner, handed.json()["receipt"], NOW + 4 * MINUTE)
    assert receipt.status_code == 200
    assert "5/5" in receipt.content.decode()
    assert "<svg" in receipt.content.decode()


def test_saving_tells_what_the_server_holds_and_stores_it(attempt: Attempt, client: Client) -> None:
    body = {"epoch": 1, "answers": [{"pos": 1, "seq": 1, "choice": ["B"]}, {"pos": 4, "seq": 2, "choice": []}]}
    answer = post(client, attempt, "luu", body, at=NOW + MINUTE)
    assert (answer.status_code, answer.json()["saved"], answer.json()["count"]) == (200, [1, 4], 1)
    assert dict(Answer.objects.values_list("pos", "seq")) == {1: 1, 4: 2}


def test_an_older_device_is_told_so(attempt: Attempt, owner: Client) -> None:
    get(owner, f"/bai-thi/{attempt.code}/")
    for what in ("luu", "nop"):
        answer = post(owner, attempt, what, batch(attempt, 5), at=NOW + MINUTE)
        assert (answer.status_code, answer.json()["error"]) == (409, "superseded")
    assert not Answer.objects.exists()


def test_a_late_save_is_led_to_the_receipt(attempt: Attempt, client: Client) -> None:
    answer = post(client, attempt, "luu", batch(attempt, 5), at=attempt.deadline_at)
    assert (answer.status_code, answer.json()["error"]) == (409, "closed")
    assert answer.json()["receipt"] == f"/phieu/{attempt.code}/"
    assert not Answer.objects.exists()


def test_handing_in_late_or_twice_answers_with_the_receipt(attempt: Attempt, owner: Client) -> None:
    late = post(owner, attempt, "nop", batch(attempt, 5), at=attempt.deadline_at)
    again = post(owner, attempt, "nop", batch(attempt, 5), at=attempt.deadline_at + MINUTE)
    assert late.json() == again.json() == {"receipt": f"/phieu/{attempt.code}/"}
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.correct) == ("expired", 0)
    assert "Hết giờ lúc 09:10:00 ngày 10/6/2024" in get(owner, f"/phieu/{attempt.code}/").content.decode()


def test_resuming_issues_a_new_epoch(attempt: Attempt, client: Client) -> None:
    answer = post(client, attempt, "tiep-tuc", {}, at=NOW + MINUTE)
    assert answer.json() == {"url": f"/bai-thi/{attempt.code}/"}
    attempt.refresh_from_db()
    assert attempt.epoch == 2
    closed = post(client, attempt, "tiep-tuc", {}, at=attempt.deadline_at)
    assert (closed.status_code, closed.json()["error"]) == (409, "closed")


@pytest.mark.parametrize("what", ["luu", "nop", "tiep-tuc"])
def test_a_forged_token_is_refused(attempt: Attempt, part: Part, client: Client, what: str) -> None:
    other = start_attempt(make.entrant(part.contest), part, now=NOW)
    genuine = issue_token(attempt)
    for token in ("", "x", genuine[:-1] + ("a" if genuine[-1] != "a" else "b"), issue_token(other)):
        answer = post(client, attempt, what, batch(attempt, 5), at=NOW + MINUTE, token=token)
        assert (answer.status_code, answer.json()["error"]) == (403, "forged")
        assert answer.json()["message"]
    expired = post(client, attempt, what, batch(attempt, 5), at=attempt.deadline_at + timedelta(hours=2))
    assert expired.status_code == 403
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"{",
        b"[" * 5000,
        b"\xff",
        {"epoch": 1},
        {"epoch": "1", "answers": []},
        {"epoch": 1, "answers": [{"pos": 1, "seq": 1, "choice": "B"}]},
        {"epoch": 1, "answers": [{"pos": 1, "seq": 1, "choice": ["AB"]}]},
        {"epoch": 1, "answers": [{"pos": 1, "seq": 1, "choice": ["A", "B"]}]},
        {"epoch": 1, "answers": [{"pos": 99, "seq": 1, "choice": ["A"]}]},
        {"epoch": 1, "answers": [{"pos": 1, "seq": 2**63, "choice": ["A"]}]},
        {"epoch": 1, "answers": [{"pos": 1, "seq": 1.5, "choice": ["A"]}]},
        {"epoch": 2**40, "answers": []},
    ],
)
def test_what_is_not_the_protocol_is_refused_in_a_sentence(attempt: Attempt, client: Client, body: Any) -> None:
    for what in ("luu", "nop"):
        answer = post(client, attempt, what, body, at=NOW + MINUTE)
        assert (answer.status_code, answer.json()["error"]) == (400, "malformed")
    attempt.refresh_from_db()
    assert attempt.ended_at is None
    assert not Answer.objects.exists()


def test_too_many_saves_of_one_attempt_wait_and_other_attempts_do_not(
    attempt: Attempt, part: Part, client: Client
) -> None:
    other = start_attempt(make.entrant(part.contest), part, now=NOW)
    body = {"epoch": 1, "answers": []}
    statuses = {post(client, attempt, "luu", body, at=NOW + MINUTE).status_code for _ in range(121)}
    assert statuses == {200, 429}
    assert post(client, attempt, "luu", body, at=NOW + MINUTE)["Retry-After"] == "10"
    assert post(client, other, "luu", body, at=NOW + MINUTE).status_code == 200


def test_without_scripts_a_form_saves_and_hands_in(attempt: Attempt, owner: Client) -> None:
    page = get(owner, f"/bai-thi/{attempt.code}/")
    fields = {"token": page.context["token"], "epoch": page.context["attempt"]["epoch"]}
    paper = paper_of(attempt.code, attempt.pk)
    fields |= {f"cau-{n}": key for n, key in enumerate(letters(paper, 2), 1)}
    with clock.frozen_at(NOW + MINUTE):
        saved = owner.post(f"/bai-thi/{attempt.code}/luu/", fields)
    assert (saved.status_code, saved["Location"]) == (303, f"/bai-thi/{attempt.code}/")
    assert Answer.objects.count() == 5

    page = get(owner, saved["Location"], NOW + MINUTE)
    assert [question["chosen"] for question in page.context["questions"]] == [[key] for key in letters(paper, 2)]
    del fields["cau-1"]
    fields["epoch"] = page.context["attempt"]["epoch"]
    with clock.frozen_at(NOW + 2 * MINUTE):
        handed = owner.post(f"/bai-thi/{attempt.code}/nop/", fields)
    assert (handed.status_code, handed["Location"]) == (303, f"/phieu/{attempt.code}/")
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.correct) == ("submitted", 1)


def test_a_forged_form_is_refused_with_a_page(attempt: Attempt, client: Client) -> None:
    answer = client.post(f"/bai-thi/{attempt.code}/nop/", {"token": "x", "epoch": 1})
    assert answer.status_code == 403
    assert "Thẻ làm bài không đúng" in answer.content.decode()


def test_a_missing_prediction_loses_no_answer(db: None, client: Client) -> None:
    asked = {"question": "Có bao nhiêu người dự thi?", "truth": "people", "required": True}
    part = make.contest(prediction=asked).parts.select_related("contest").get()
    make.frozen(part)
    attempt = start_attempt(make.entrant(part.contest), part, now=NOW)
    answer = post(client, attempt, "nop", batch(attempt, 5), at=NOW + MINUTE)
    assert answer.status_code == 400
    assert "Bạn chưa trả lời câu dự đoán" in answer.json()["message"]
    assert Answer.objects.count() == 5
    handed = post(client, attempt, "nop", batch(attempt, 5) | {"prediction": 7900}, at=NOW + MINUTE)
    assert handed.status_code == 200
    attempt.refresh_from_db()
    assert (attempt.prediction, attempt.correct) == (7900, 5)


def test_the_paper_never_carries_a_key(owner: Client, part: Part, attempt: Attempt) -> None:
    """Neither the words of the key nor anything that differs between right and wrong options leaves the server."""
    texts = []
    page = get(owner, f"/bai-thi/{attempt.code}/")
    texts.append(page.content.decode())
    texts.append(post(owner, attempt, "luu", batch(attempt, 3, epoch=2), at=NOW + MINUTE).content.decode())
    texts.append(post(owner, attempt, "nop", batch(attempt, 3, epoch=2), at=NOW + MINUTE).content.decode())
    texts.append(get(owner, f"/phieu/{attempt.code}/", NOW + 2 * MINUTE).content.decode())
    for text in texts:
        for word in ("correct", "Giải thích", "Văn bản của", "explanation", "citation", "answer_key"):
            assert word not in text
    for question in page.context["questions"]:
        assert len({_shape(texts[0], question["pos"], option) for option in question["options"]}) == 1


def _shape(html: str, pos: int, option: dict[str, str]) -> str:
    """The markup of one option without its letter and its words: the same for right and wrong."""
    labels = re.findall(r"<label.*?</label>", html, re.DOTALL)
    own = [label for label in labels if f'"cau-{pos}"' in label and f'value="{option["key"]}"' in label]
    assert len(own) == 1
    return " ".join(own[0].replace(option["text"], "").replace(f">{option['key']}<", "").split()).replace(
        f'value="{option["key"]}"', ""
    )


def test_somebody_elses_attempt_does_not_exist(attempt: Attempt, part: Part, client: Client) -> None:
    stranger = make.entrant(part.contest)
    assert stranger.person is not None
    client.force_login(stranger.person.user)
    for address in (f"/bai-thi/{attempt.code}/", f"/phieu/{attempt.code}/"):
        assert get(client, address).status_code == 404
    attempt.refresh_from_db()
    assert attempt.epoch == 1


def test_a_visitor_is_asked_to_sign_in(attempt: Attempt, client: Client) -> None:
    answer = get(client, f"/bai-thi/{attempt.code}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/dang-nhap/?next=/bai-thi/{attempt.code}/")


def test_an_ended_attempt_leads_to_its_receipt_and_an_open_receipt_to_the_paper(
    attempt: Attempt, owner: Client
) -> None:
    open_one = get(owner, f"/phieu/{attempt.code}/")
    assert open_one["Location"] == f"/bai-thi/{attempt.code}/"
    ended = get(owner, f"/bai-thi/{attempt.code}/", attempt.deadline_at)
    assert ended["Location"] == f"/phieu/{attempt.code}/"
    attempt.refresh_from_db()
    assert attempt.ended_by == "expired"


@pytest.mark.parametrize("what", ["luu", "nop", "tiep-tuc"])
def test_the_calls_take_posts_only(attempt: Attempt, client: Client, what: str) -> None:
    assert client.get(f"/bai-thi/{attempt.code}/{what}/").status_code == 405
