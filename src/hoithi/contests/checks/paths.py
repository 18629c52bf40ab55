"""Paths of settings in a plan: `part[trac-nghiem].quiz.attempts`, by key or by index."""

from __future__ import annotations

import re
from typing import Any

STEP = re.compile(r"(?P<name>[A-Za-z_][\w-]*)|\[(?P<item>[^\[\]]+)\]|(?P<dot>\.)")


class NoSuchSetting(LookupError):
    """The path leads nowhere in this plan."""


def steps(path: str) -> list[str]:
    """`part[0].closes` → ["part", "[0]", "closes"]. Raises NoSuchSetting for what is no path at all."""
    found, end = [], 0
    for match in STEP.finditer(path):
        if match.start() != end:
            break
        end = match.end()
        if not match["dot"]:
            found.append(match["name"] or f"[{match['item']}]")
    if end != len(path) or not found:
        raise NoSuchSetting(path)
    return found


def look_up(written: Any, path: str) -> Any:
    """The value at a path of `as_written(plan, everything=True)`. Raises NoSuchSetting."""
    value = written
    for step in steps(path):
        value = enter(value, step)
    return value


def tables_on(written: Any, path: str) -> list[dict[str, Any]]:
    """The tables passed on the way to a setting, outermost first; a note in any of them speaks for it."""
    found, value = [], written
    for step in steps(path):
        found.append(value)
        value = enter(value, step)
    return [table for table in [*found, value] if isinstance(table, dict)]


def enter(value: Any, step: str) -> Any:
    """One step further: a table's key, or a list's item by its key or index. Raises NoSuchSetting."""
    name = step.strip("[]")
    if isinstance(value, dict) and name in value:
        return value[name]
    if isinstance(value, list) and step.startswith("["):
        if name.isdigit() and int(name) < len(value):
            return value[int(name)]
        for item in value:
            if isinstance(item, dict) and item.get("key") == name:
                return item
    raise NoSuchSetting(step)
