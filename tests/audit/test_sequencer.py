"""Several sequencers and writers at once: every event is chained exactly once, in one unbroken chain."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from hoithi.audit import registry
from hoithi.audit.models import AuditEvent
from hoithi.audit.operations import record, seal_batches
from hoithi.audit.queries import verify_chain
from hoithi.audit.tasks import seal_audit
from hoithi.core import clock, periodic

ACTION = "test:thing:done"


@pytest.fixture(autouse=True)
def _vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_actions", {ACTION: "đã làm {target}"})


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Run the works in threads with connections of their own; what went wrong in any of them."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(10)
            work()
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def write() -> None:
    for index in range(60):
        record(ACTION, now=clock.now(), contest_key="ab"[index % 2], target=str(index))


def seal() -> None:
    for _ in range(30):
        seal_batches(clock.now())


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_writers_and_sequencers_do_not_hurt_each_other() -> None:
    assert at_once(write, write, seal, seal, seal) == []
    seal_batches(clock.now())
    verdict = verify_chain()
    assert (verdict.ok, verdict.events, verdict.unsealed) == (True, 120, 0)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_the_log_survives_the_emptying_of_a_test_database() -> None:
    """And its locks are back afterwards."""
    from hoithi.audit.triggers import missing_triggers

    record(ACTION, now=clock.now())
    assert missing_triggers(connection) == []


@pytest.mark.django_db
def test_the_periodic_job_seals() -> None:
    assert seal_audit in [found.job for found in periodic.jobs()]
    record(ACTION, now=clock.now())
    seal_audit()
    assert not AuditEvent.objects.filter(batch=None).exists()
