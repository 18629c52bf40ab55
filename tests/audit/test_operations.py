from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from hoithi.audit import registry
from hoithi.audit.actor import Actor, acting_as
from hoithi.audit.models import AppendOnly, AuditBatch, AuditEvent
from hoithi.audit.operations import record, record_many, seal_batches
from hoithi.audit.queries import chain_head, events, sentence, verify_chain

NOW = datetime(2024, 6, 1, 8, 0, 0, 123456, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_actions", {})
    registry.register({"test:thing:made": "đã lập {target} với {count} dòng", "test:thing:read": "đã xem {target}"})


def write(n: int = 1, contest_key: str = "a") -> list[AuditEvent]:
    return [
        record("test:thing:made", now=NOW, contest_key=contest_key, target=f"t{i}", data={"count": i}) for i in range(n)
    ]


def tamper(sql: str, *parameters: object) -> None:
    """Change the log behind its back, as somebody with the database's password could."""
    from hoithi.audit.triggers import TRIGGERS

    with connection.cursor() as cursor:
        for name in TRIGGERS:
            table = "audit_auditevent" if "event" in name else "audit_auditbatch"
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
        cursor.execute(sql, parameters)


def test_record_keeps_who_what_when_and_says_it_in_words() -> None:
    event = record(
        "test:thing:made",
        now=NOW,
        contest_key="a",
        actor=Actor(7, "Thư ký"),
        target="t",
        data={"count": Decimal("1.50")},
    )
    event = AuditEvent.objects.get(pk=event.pk)
    assert (event.actor_id, event.actor_label, event.at, event.data) == (7, "Thư ký", NOW, {"count": "1.5"})
    assert sentence(event) == "đã lập t với 1.5 dòng"
    assert event.batch is None


def test_an_unknown_action_is_refused() -> None:
    with pytest.raises(registry.UnknownAction):
        record("test:thing:eaten", now=NOW)


def test_floats_have_no_place_in_the_log() -> None:
    with pytest.raises(TypeError):
        record("test:thing:made", now=NOW, data={"count": 1.5})


def test_the_actor_comes_from_the_context() -> None:
    with acting_as(Actor(label="hệ thống")):
        inside = record("test:thing:read", now=NOW)
    outside = record("test:thing:read", now=NOW)
    assert (inside.actor_label, outside.actor_label, outside.actor_id) == ("hệ thống", "", None)


def test_the_event_dies_with_its_transaction() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    assert not AuditEvent.objects.exists()


def test_sealing_chains_every_contest_apart() -> None:
    write(3, "a")
    write(2, "")
    assert seal_batches(NOW) == 5
    write(1, "a")
    assert seal_batches(NOW) == 1
    assert seal_batches(NOW) == 0
    batches = list(AuditBatch.objects.filter(contest_key="a").order_by("seq"))
    assert [(batch.seq, batch.count) for batch in batches] == [(1, 3), (2, 1)]
    assert batches[0].prev == ""
    assert batches[1].prev == batches[0].hash
    assert chain_head("a") == (2, batches[1].hash)
    verdict = verify_chain()
    assert (verdict.ok, verdict.events, verdict.first_bad, verdict.batches) == (True, 6, None, 3)


def test_a_long_queue_is_sealed_in_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoithi.audit.operations.BATCH_SIZE", 2)
    assert record_many("test:thing:read", {f"t{i}": None for i in range(5)}, now=NOW) == 5
    assert seal_batches(NOW) == 5
    assert [batch.count for batch in AuditBatch.objects.order_by("seq")] == [2, 2, 1]
    assert verify_chain().ok


def test_an_unsealed_tail_is_reported_and_is_no_fault() -> None:
    write(2)
    verdict = verify_chain()
    assert (verdict.ok, verdict.events, verdict.unsealed) == (True, 2, 2)


def test_an_empty_log_is_whole() -> None:
    assert verify_chain().as_json()["ok"] is True


@pytest.mark.parametrize("change", ["action = 'x:y:z'", "target = 'other'", "actor_id = 99", "contest_key = 'b'"])
def test_a_changed_event_is_found(change: str) -> None:
    second = write(3)[1]
    seal_batches(NOW)
    tamper(f"UPDATE audit_auditevent SET {change} WHERE id = %s", second.pk)
    assert verify_chain().first_bad in (second.pk, second.pk - 1)
    assert not verify_chain().ok


def test_a_changed_event_with_a_fitting_hash_is_found() -> None:
    first, second, _ = write(3)
    seal_batches(NOW)
    tamper(
        "UPDATE audit_auditevent SET target = 't0', body_hash = %s, data = %s WHERE id = %s",
        first.body_hash,
        '{"count": 0}',
        second.pk,
    )
    assert verify_chain().first_bad == first.pk


def test_a_deleted_event_is_found() -> None:
    events = write(3)
    seal_batches(NOW)
    tamper("DELETE FROM audit_auditevent WHERE id = %s", events[1].pk)
    assert not verify_chain().ok


def test_an_inserted_event_is_found() -> None:
    write(2)
    seal_batches(NOW)
    stranger = write(1)[0]
    tamper("UPDATE audit_auditevent SET batch_id = (SELECT MIN(id) FROM audit_auditbatch) WHERE id = %s", stranger.pk)
    assert not verify_chain().ok


@pytest.mark.parametrize("change", ["root = prev", "at = '2024-01-01 00:00:00+00:00'", "seq = 9"])
def test_a_changed_batch_is_found(change: str) -> None:
    write(2)
    seal_batches(NOW)
    tamper(f"UPDATE audit_auditbatch SET {change}")
    assert not verify_chain().ok


def test_a_chain_cut_at_its_end_is_found() -> None:
    write(1)
    seal_batches(NOW)
    last = write(1)[0]
    seal_batches(NOW)
    tamper("DELETE FROM audit_auditevent WHERE id = %s", last.pk)
    tamper("DELETE FROM audit_auditbatch WHERE seq = 2")
    assert verify_chain().problems != []


def test_a_changed_unsealed_event_is_found() -> None:
    event = write(1)[0]
    tamper("UPDATE audit_auditevent SET target = 'other' WHERE id = %s", event.pk)
    assert verify_chain().first_bad == event.pk


def test_the_models_refuse_every_change() -> None:
    event = write(1)[0]
    for attempt in (event.save, event.delete, AuditEvent.objects.all().delete, AuditEvent.objects.all().update):
        with pytest.raises(AppendOnly):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET target = 'x'",
        "UPDATE audit_auditevent SET batch_id = NULL",
        "DELETE FROM audit_auditevent",
        "UPDATE audit_auditbatch SET root = 'x'",
        "DELETE FROM audit_auditbatch",
    ],
)
def test_the_database_refuses_every_change(statement: str) -> None:
    write(1)
    seal_batches(NOW)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_events_are_read_newest_first_page_by_page(django_assert_num_queries: object) -> None:
    ids = [event.pk for event in write(3)]
    record("test:thing:read", now=NOW, contest_key="a", actor=Actor(5), target="Sổ")
    write(1, "b")
    with django_assert_num_queries(1):  # type: ignore[operator]
        page = events("a", limit=2)
    assert [event.pk for event in page][1] == ids[2]
    assert [event.pk for event in events("a", before_id=page[-1].pk)] == [ids[1], ids[0]]
    assert len(events(None)) == 5
    assert len(events("a", action="test:thing:read")) == len(events("a", actor=5)) == len(events("a", text="Sổ")) == 1
    assert len(events("a", text="t1")) == 1
