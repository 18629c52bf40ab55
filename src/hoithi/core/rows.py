"""Many new rows in one statement whose text never changes: PostgreSQL takes them as one JSON parameter.

`bulk_create` writes the same rows; it quotes every value of every column as an array literal in Python, and a batch of
another size is another statement to be planned. Where that is not PostgreSQL, `bulk_create` does it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, JSONField, Model

Row = TypeVar("Row", bound=Model)
_INSERT = "INSERT INTO {table} ({names}) SELECT {names} FROM json_to_recordset(%s::json) AS sent ({typed})"
_REPLACE = " ORDER BY {unique} ON CONFLICT ({unique}) DO UPDATE SET {sets}"
_RETURN = " RETURNING {auto}"


def insert_rows(rows: Sequence[Row], *, unique: tuple[str, ...] = ()) -> None:
    """Insert unsaved rows of one model, without signals; one with an id of the database's gets it.

    `unique`: columns of a constraint; a row that meets one already there replaces what it says.
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
        if model._meta.auto_field is not None:  # given in the order they were sent
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
    text = _INSERT + (_REPLACE if unique else "") + (_RETURN if auto is not None else "")
    return text.format(
        table=quote(model._meta.db_table),
        names=", ".join(types),
        typed=", ".join(f"{name} {kind}" for name, kind in types.items()),
        unique=", ".join(map(quote, unique)),
        sets=", ".join(f"{name} = excluded.{name}" for name in fresh),
        auto=quote(str(auto.column)) if auto is not None else "",
    )


def _type(field: Field[Any, Any]) -> str:
    if isinstance(field, JSONField):
        return "jsonb"
    found = field.cast_db_type(connection)
    assert found is not None, "a column has a type"
    return found


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
