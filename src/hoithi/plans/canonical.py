"""The one way a plan is written as TOML: order of the schema, values alone before tables, reasons in `note`."""

from __future__ import annotations

from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Item, Table

from hoithi.contests.checks.paths import NoSuchSetting, enter, look_up, steps
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.contests.written import as_written

LINE = 110
"""Longer lists and small tables are spread over lines."""


def dump_plan(plan: Plan) -> str:
    """Canonical TOML; loading it gives an equal plan. Settings an open question answers are always written out."""
    tables = as_written(plan)
    everything = as_written(plan, everything=True)
    for question in plan.open_questions:
        _spell_out(tables, everything, question.at)
    document = tomlkit.document()
    _fill(document, tables)
    return tomlkit.dumps(document).strip() + "\n"


def _spell_out(tables: dict[str, Any], everything: dict[str, Any], path: str) -> None:
    """Write the setting at `path` even where it equals the default; a kind's own settings keep what was written."""
    try:
        *way, last = steps(path)
        value = look_up(everything, path)
        if way[:1] == ["part"] and len(way) > 2 and way[2] not in Part.model_fields:
            return
        table: Any = tables
        for step in way:
            if isinstance(table, dict) and not step.startswith("["):
                table.setdefault(step, {})
            table = enter(table, step)
    except NoSuchSetting:
        return
    if isinstance(table, dict) and value is not None and not isinstance(value, dict | list):
        table.setdefault(last, value)


def _fill(container: Any, tables: dict[str, Any]) -> None:
    """Values first, tables after them: a value below a table's head would belong to that table."""
    own = {key: value for key, value in tables.items() if not _spread(value)}
    for key, value in own.items():
        container.add(key, _item(value))
    for key, value in tables.items():
        if key in own:
            continue
        if isinstance(value, dict):
            container.add(key, _table(value))
        else:
            container.add(key, AoT([_table(item) for item in value]))


def _spread(value: Any) -> bool:
    """Whether a value gets heads of its own: [table], or [[list of tables]]."""
    if isinstance(value, dict):
        return not _short(value)
    return isinstance(value, list) and any(isinstance(item, dict) and not _short(item) for item in value)


def _short(table: dict[str, Any]) -> bool:
    """A table that fits on a line, with values alone."""
    return all(not isinstance(value, dict | list) for value in table.values()) and len(_inline(table)) <= LINE


def _inline(table: dict[str, Any]) -> str:
    return str(_inline_table(table).as_string())


def _table(value: dict[str, Any]) -> Table:
    table = tomlkit.table()
    _fill(table, value)
    return table


def _item(value: Any) -> Item:
    if isinstance(value, dict):
        return _inline_table(value)
    if isinstance(value, list):
        return _array(value)
    item: Item = tomlkit.item(value)
    return item


def _inline_table(value: dict[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for key, item in value.items():
        table.add(key, _item(item))
    return table


def _array(values: list[Any]) -> Array:
    array = tomlkit.array()
    for value in values:
        array.append(_item(value))
    return array.multiline(len(array.as_string()) > LINE)
