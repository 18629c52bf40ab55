"""The database itself notes every row that comes to, leaves or moves in the order of a standing.

Whichever statement writes a row (a submit, a refresh, a correction, a deletion), the note is written by the same
transaction and knows the key the row had under its lock: what is kept of the order cannot miss a change. Installed
after every `migrate`, as those of the audit log are: SQLite rebuilds a table to change it and loses its triggers.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TRIGGERS = ("standing_row_came", "standing_row_moved", "standing_row_left")
_FORGET = ("DELETE FROM contests_rankmove", "DELETE FROM contests_rankcount")
_ROW, _MOVE, _COUNT = "contests_standingrow", "contests_rankmove", "contests_rankcount"
_WHERE = ("standing_id", "scope", "rank_key", "subject_id", "ranked")
_NOTE = f"INSERT INTO {_MOVE} (standing_id, scope, rank_key, subject_id, change)"


def _side(row: str, change: int) -> str:
    return f"SELECT {row}.standing_id, {row}.scope, {row}.rank_key, {row}.subject_id, {change}"


def _sqlite() -> list[str]:
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in _WHERE)
    came, left = f"{_NOTE} {_side('NEW', 1)} WHERE NEW.ranked;", f"{_NOTE} {_side('OLD', -1)} WHERE OLD.ranked;"
    rules = [
        ("standing_row_came", f"INSERT ON {_ROW}", "1", came),
        ("standing_row_moved", f"UPDATE ON {_ROW}", changed, left + came),
        ("standing_row_left", f"DELETE ON {_ROW}", "1", left),
    ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} FOR EACH ROW WHEN {when} BEGIN {body} END"
        for name, event, when, body in rules
    ]


def _postgresql() -> list[str]:
    """Once for each statement and not for each row: a batch is noted by one INSERT."""

    def columns(row: str) -> str:
        return f"({', '.join(f'{row}.{name}' for name in _WHERE)})"

    changed = f"was JOIN came USING (id) WHERE {columns('was')} IS DISTINCT FROM {columns('came')}"
    came = f"{_NOTE} {_side('came', 1)} FROM came WHERE came.ranked;"
    left = f"{_NOTE} {_side('was', -1)} FROM was WHERE was.ranked;"
    moved = (
        f"{_NOTE} {_side('was', -1)} FROM {changed} AND was.ranked "
        f"UNION ALL {_side('came', 1)} FROM {changed} AND came.ranked;"
    )
    rules = [
        ("standing_row_came", "INSERT", "NEW TABLE AS came", came),
        ("standing_row_moved", "UPDATE", "OLD TABLE AS was NEW TABLE AS came", moved),
        ("standing_row_left", "DELETE", "OLD TABLE AS was", left),
    ]
    made = []
    for name, event, tables, body in rules:
        made.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {body} RETURN NULL; END $$"
        )
        made.append(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {_ROW} REFERENCING {tables} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    # A queue: emptied every second, so what was emptied is swept away as soon as there is a little of it.
    made.append(
        f"ALTER TABLE {_MOVE} SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, "
        "autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 10000)"
    )
    return made


def install_triggers(using: str = "default", **_: Any) -> None:
    """Create the triggers where they are missing (a receiver of `post_migrate`)."""
    connection = connections[using]
    if _COUNT not in connection.introspection.table_names():
        return
    lacking = missing_triggers(connection)
    with connection.cursor() as cursor:
        for statement in _sqlite() if connection.vendor == "sqlite" else _postgresql():
            cursor.execute(statement)
        for statement in _FORGET if lacking else ():  # rows may have moved unseen; the next move counts them anew
            cursor.execute(statement)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Only for emptying a whole database (tests): on SQLite deleting rows one by one would fill the notes again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers this database lacks, for `hoithi doctor`."""
    sqlite = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    postgresql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(sqlite if connection.vendor == "sqlite" else postgresql)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in TRIGGERS if name not in present]
