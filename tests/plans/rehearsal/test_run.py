"""A rehearsal bypasses no operation: attempts, results, receipts and audit events agree, and a seed decides all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from hoithi.audit.models import AuditEvent
from hoithi.audit.queries import verify_chain
from hoithi.awards.models import Award
from hoithi.contests.models import Entrant, StandingRow
from hoithi.contests.registry import registry
from hoithi.plans.files import load_plan
from hoithi.plans.rehearsal.result import count_attempts, result_json
from hoithi.plans.rehearsal.run import CannotRehearse, Rehearsed, rehearse
from hoithi.quiz.models import Attempt, Question, Result, Review
from hoithi.quiz.queries.attempt_receipt import is_genuine
from hoithi.verify import verify_file

pytestmark = pytest.mark.django_db
PLANS = Path(settings.BASE_DIR) / "plans"
PEOPLE = 120


@pytest.fixture
def done(db: None) -> Rehearsed:
    return rehearse(load_plan(PLANS / "soc-son-2024.toml"), people=PEOPLE, seed=7)


def events(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


def test_every_write_went_through_its_operation(done: Rehearsed) -> None:
    attempts = list(Attempt.objects.select_related("part__contest", "entrant"))
    assert Entrant.objects.count() == PEOPLE == events("contests:entrant:registered")
    assert len(attempts) == count_attempts(done.contest) == events("quiz:attempt:started")
    ended = events("quiz:attempt:submitted") + events("quiz:attempt:expired")
    assert ended == len(attempts)
    assert all(attempt.ended_at and attempt.receipt_signature and is_genuine(attempt) for attempt in attempts)
    assert Result.objects.count() == len({attempt.entrant_id for attempt in attempts}) == PEOPLE
    assert StandingRow.objects.filter(standing__key="ca-nhan").count() == PEOPLE
    assert Question.objects.filter(state=Question.APPROVED).count() == Review.objects.filter(approved=True).count()
    chain = verify_chain()
    assert chain.ok
    assert not AuditEvent.objects.filter(batch=None).exists()


def test_it_ends_with_every_prize_of_the_plan_and_a_seal_that_checks(done: Rehearsed) -> None:
    plan = done.contest.plan
    awards = list(Award.objects.select_related("prize"))
    assert len(awards) == sum(prize.quantity for prize in plan.prizes) == 16
    assert sum(award.cash or 0 for award in awards) == done.allocation.cash == 15_350_000
    checked = verify_file(done.sealed.envelope)
    assert checked["ok"], checked["differences"]
    names = set(Entrant.objects.values_list("display_name", flat=True))
    assert not any(name in done.sealed.envelope for name in names)


def test_the_result_has_the_shape_others_read(done: Rehearsed) -> None:
    data = json.loads(json.dumps(result_json(done, attempts=count_attempts(done.contest), seconds=1.0)))
    assert {"slug", "people", "attempts", "standings", "awards", "ties", "seconds"} <= set(data)
    assert set(data["standings"]) == {"ca-nhan", "tap-the"}
    first = data["standings"]["ca-nhan"][0]
    assert {"place", "subject", "unit", "keys", "because"} <= set(first)
    assert first["place"] == 1
    assert next(award["cash"] for award in data["awards"] if award["standing"] == "ca-nhan") == 1_500_000
    arrivals = [row["keys"]["submitted"] for row in data["standings"]["ca-nhan"]]
    assert sorted(arrivals) == list(range(1, len(arrivals) + 1)), "order numbers, not moments"
    unit = data["standings"]["tap-the"][0]
    assert 1 < unit["keys"]["mean_s"] < 20 * 60, "seconds, as the key says"
    assert "(hạng " in unit["because"]
    for tie in data["ties"]:
        assert {"standing", "place", "subjects", "prizes"} <= set(tie)


def test_kinds_that_are_not_built_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = replace(registry.kinds["scorecard"], rehearsal=None)
    monkeypatch.setitem(registry.kinds, "scorecard", kind)
    with pytest.raises(CannotRehearse, match="sắp có"):
        rehearse(load_plan(PLANS / "chau-thanh-a-2021.toml"), people=3, seed=1)
