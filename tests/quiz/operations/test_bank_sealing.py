"""A bank becomes secret or published as the plan says: on somebody's word, in the log, and never after the freeze."""

from __future__ import annotations

import pytest
from django.test import Client

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest
from hoithi.core import clock
from hoithi.quiz.models import Bank
from hoithi.quiz.operations.bank import follow_plan
from hoithi.quiz.operations.bank_errors import BankFrozen, BankNotFound
from hoithi.quiz.queries.bank_study import study_topics
from tests.quiz import banks
from tests.quiz import factories as make


@pytest.fixture
def contest(db: None) -> Contest:
    """The plan publishes the study bank; its row was made secret before."""
    contest = banks.contest()
    banks.approved(contest, bank="on-tap")
    Bank.objects.filter(key="on-tap").update(sealed=True)
    return contest


def test_a_plan_alone_publishes_nothing(contest: Contest) -> None:
    assert study_topics(contest) == []
    follow_plan(contest, "on-tap", now=banks.NOW, by=None)
    assert len(study_topics(contest)) == 1
    follow_plan(contest, "on-tap", now=banks.NOW, by=None)
    assert AuditEvent.objects.filter(action="quiz:bank:unsealed").count() == 1


def test_it_is_asked_once_and_said(contest: Contest) -> None:
    client = Client()
    client.force_login(banks.reviewer(contest))
    base = f"/cuoc-thi/{contest.slug}/ngan-hang/"
    with clock.frozen_at(banks.NOW):
        assert "hiện vẫn là ngân hàng mật" in client.get(base).content.decode()
        assert "Công bố “Bộ câu hỏi ôn tập” để ôn tập?" in client.get(f"{base}bo/on-tap/mat/").content.decode()
        page = client.post(f"{base}bo/on-tap/mat/", follow=True).content.decode()
        assert client.get(f"{base}bo/khong-co/mat/").status_code == 404
    assert "nay được công bố để ôn tập" in page
    assert "Chuyển theo kế hoạch" not in page


def test_a_published_bank_can_become_secret_again(contest: Contest) -> None:
    banks.written(contest)
    Bank.objects.filter(key="de-thi").update(sealed=False)
    assert follow_plan(contest, "de-thi", now=banks.NOW, by=None).sealed
    assert AuditEvent.objects.filter(action="quiz:bank:sealed").exists()


@pytest.mark.django_db
def test_what_is_frozen_stays() -> None:
    part = make.contest().parts.select_related("contest").get()
    frozen = make.frozen(part)
    Bank.objects.filter(pk=frozen.bank_id).update(sealed=False)
    with pytest.raises(BankFrozen, match="đã được niêm phong"):
        follow_plan(part.contest, frozen.bank.key, now=banks.NOW, by=None)
    with pytest.raises(BankNotFound):
        follow_plan(part.contest, "khong-co", now=banks.NOW, by=None)


@pytest.mark.parametrize("role", banks.ROLES)
def test_roles(role: str, contest: Contest, client: Client) -> None:
    if user := banks.holder_of(contest, role):
        client.force_login(user)
    with clock.frozen_at(banks.NOW):
        answer = client.post(f"/cuoc-thi/{contest.slug}/ngan-hang/bo/on-tap/mat/").status_code
    assert answer == {"reviewers": 302, "anonymous": 302, "contestant": 404}.get(role, 403)
    assert Bank.objects.get(key="on-tap").sealed is (role != "reviewers")
