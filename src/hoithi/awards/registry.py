"""What rooms above do when awards are decided or published: they register here, awards know none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hoithi.contests.models import Contest

Hook = Callable[["Contest", datetime], None]
"""(contest, now), inside the transaction of the write it follows; reads what changed by state."""


@dataclass
class AwardHooks:
    """Certificates and papers act when a decision is issued, when results are public, when an award is revoked."""

    after_decision: list[Hook] = field(default_factory=list)
    after_publication: list[Hook] = field(default_factory=list)
    after_revocation: list[Hook] = field(default_factory=list)

    def run(self, hooks: list[Hook], contest: Contest, now: datetime) -> None:
        for hook in hooks:
            hook(contest, now)


registry = AwardHooks()
