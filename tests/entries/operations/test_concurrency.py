"""Two people at one quota or one draft at the same instant, on a database with row locks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hoithi.contests.models import Part
from hoithi.core.errors import Refusal
from hoithi.entries.models import Work
from hoithi.entries.operations.receipts import submit_with_receipt
from hoithi.entries.operations.reminders import RemindedAlready, remind_units
from hoithi.entries.operations.work import change_work, unit_entrant
from hoithi.entries.operations.work_errors import ChangedMeanwhile, QuotaFull
from hoithi.people.models import Letter
from tests.contests import factories as make
from tests.entries import factories as works

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
NOW, BASE = works.NOW, "https://vidu.example/bien-nhan/"
ROUNDS = 4


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Results of calls that start together, a refusal in place of a result."""
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


@pytest.fixture
def part(transactional_db: None) -> Part:
    return works.opened(None, *[f"Phòng {n}" for n in range(ROUNDS)])


def test_a_third_work_at_the_same_instant_as_the_second_is_refused(part: Part) -> None:
    for unit in part.contest.units.all():
        one, owner = works.coordinator(part, unit.name)
        other = make.holder_of("coordinator", part.contest, unit)
        assert other is not None
        works.submitted(part, one, owner)
        drafts = [works.draft(part, by, owner) for by in (one, other)]
        for work, by in zip(drafts, (one, other), strict=True):
            works.with_file(work, by)
        found = at_once(
            lambda w=drafts[0], by=one: submit_with_receipt(w, agreed=works.AGREED, now=NOW, by=by, check_base=BASE),
            lambda w=drafts[1], by=other: submit_with_receipt(w, agreed=works.AGREED, now=NOW, by=by, check_base=BASE),
        )
        assert sum(isinstance(result, QuotaFull) for result in found) == 1
        assert Work.objects.filter(entry__owner=owner, number__isnull=False).count() == 2
        refused = drafts[[isinstance(result, QuotaFull) for result in found].index(True)]
        assert not Letter.objects.filter(key__startswith=f"receipt:{refused.entry.code}:").exists()
    numbers = sorted(Work.objects.filter(number__isnull=False).values_list("number", flat=True))
    assert numbers == list(range(1, 2 * ROUNDS + 1))


def test_of_two_who_save_one_draft_one_is_told(part: Part) -> None:
    one, owner = works.coordinator(part, "Phòng 0")
    other = make.holder_of("coordinator", part.contest, part.contest.units.get(name="Phòng 0"))
    assert other is not None
    work = works.draft(part, one, owner)
    for n in range(1, ROUNDS + 1):
        work.refresh_from_db()
        seen, now = work.updated_at, NOW + timedelta(seconds=n)
        found = at_once(
            lambda seen=seen, now=now: change_work(work, works.written(title="Một"), now=now, by=one, seen=seen),
            lambda seen=seen, now=now: change_work(work, works.written(title="Hai"), now=now, by=other, seen=seen),
        )
        assert sum(isinstance(result, ChangedMeanwhile) for result in found) == 1
        assert work.authors.count() == 1


def test_a_unit_becomes_an_entrant_once(part: Part) -> None:
    unit = part.contest.units.get(name="Phòng 0")
    found = at_once(*[lambda: unit_entrant(part.contest, unit, now=NOW).pk] * 3)
    assert len(set(found)) == 1


def test_two_presses_at_once_remind_once(part: Part) -> None:
    for unit in part.contest.units.all():
        make.holder_of("coordinator", part.contest, unit)
    by = make.holder_of("secretary", part.contest)
    assert by is not None
    found = at_once(*[lambda: remind_units(part, now=NOW, by=by, link="")] * 2)
    assert sum(isinstance(result, RemindedAlready) for result in found) == 1
    assert Letter.objects.count() == ROUNDS
