"""Two moderators decide about one work at the same moment: one stands, the other is told."""

from __future__ import annotations

from functools import partial

import pytest

from hoithi.entries.models import Work
from hoithi.entries.operations import moderation as decide
from hoithi.entries.operations.publishing import publish_accepted
from hoithi.entries.queries.moderation import version_of
from tests.entries import showing
from tests.integrity.operations.test_rule_concurrency import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
LATER = showing.LATER


def test_two_moderators_at_once() -> None:
    part = showing.opened()
    one, other = showing.moderator(part), showing.moderator(part, "secretary")
    for unit in ("Phòng Một", "Phòng Hai"):
        work = showing.handed_in(part, unit)
        seen, ticked = version_of(work), showing.everything(part, work)
        outcome = at_once(
            partial(decide.accept_work, work, ticked=ticked, version=seen, now=LATER, by=one),
            partial(decide.refuse_work, work, reason="Lạc đề", ticked=(), version=seen, now=LATER, by=other),
        )
        assert sum(isinstance(found, Work) for found in outcome) == 1
        assert sum(isinstance(found, decide.DecidedMeanwhile) for found in outcome) == 1
        work.entry.refresh_from_db()
        assert work.steps.filter(step__in=("accept", "refuse")).count() == 1
        assert work.entry.state == ("accepted" if isinstance(outcome[0], Work) else "refused")


def test_everything_is_published_once_however_often_it_is_pressed() -> None:
    part = showing.opened()
    by = showing.moderator(part)
    works = [showing.accepted(part), showing.accepted(part, "Phòng Hai")]
    press = partial(publish_accepted, part, now=LATER, by=by)
    assert sum(found for found in at_once(press, press, press) if isinstance(found, int)) == len(works)
    assert [work.steps.filter(step="publish").count() for work in works] == [1, 1]
