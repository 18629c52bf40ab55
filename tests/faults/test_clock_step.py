"""The machine's clock is set while people sit: forward, back, far ahead by mistake; and phones with wrong clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from hoithi.contests.models import Part
from hoithi.core import clock
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_expire import GRACE, expire_due
from hoithi.quiz.tasks import expire_attempts
from tests.faults.sitting import Sitting, open_part
from tests.quiz import factories as make
from tests.quiz.factories import MINUTE
from tests.story.actors import Stage
from tests.story.contestant import Contestant

pytestmark = [pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


class Machine:
    """The machine's clock, which somebody sets: stands in for `datetime` where the product reads the time."""

    def __init__(self) -> None:
        self.wrong_by = timedelta(0)

    def now(self, zone: tzinfo) -> datetime:
        return datetime.now(zone) + self.wrong_by

    def step(self, by: timedelta) -> None:
        self.wrong_by += by


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    found = Machine()
    monkeypatch.setattr(clock, "datetime", found)
    return found


@pytest.fixture
def part(transactional_db: None) -> Iterator[Part]:
    cache.clear()
    yield open_part()
    cache.clear()


@pytest.fixture
def one(site: str, part: Part) -> Sitting:
    return Sitting(site, part, make.entrant(part.contest))


@pytest.mark.both
def test_forward_within_the_time_left_ends_nobody(machine: Machine, one: Sitting) -> None:
    assert one.save(1)[0] == 200
    machine.step(3 * MINUTE)
    expire_due(clock.now())
    assert one.stored().ended_at is None
    status, told = one.save(2)
    assert status == 200
    assert datetime.fromisoformat(told["deadline"]) == one.attempt.deadline_at.replace(
        microsecond=one.attempt.deadline_at.microsecond // 1000 * 1000
    )
    assert one.submit(1, 2, 3)[0] == 200
    assert (one.stored().ended_by, one.stored().correct) == (Attempt.SUBMITTED, 3)


@pytest.mark.both
@pytest.mark.parametrize("back", [5 * MINUTE, HOUR, 30 * 24 * HOUR], ids=["minutes", "an hour", "before the opening"])
def test_back_loses_nothing_and_takes_no_time_below_zero(machine: Machine, one: Sitting, back: timedelta) -> None:
    assert one.save(1)[0] == 200
    machine.step(-back)
    expire_due(clock.now())
    assert one.save(2)[0] == 200
    assert one.submit(1, 2, 3)[0] == 200
    found = one.stored()
    assert (found.ended_by, found.correct, found.elapsed_ms) == (Attempt.SUBMITTED, 3, 0)


@pytest.mark.both
def test_set_back_and_never_handed_in_still_ends(machine: Machine, one: Sitting) -> None:
    assert one.save(1)[0] == 200
    machine.step(-HOUR)
    assert expire_due(clock.now()) == 0
    machine.step(HOUR)
    assert expire_due(one.attempt.deadline_at + GRACE) == 1
    assert (one.stored().ended_by, one.stored().correct) == (Attempt.EXPIRED, 1)


@pytest.mark.both
def test_a_submit_after_the_clock_ran_ahead_by_mistake_still_counts(machine: Machine, one: Sitting) -> None:
    assert one.save(1)[0] == 200
    machine.step(HOUR)
    expire_due(clock.now())
    machine.step(-HOUR)
    assert one.submit(1, 2, 3)[0] == 200
    assert (one.stored().ended_by, one.stored().correct) == (Attempt.SUBMITTED, 3)


@pytest.mark.both
def test_a_clock_ahead_by_mistake_for_a_moment_ends_nobody_early(machine: Machine, one: Sitting) -> None:
    expire_attempts()
    assert one.save(1)[0] == 200
    machine.step(HOUR)
    assert expire_attempts() == 0
    machine.step(-HOUR)
    assert expire_attempts() == 0
    assert one.save(2)[0] == 200
    assert one.stored().ended_at is None


WRONG = """
(() => {
  const Right = Date;
  window.wrongBy = %d;
  window.Date = class extends Right {
    constructor(...given) { if (given.length) super(...given); else super(Right.now() + window.wrongBy); }
    static now() { return Right.now() + window.wrongBy; }
  };
})()
"""


@pytest.mark.browser
@pytest.mark.parametrize("hours", [7, -49])
def test_a_phone_whose_clock_is_wrong_by_hours(
    site: str, one: Sitting, open_page: Callable[..., Any], hours: int
) -> None:
    """The time left is the server's; setting the phone's clock in the middle changes nothing either."""
    phone = Contestant(Stage(site, open_page))
    client = Client()
    assert one.entrant.person is not None
    client.force_login(one.entrant.person.user)
    phone.page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    phone.page.add_init_script(WRONG % (hours * 3_600_000))
    phone.go(f"/bai-thi/{one.attempt.code}/")
    phone.page.wait_for_selector("body.live")
    assert _minutes_left(phone) >= 9
    phone.answer(1, one.letter(1))
    phone.until_saved(1)
    phone.page.evaluate("window.wrongBy = -window.wrongBy")
    phone.on()
    phone.answer(2, one.letter(2))
    phone.until_saved(2)
    phone.page.wait_for_timeout(600)
    assert _minutes_left(phone) >= 9
    phone.hand_in()
    found = one.stored()
    assert (found.ended_by, found.correct) == (Attempt.SUBMITTED, 2)


def _minutes_left(phone: Contestant) -> int:
    return int(phone.page.inner_text("[data-clock]").split(":")[0])
