"""What everybody reads beside the results: how many measures, on what grounds, nobody's name."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from hoithi.awards.operations import propose_awards, seal_result
from hoithi.awards.sealing import sealed_body
from hoithi.contests.models import Contest, Part, SealedResult
from hoithi.core import clock
from hoithi.integrity.models import CaseSubject, Ruling
from hoithi.integrity.operations.rule import make_ruling, reverse_ruling
from hoithi.quiz.models import Attempt
from hoithi.verify import verify_file
from tests.awards import rounds, story
from tests.contests import factories as make
from tests.integrity import factories as own

pytestmark = pytest.mark.django_db
PAGE = "/cuoc-thi/hoi-thi-thu/ket-qua/"


def test_measures_are_counted_beside_published_results(client: Client) -> None:
    contest, people, now = own.closed_contest()
    secretary = make.holder_of("secretary", contest)
    found = own.case(contest, people[2], people[3])
    other = own.case(contest, people[1], kind="device")
    made = []
    for one, verdict in ((found, Ruling.VOID), (found, Ruling.WARNING), (other, Ruling.DISQUALIFY)):
        one.refresh_from_db()
        subject = one.subjects.filter(rulings=None).first()
        assert subject is not None
        made.append(make_ruling(subject, verdict, reason="Trao đổi bài", version=one.version, now=now, by=secretary))
    propose_awards(contest, now=now)

    def page() -> str:
        with clock.frozen_at(now):
            return " ".join(client.get(PAGE).content.decode().split())

    assert "Ban Tổ chức đã xem xét" not in page(), "not before publication"
    Contest.objects.update(results_published_at=now)
    shown = page()
    assert "1 lượt thi không được tính, 1 người bị loại khỏi cuộc thi." in shown
    assert "Lý do: " in shown
    assert "Trùng câu sai (1)" in shown
    assert "Nhiều tài khoản trên một máy (1)" in shown
    assert "Trao đổi bài" not in shown
    for ruling in made:
        reverse_ruling(ruling, reason="Khiếu nại đúng", now=now, by=secretary)
    assert "Ban Tổ chức đã xem xét" not in page()


def test_the_sealed_file_counts_measures_and_names_nobody() -> None:
    contest, people, now = own.closed_contest()
    secretary = make.holder_of("secretary", contest)
    assert secretary is not None
    assert "rulings" not in sealed_body(contest, now=now)
    found = own.case(contest, people[3], kind="device")
    subject = found.subjects.get()
    make_ruling(subject, Ruling.VOID, reason="Làm hộ người khác", version=found.version, now=now, by=secretary)
    body = sealed_body(contest, now=now)
    assert body["rulings"] == [{"verdict": "void", "ground": "device", "n": 1}]
    written = json.dumps(body, ensure_ascii=False)
    assert not any(word in written for word in (people[3].display_name, people[3].code, "Làm hộ"))
    seal_result(contest, now=now)
    envelope = json.loads(SealedResult.objects.get().envelope)
    assert verify_file(json.dumps(envelope))["ok"]


def test_a_round_counts_its_own_measures_only(client: Client) -> None:
    contest, (first, second, _third), units = rounds.weekly()
    people = [story.join(contest, name, units[0]) for name in own.NAMES[:2]]
    for part in (first, second):
        for at, one in enumerate(people):
            rounds.sit(one, part, right=5 - at, seconds=60 + at)
    now = rounds.after(second)
    secretary = make.holder_of("secretary", contest)
    assert secretary is not None
    found = own.case(contest, part=first)
    attempt = Attempt.objects.get(part=first, entrant=people[1])
    subject = CaseSubject.objects.create(case=found, entrant=people[1], attempt=attempt, label="A")
    make_ruling(subject, Ruling.VOID, reason="Trùng bài", version=found.version, now=now, by=secretary)
    Part.objects.filter(pk__in=[first.pk, second.pk]).update(results_published_at=now)
    with clock.frozen_at(now):
        told = [client.get(f"{PAGE}vong/{part.key}/").content.decode() for part in (first, second)]
    assert ["1 lượt thi không được tính" in page for page in told] == [True, False]
    assert ["rulings" in sealed_body(contest, now=now, part=part) for part in (first, second)] == [True, False]
