"""What changed between two definitions: filling what was unset is a supplement, changing what was set an amendment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

UNSET: tuple[object, ...] = (None, "", [], {})
UNWEIGHED = frozenset({"note", "source"})
"""Explanations change nothing that was promised."""
ORDERED = frozenset({"terms", "prize"})
"""Lists whose order decides: what is compared first, which prize is given first."""


@dataclass(frozen=True)
class Change:
    """One value that differs, by its path (`parts[de-thi].closes`)."""

    at: str
    before: Any
    after: Any

    @property
    def kind(self) -> Literal["supplement", "amendment"]:
        return "supplement" if self.before in UNSET else "amendment"


def diff(before: Any, after: Any, at: str = "") -> list[Change]:
    """Changes in path order; list items with a `key` are matched by it, others by position."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = [*before, *(name for name in after if name not in before)]
        return [
            change
            for name in names
            if name not in UNWEIGHED
            for change in diff(before.get(name), after.get(name), f"{at}.{name}" if at else str(name))
        ]
    if isinstance(before, list) and isinstance(after, list):
        old, new = _by_key(before), _by_key(after)
        found = [
            change
            for key in [*old, *(key for key in new if key not in old)]
            for change in diff(old.get(key), new.get(key), f"{at}[{key}]")
        ]
        return found + _reordered(list(old), list(new), at)
    return [] if before == after or (before in UNSET and after in UNSET) else [Change(at, before, after)]


def _reordered(old: list[Any], new: list[Any], at: str) -> list[Change]:
    """The order as a change of its own (`standing[ca-nhan].terms[]`) where it decides something."""
    if at.rpartition(".")[2] not in ORDERED:
        return []
    kept, now = [key for key in old if key in new], [key for key in new if key in old]
    return [Change(f"{at}[]", kept, now)] if kept != now else []


def _by_key(items: list[Any]) -> dict[Any, Any]:
    keyed = all(isinstance(item, dict) and "key" in item for item in items)
    return {item["key"] if keyed else index: item for index, item in enumerate(items)}
