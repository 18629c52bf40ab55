"""The database itself refuses to change the log, whichever program asks.

Installed after every `migrate` rather than by one migration: SQLite rebuilds a table to change it and loses its
triggers, and this way they are always back.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TRIGGERS = ("audit_event_no_delete", "audit_event_no_update", "audit_batch_no_delete", "audit_batch_no_update")
_EVENT, _BATCH = "audit_auditevent", "audit_auditbatch"
_FIXED = ("id", "contest_key", "action", "actor_id", "actor_label", "at", "target", "data", "body_hash")


def _entering(equal: str) -> str:
    """The only change allowed: an unsealed event enters its batch and nothing else moves."""
    same = " AND ".join(f"OLD.{name} {equal} NEW.{name}" for name in _FIXED)
    return f"OLD.batch_id IS NULL AND NEW.batch_id IS NOT NULL AND {same}"


def _sqlite() -> list[str]:
    abort = "BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    rules = [
        ("audit_event_no_delete", f"DELETE ON {_EVENT}", "1"),
        ("audit_event_no_update", f"UPDATE ON {_EVENT}", f"NOT ({_entering('IS')})"),
        ("audit_batch_no_delete", f"DELETE ON {_BATCH}", "1"),
        ("audit_batch_no_update", f"UPDATE ON {_BATCH}", "1"),
    ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} FOR EACH ROW WHEN {when} {abort}"
        for name, event, when in rules
    ]


def _postgresql() -> list[str]:
    refuse = (
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
    )
    rules = [
        ("audit_event_no_delete", f"DELETE ON {_EVENT} FOR EACH ROW"),
        (
            "audit_event_no_update",
            f"UPDATE ON {_EVENT} FOR EACH ROW WHEN (NOT ({_entering('IS NOT DISTINCT FROM')}))",
        ),
        ("audit_batch_no_delete", f"DELETE ON {_BATCH} FOR EACH ROW"),
        ("audit_batch_no_update", f"UPDATE ON {_BATCH} FOR EACH ROW"),
    ]
    return [refuse] + [
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} EXECUTE FUNCTION audit_append_only()" for name, event in rules
    ]


def install_triggers(using: str = "default", **_: Any) -> None:
    """Create the triggers where they are missing (a receiver of `post_migrate`)."""
    connection = connections[using]
    if _EVENT not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
            cursor.execute(statement)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers this database lacks, for `hoithi doctor`."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else postgresql)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in TRIGGERS if name not in present]
