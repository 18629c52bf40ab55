"""Many rows in one statement: the same rows as one by one, on both databases."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.core.rows import fetch_rows, insert_rows, update_rows
from hoithi.people.models import Unit
from tests.quiz.factories import NOW

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def event(target: str, **data: Any) -> AuditEvent:
    return AuditEvent(contest_key="c", action="a:b:c", at=NOW, target=target, data=data, body_hash="0" * 64)


def test_rows_read_back_as_they_were_given(django_assert_num_queries: Any) -> None:
    rows = [event('một "hai" \\ ba', n=1, list=[None, "é"]), event("", f=str(Fraction(1, 3)))]
    with django_assert_num_queries(1):
        insert_rows(rows)
    stored = list(AuditEvent.objects.order_by("id"))
    assert [(one.pk, one.target, one.data, one.at, one.actor_id) for one in stored] == [
        (row.pk, row.target, row.data, NOW, None) for row in rows
    ]


def test_nothing_is_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert_rows([])
    assert not Unit.objects.exists()


def test_rows_are_fetched_as_django_reads_them(django_assert_num_queries: Any) -> None:
    rows = [event("một", n=1), event("hai", list=[None]), event("ba")]
    insert_rows(rows)
    with django_assert_num_queries(1):
        found = fetch_rows(AuditEvent, "target", ["ba", "một", "một", None])
    assert [(one.pk, one.target, one.data, one.at) for one in found] == [
        (row.pk, row.target, row.data, NOW) for row in (rows[0], rows[2])
    ]
    (bare,) = fetch_rows(AuditEvent, "id", [rows[1].pk], without="data")
    assert bare.get_deferred_fields() == {"data"}
    with django_assert_num_queries(0):
        assert fetch_rows(AuditEvent, "id", [None]) == []


def test_each_row_is_given_its_own_value(django_assert_num_queries: Any) -> None:
    units = [Unit.objects.create(kind="xa", code=f"x{n}", headcount=1) for n in range(3)]
    for n, unit in enumerate(units):
        unit.headcount = 10 * n
    with django_assert_num_queries(1):
        update_rows(units[1:], "headcount")
    assert list(Unit.objects.order_by("pk").values_list("headcount", flat=True)) == [1, 10, 20]
