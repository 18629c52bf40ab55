"""A plan as its file writes it: TOML names, dates alone where a window opens or closes at midnight."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, get_args

from pydantic import BaseModel, BeforeValidator, ValidationError

from hoithi.contests.registry import registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.base import as_closing
from hoithi.contests.schema.parts import Part
from hoithi.core.clock import VIETNAM

Table = dict[str, Any]


def as_written(plan: Plan, *, everything: bool = False) -> Table:
    """Nested tables and lists in the schema's order; `everything` keeps defaults and None, to look values up in."""
    return _table(plan, everything=everything, explicit=False)


def settings_model(kind: str, table: str) -> type[BaseModel] | None:
    """The model of a part's table: the kind's own, or an extension's that goes with it."""
    if table == kind and kind in registry.kinds:
        return registry.kinds[kind].settings
    return next(
        (extension.settings for extension in registry.extensions_of(kind) if extension.key == table),
        None,
    )


def parsed_settings(part: Part, table: str) -> BaseModel | None:
    """The table as its own model; None where the part has none, nobody knows it, or it is not valid."""
    model = settings_model(part.kind, table) if table in part.settings else None
    try:
        return model.model_validate(part.settings[table]) if model else None
    except ValidationError:
        return None


def _table(model: BaseModel, *, everything: bool, explicit: bool) -> Table:
    """`explicit`: a kind's settings keep what was set, even where it equals the default."""
    found: Table = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        usual = (
            name not in model.model_fields_set if explicit else value == field.get_default(call_default_factory=True)
        )
        if (isinstance(model, Part) and name == "settings") or (not everything and (usual or value is None)):
            continue
        found[field.alias or name] = _value(value, _closes(field), everything=everything, explicit=explicit)
    if isinstance(model, Part):
        found |= _settings(model, everything=everything)
    return found


def _settings(part: Part, *, everything: bool) -> Table:
    found: Table = {}
    for table, raw in part.settings.items():
        model = parsed_settings(part, table)
        found[table] = _table(model, everything=everything, explicit=True) if model else raw
    return found


def _value(value: Any, closes: bool, *, everything: bool, explicit: bool) -> Any:
    if isinstance(value, BaseModel):
        return _table(value, everything=everything, explicit=explicit)
    if isinstance(value, list):
        return [_value(item, closes, everything=everything, explicit=explicit) for item in value]
    if isinstance(value, dict):
        return {key: _value(item, closes, everything=everything, explicit=explicit) for key, item in value.items()}
    if isinstance(value, datetime):
        return _instant(value, closes)
    if isinstance(value, Decimal):
        return _number(value)
    return value


def _instant(value: datetime, closes: bool) -> date | datetime:
    local = value.astimezone(VIETNAM)
    if local.time() != time(0):
        return local.replace(tzinfo=None)
    return local.date() - timedelta(days=1) if closes else local.date()


def _number(value: Decimal) -> int | float | str:
    if value == value.to_integral_value():
        return int(value)
    short = float(value)
    return short if Decimal(str(short)) == value else str(value)


def _closes(annotated: Any) -> bool:
    """Whether a field is a closing instant: a day alone means to the end of that day."""
    metadata: tuple[Any, ...] = tuple(
        getattr(annotated, "metadata", None) or getattr(annotated, "__metadata__", None) or ()
    )
    if any(isinstance(item, BeforeValidator) and item.func is as_closing for item in metadata):
        return True
    return any(_closes(arg) for arg in get_args(getattr(annotated, "annotation", annotated)))
