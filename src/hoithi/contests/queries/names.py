"""Whether whose a work is may be told: a marking that is blind hides it beside the marking, too."""

from __future__ import annotations

from datetime import datetime

from hoithi.contests.models import Part
from hoithi.contests.queries.roles import Visitor, roles_of
from hoithi.contests.registry import registry


def names_hidden(user: Visitor, part: Part, now: datetime) -> bool:
    """Whether a table beside the part's kind keeps this visitor from learning whose works are (chấm kín)."""
    tables = part.content.get("settings", {})
    hiding = [one.hides_names for one in registry.extensions_of(part.kind) if one.hides_names and one.key in tables]
    return any(hides(part, roles_of(user, part.contest, now), now) for hides in hiding)
