"""The closed vocabulary of audit actions.

An app names its actions in `<app>/audit_actions.py`, found at start-up::

    register({"quiz:attempt:submitted": _("nộp bài {target}")})

A sentence says what the actor did; it may use `{target}` and the keys of the event's `data`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_NAME = re.compile(r"[a-z][a-z_]*:[a-z][a-z_]*:[a-z][a-z_]*")
_actions: dict[str, Any] = {}


class UnknownAction(Exception):
    """An action nobody registered: a programming error."""


def register(actions: Mapping[str, Any]) -> None:
    """Add actions: name `source:subject:action` → sentence (lazily translated). A name has one sentence only."""
    for name, sentence in actions.items():
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not source:subject:action")
        if name in _actions and str(_actions[name]) != str(sentence):
            raise ValueError(f"{name} is registered twice with different sentences")
        _actions[name] = sentence


def require(name: str) -> None:
    if name not in _actions:
        raise UnknownAction(f"{name} is not a registered audit action")


def actions() -> dict[str, str]:
    """Every action with its sentence, for filters and for the guide."""
    return {name: str(_actions[name]) for name in sorted(_actions)}


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def describe(name: str, *, target: str, data: Mapping[str, Any]) -> str:
    """The sentence of an event; an action of former times is shown by its name, a missing value as "…"."""
    sentence = _actions.get(name)
    if sentence is None:
        return f"{name} {target}".strip()
    return str(sentence).format_map(_Gaps({**data, "target": target}))
