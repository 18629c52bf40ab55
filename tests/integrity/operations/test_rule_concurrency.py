"""Two people decide about one case at the same moment: one wins, the other is told; the result is one ruling's."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from hoithi.core.errors import Refusal
from hoithi.integrity.errors import AlreadyRuled, CaseMoved
from hoithi.integrity.models import Ruling
from hoithi.integrity.operations.rule import make_ruling, reverse_ruling
from hoithi.integrity.operations.scan import ask_scan, run_scan
from hoithi.quiz.models import Attempt, Result
from tests.contests import factories as make
from tests.integrity import factories as own

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each came to: its value, or the refusal it met."""
    ready = threading.Barrier(len(works))
    found: list[object] = [None] * len(works)

    def run(at: int, work: Callable[[], object]) -> None:
        try:
            ready.wait(10)
            found[at] = work()
        except Refusal as refusal:
            found[at] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at, work)) for at, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_two_deciders_at_once() -> None:
    contest, people, now = own.closed_contest()
    deciders = [make.holder_of(role, contest) for role in ("secretary", "organiser")]
    for at in range(3):
        case = own.case(contest, people[at])
        subject = case.subjects.get()
        rule = partial(make_ruling, subject, reason="Trùng bài", version=case.version, now=now)
        verdicts = (Ruling.VOID, Ruling.DISQUALIFY)
        outcome = at_once(*(partial(rule, one, by=by) for by, one in zip(deciders, verdicts, strict=True)))
        assert sum(isinstance(one, Ruling) for one in outcome) == 1
        assert sum(isinstance(one, AlreadyRuled | CaseMoved) for one in outcome) == 1
        assert Ruling.objects.filter(subject=subject).count() == 1
        assert Attempt.objects.get(entrant=people[at]).ended_by == Attempt.VOIDED
        assert not Result.objects.filter(entrant=people[at]).exists()


def test_two_who_take_it_back_at_once_and_two_looks_at_once() -> None:
    contest, people, now = own.closed_contest()
    secretary = make.holder_of("secretary", contest)
    assert secretary is not None
    case = own.case(contest, people[0])
    ruling = make_ruling(
        case.subjects.get(), Ruling.VOID, reason="Trùng bài", version=case.version, now=now, by=secretary
    )
    outcome = at_once(*[lambda: reverse_ruling(ruling, reason="Nhầm", now=now, by=secretary)] * 2)
    assert all(isinstance(one, Ruling) for one in outcome)
    assert Result.objects.get(entrant=people[0]).attempt == own.attempt_of(people[0])
    scan = ask_scan(contest.parts.get(), now=now)
    at_once(*[lambda: run_scan(scan, now=now)] * 2)
    scan.refresh_from_db()
    assert scan.complete
