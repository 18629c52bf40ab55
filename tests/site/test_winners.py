"""Where a plan shows only works that won: nothing before results are public, then those with a prize."""

from __future__ import annotations

import pytest

from hoithi.awards.models import Award
from hoithi.entries.operations.publishing import NotForPublic, publish_accepted
from hoithi.site.winners import winners
from tests.entries import showing

pytestmark = pytest.mark.django_db


def test_only_after_publication_and_only_winners() -> None:
    part = showing.opened(publish="winners")
    by = showing.moderator(part)
    won, other = showing.accepted(part), showing.accepted(part, "Phòng Hai")
    fields = {"contest": part.contest, "prize": part.contest.prizes.get(), "subject_kind": "entry", "place": 1}
    Award.objects.create(subject_id=won.pk, because={}, proposed_at=showing.LATER, cash=1000, **fields)
    Award.objects.create(
        subject_id=other.pk, because={}, proposed_at=showing.LATER, cash=1000, state=Award.WITHDRAWN, **fields
    )
    assert winners(part) == ()
    with pytest.raises(NotForPublic):
        publish_accepted(part, now=showing.LATER, by=by)
    part.contest.results_published_at = showing.LATER
    part.contest.save()
    assert winners(part) == {won.pk}
    assert publish_accepted(part, now=showing.LATER, by=by) == 1
