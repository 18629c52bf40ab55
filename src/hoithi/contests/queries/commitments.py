"""What was promised in public when a part froze (cam kết), under the names people know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hoithi.contests.models import Contest, RulesRevision
from hoithi.contests.registry import registry

Code = tuple[str, str]
"""(what it stands for, the hash)."""


@dataclass(frozen=True)
class Frozen:
    """One freeze: its part or standing, the hash over all of it, and the kind's own commitments."""

    scope: str
    title: str
    at: datetime
    hash: str
    codes: list[Code]


def frozen_record(contest: Contest, revisions: list[RulesRevision]) -> list[Frozen]:
    """The freezes among the revisions, in their order; three queries at most."""
    parts = {f"part:{part.key}": part for part in contest.parts.all()}
    titles = {scope: part.title for scope, part in parts.items()}
    titles |= {f"standing:{standing.key}": standing.title for standing in contest.standings.all()}
    groups = {group.key: group.title for group in contest.groups.all()}
    found = []
    for one in revisions:
        if one.kind != "freeze":
            continue
        kind = parts[one.scope].kind if one.scope in parts else ""
        given = one.content.get("commitments", {})
        codes = [(commitment_title(kind, name, groups), code) for name, code in given.items()]
        found.append(Frozen(one.scope, titles.get(one.scope, contest.short_title), one.from_at, one.hash, codes))
    return found


def commitment_title(kind: str, name: str, groups: dict[str, str]) -> str:
    """A commitment's name on screen; "bank_root:can-bo" is the one of a group."""
    first, _colon, group = name.partition(":")
    known = registry.kinds.get(kind)
    title = str(known.commitments.get(first, first)) if known else first
    return f"{title}, {groups.get(group, group)}" if group else title
