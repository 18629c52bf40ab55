"""What everybody reads beside the results: how many measures, on what grounds, nobody's name."""

from __future__ import annotations

import pytest
from django.test import Client

from hoithi.awards.operations import propose_awards
from hoithi.contests.models import Contest
from hoithi.core import clock
from hoithi.integrity.models import Ruling
from hoithi.integrity.operations.rule import make_ruling, reverse_ruling
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
