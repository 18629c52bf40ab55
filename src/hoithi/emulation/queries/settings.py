"""What the plan asks of a scorecard, now and at any moment before: a score keeps the rules it was made under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q

from hoithi.contests.models import Part, RulesRevision
from hoithi.contests.models.parsed import parsed
from hoithi.core.canonical import digest
from hoithi.emulation.rules.scorecard import Scorecard
from hoithi.emulation.schema import ScorecardSettings
from hoithi.emulation.spec import scorecard_of


def settings_of(part: Part) -> ScorecardSettings:
    """The settings of a scorecard part as they are now."""
    return parsed(ScorecardSettings, part.settings_of("scorecard"))


@dataclass(frozen=True)
class Rules:
    """A version of a scorecard: its settings, their print, the revision they come from (None before the freeze)."""

    settings: ScorecardSettings
    hash: str
    revision: RulesRevision | None = None

    def card(self, group: str) -> Scorecard:
        return _card(self.hash, group, _Held(self.settings))


class _Held:
    """Settings beside a cache whose key is their print alone."""

    def __init__(self, settings: ScorecardSettings) -> None:
        self.settings = settings

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=256)
def _card(_hash: str, group: str, held: _Held) -> Scorecard:
    return scorecard_of(held.settings, group)


def rules_now(part: Part) -> Rules:
    table = part.settings_of("scorecard")
    return Rules(settings_of(part), digest(table), _revisions(part).last())


def rules_history(part: Part) -> list[Rules]:
    """Every version since the part was frozen, oldest first; one query."""
    found = []
    for revision in _revisions(part):
        table = _table(part, revision)
        if table is not None:
            found.append(Rules(parsed(ScorecardSettings, table), digest(table), revision))
    return found


def rules_at(part: Part, history: Sequence[Rules], at: datetime) -> Rules:
    """The version in force at a moment; before the first freeze the first one, without any the part's own table."""
    if not history:
        return Rules(settings_of(part), digest(part.settings_of("scorecard")))
    in_force = [one for one in history if one.revision is not None and one.revision.from_at <= at]
    return in_force[-1] if in_force else history[0]


def _revisions(part: Part) -> Any:
    own = Q(scope=f"part:{part.key}") | Q(scope="contest")
    return RulesRevision.objects.filter(own, contest=part.contest_id).order_by("no")


def _table(part: Part, revision: RulesRevision) -> dict[str, Any] | None:
    """The scorecard's table in a revision: of the part itself, or of a whole plan."""
    if revision.scope != "contest":
        found: dict[str, Any] | None = revision.content.get("settings", {}).get("scorecard")
        return found
    parts = revision.content.get("parts", revision.content.get("part", []))
    return next((one["settings"].get("scorecard") for one in parts if one["key"] == part.plan_key), None)
