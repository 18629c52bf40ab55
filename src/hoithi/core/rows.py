"""Many rows in one statement whose text never changes, for the few places where that counts (docs/decisions/0012).

PostgreSQL takes new rows as one JSON parameter and keys to be read as one array, so a statement is planned once and
Django composes it once; its own ways write and read the same rows, with another statement for each size of a batch.
Where that is not PostgreSQL they are used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Field, JSONField, Model

Row = TypeVar("Row", bound=Model)
_INSERT = "INSERT INTO {table} ({names}) SELECT {names} FROM json_to_recordset(%s::json) AS sent ({typed})"
_REPLACE = " ORDER BY {unique} ON CONFLICT ({unique}) DO UPDATE SET {sets}"
_RETURN = " RETURNING {auto}"
_UPDATE = (
    "UPDATE {table} SET {column} = sent.value FROM json_to_recordset(%s::json) AS sent (id bigint, value {type})"
    " WHERE {table}.{id} = sent.id"
)
_READ = "SELECT {columns} FROM {table} WHERE {key} = ANY(%s::{type}[]) ORDER BY {order} {lock}"


def insert_rows(rows: Sequence[Row], *, unique: tuple[str, ...] = ()) -> None:
    """Insert unsaved rows of one model, without signals; one with an id of the database's gets it.

    `unique`: columns of a constraint; a row that meets one already there replaces what it says, and no row gets an id.
    """
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        changing = [field.name for field in _fields(model) if field.column not in unique]
        names = [field.name for field in model._meta.concrete_fields if field.column in unique]
        more: dict[str, Any] = {"update_conflicts": True, "unique_fields": names, "update_fields": changing}
        model._default_manager.bulk_create(rows, **(more if unique else {}))
        return
    fields = _fields(model)
    sent = [{field.column: _plain(getattr(row, field.attname)) for field in fields} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(_statement(model, unique), [json.dumps(sent)])
        if model._meta.auto_field is not None and not unique:  # given in the order they were sent
            for row, (pk,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = pk
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    auto = model._meta.auto_field
    return [field for field in model._meta.concrete_fields if field is not auto and field.column]


@lru_cache(maxsize=64)
def _statement(model: type[Model], unique: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    types = {quote(str(field.column)): _type(field) for field in _fields(model)}
    fresh, auto = [name for name in types if name not in map(quote, unique)], model._meta.auto_field
    text = _INSERT + (_REPLACE if unique else _RETURN if auto is not None else "")
    return text.format(
        table=quote(model._meta.db_table),
        names=", ".join(types),
        typed=", ".join(f"{name} {kind}" for name, kind in types.items()),
        unique=", ".join(map(quote, unique)),
        sets=", ".join(f"{name} = excluded.{name}" for name in fresh),
        auto=quote(str(auto.column)) if auto is not None else "",
    )


def update_rows(rows: Sequence[Model], field: str) -> None:
    """Store one field of rows that exist, each its own value."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "postgresql":
        model._default_manager.bulk_update(rows, [field])
        return
    sent = [{"id": row.pk, "value": _plain(getattr(row, field))} for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(_change(model, field), [json.dumps(sent)])


@lru_cache(maxsize=64)
def _change(model: type[Model], name: str) -> str:
    quote, field = connection.ops.quote_name, model._meta.get_field(name)
    assert isinstance(field, Field)
    return _UPDATE.format(
        table=quote(model._meta.db_table),
        column=quote(str(field.column)),
        id=quote(str(model._meta.pk.column)),
        type=_type(field),
    )


def fetch_rows(
    model: type[Row], key: str, values: Iterable[Any], *, lock: bool | None = None, without: str = ""
) -> list[Row]:
    """Rows whose field `key` is one of `values` (None is nobody's), in the order of their ids.

    `lock`: hold them against changes until the transaction ends; True leaves out those somebody else holds, False waits
    for them. `without`: a field that is not read.
    """
    wanted = list({value for value in values if value is not None})
    if not wanted:
        return []
    if connection.vendor != "postgresql":
        rows = model._default_manager.filter(**{f"{key}__in": wanted}).order_by("pk")
        return list(rows.defer(without) if without else rows)
    reading = reading_of(model, without)
    with connection.cursor() as cursor:
        cursor.execute(_read(model, key, without, lock), [wanted])
        return [reading.row(values) for values in cursor.fetchall()]


@lru_cache(maxsize=64)
def _read(model: type[Model], key: str, without: str, lock: bool | None) -> str:
    quote, table, field = connection.ops.quote_name, model._meta.db_table, model._meta.get_field(key)
    assert isinstance(field, Field)
    return _READ.format(
        columns=reading_of(model, without).columns(table),
        table=quote(table),
        key=quote(str(field.column)),
        type="text" if field.get_internal_type() == "CharField" else _type(field),
        order=quote(str(model._meta.pk.column)),
        lock="" if lock is None else "FOR NO KEY UPDATE SKIP LOCKED" if lock else "FOR NO KEY UPDATE",
    )


class Reading(NamedTuple, Generic[Row]):
    """How rows of a model come out of a statement that names its columns in order."""

    model: type[Row]
    names: tuple[str, ...]
    converted: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    """(place, converters, column) where Django reads a value otherwise than the driver."""

    def columns(self, table: str) -> str:
        quote = connection.ops.quote_name
        columns = [str(self.model._meta.get_field(name).column) for name in self.names]  # type: ignore[union-attr]
        return ", ".join(f"{quote(table)}.{quote(column)}" for column in columns)

    def row(self, values: Sequence[Any]) -> Row:
        if self.converted:
            read = list(values)
            for at, converters, column in self.converted:
                for convert in converters:
                    read[at] = convert(read[at], column, connection)
            values = read
        return self.model.from_db(connection.alias, self.names, values)


@lru_cache(maxsize=64)
def reading_of(model: type[Row], without: str = "") -> Reading[Row]:
    """All columns of the model, or all but one."""
    fields = [field for field in model._meta.concrete_fields if field.column and field.name != without]
    found = []
    for at, field in enumerate(fields):
        column = field.get_col(model._meta.db_table)
        converters = (*connection.ops.get_db_converters(column), *column.get_db_converters(connection))
        if converters:
            found.append((at, converters, column))
    return Reading(model, tuple(field.attname for field in fields), tuple(found))


def _type(field: Field[Any, Any]) -> str:
    if isinstance(field, JSONField):
        return "jsonb"
    found = field.cast_db_type(connection)
    assert found is not None, "a column has a type"
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return f"\\x{bytes(value).hex()}" if isinstance(value, bytes | memoryview) else value
