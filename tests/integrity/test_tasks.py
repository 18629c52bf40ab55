"""The sequencer's turns: a look has a thread of its own and is made once; signals are purged."""

from __future__ import annotations

import pytest

from hoithi.core import clock
from hoithi.integrity.models import Scan
from hoithi.integrity.tasks import look_over, purge
from tests.integrity import factories as own

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_closed_part_is_looked_over_once_without_holding_up_the_others() -> None:
    _contest, _people, now = own.closed_contest()
    with clock.frozen_at(now):
        thread = look_over()
        assert thread is not None
        thread.join(30)
        assert not thread.is_alive()
        scan = Scan.objects.get()
        assert (scan.complete, scan.attempts) == (True, 4)
        assert look_over() is None
        purge()
    assert Scan.objects.count() == 1
