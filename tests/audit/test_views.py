"""The log as rows of a page: filters, the cursor, who is named, and what the walk along the chain answers."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test import RequestFactory

from hoithi.audit.actor import Actor
from hoithi.audit.models import AuditEvent
from hoithi.audit.operations import record, seal_batches
from hoithi.audit.triggers import TRIGGERS
from hoithi.audit.views import PAGE, log_context
from hoithi.core.clock import VIETNAM

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 6, 10, 9, 0, tzinfo=VIETNAM)
ask = RequestFactory()


def nobody(accounts: set[int]) -> dict[int, str]:
    return {}


def write(number: int, key: str = "hoi-thi") -> None:
    for index in range(number):
        record("contests:task:done", now=NOW, contest_key=key, actor=Actor(id=7), target=f"việc {index}")


def test_rows_are_sentences_of_one_contest() -> None:
    write(1)
    write(1, key="khac")
    (line,) = log_context(ask.get("/"), "hoi-thi", names=lambda ids: dict.fromkeys(ids, "Lê An"))["lines"]
    assert (line["sentence"], line["actor"], line["sealed"]) == ("hoàn thành nhiệm vụ việc 0", "Lê An", False)
    (line,) = log_context(ask.get("/"), "hoi-thi", names=nobody)["lines"]
    assert line["actor"] == "tài khoản 7"
    assert len(log_context(ask.get("/"), None, names=nobody)["lines"]) == 2


def test_the_cursor_goes_back_without_gaps() -> None:
    write(PAGE + 3)
    first = log_context(ask.get("/"), "hoi-thi", names=nobody)
    second = log_context(ask.get("/", {"truoc": first["older"]}), "hoi-thi", names=nobody)
    assert (len(first["lines"]), len(second["lines"]), second["older"]) == (PAGE, 3, None)
    assert first["newest"]
    assert not second["newest"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"viec": "contests:"}, 3),
        ({"viec": "quiz:"}, 0),
        ({"nguoi": "7"}, 3),
        ({"nguoi": "8"}, 0),
        ({"nguoi": "x"}, 3),
        ({"nguoi": "9" * 40}, 3),
        ({"tim": "việc 1"}, 1),
        ({"tim": "\0"}, 3),
    ],
)
def test_filters(query: dict[str, str], found: int) -> None:
    write(3)
    assert len(log_context(ask.get("/", query), "hoi-thi", names=nobody)["lines"]) == found


def test_the_walk_says_whole_or_from_where_not() -> None:
    write(2)
    seal_batches(NOW)
    context = log_context(ask.post("/"), "hoi-thi", names=nobody)
    assert context["verdict"].ok
    assert (context["batches"], len(context["head"])) == (1, 64)
    first = AuditEvent.objects.earliest("id").pk
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_auditevent SET target = 'khác' WHERE id = %s", [first])
    verdict = log_context(ask.post("/"), "hoi-thi", names=nobody)["verdict"]
    assert (verdict.ok, verdict.first_bad) == (False, first)
