"""What rooms above add to the pages of works: a vote button on card and page, an order that is shuffled meanwhile.

The gallery knows no vote and no jury. A room registers here in its app's `ready()`:

    slots.cards.append(vote_on_cards)      # (request, part, works) → {work's pk: Slot}, asked once a page
    slots.pages.append(vote_on_page)       # (request, work) → Slot or None
    slots.heads.append(vote_on_gallery)    # (request, part) → Slot or None: above the works
    slots.shuffled.append(voting_open)     # (part, now) → True while no work may stand before another
    slots.readers.append(juror_reads)      # (user, work, now) → True: may play the files though they are not public
    slots.winners.append(awarded)          # (part) → entries with a published prize, where only winners are shown
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hoithi.contests.models import Part
    from hoithi.contests.queries.roles import Visitor
    from hoithi.core.middleware import TimedRequest
    from hoithi.entries.models import Work


@dataclass(frozen=True)
class Slot:
    """A fragment to include; it sees `slot.context` as `slot.context.…` beside what the page itself has."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    dock: str = ""
    """Of a page: the fragment for the dock at the bottom of phones, with the same context."""
    marked: bool = False
    """Of a card: the visitor chose this work; its poster is framed."""


CardSource = Callable[["TimedRequest", "Part", Sequence["Work"]], Mapping[int, Slot]]
PageSource = Callable[["TimedRequest", "Work"], Slot | None]
HeadSource = Callable[["TimedRequest", "Part"], Slot | None]


@dataclass
class Slots:
    cards: list[CardSource] = field(default_factory=list)
    pages: list[PageSource] = field(default_factory=list)
    heads: list[HeadSource] = field(default_factory=list)
    shuffled: list[Callable[[Part, datetime], bool]] = field(default_factory=list)
    readers: list[Callable[[Visitor, Work, datetime], bool]] = field(default_factory=list)
    winners: list[Callable[[Part], Collection[int]]] = field(default_factory=list)

    def on_cards(self, request: TimedRequest, part: Part, works: Sequence[Work]) -> dict[int, list[Slot]]:
        found: dict[int, list[Slot]] = {}
        for source in self.cards:
            for pk, slot in source(request, part, works).items():
                found.setdefault(pk, []).append(slot)
        return found

    def on_page(self, request: TimedRequest, work: Work) -> list[Slot]:
        return [slot for source in self.pages if (slot := source(request, work)) is not None]

    def on_head(self, request: TimedRequest, part: Part) -> list[Slot]:
        return [slot for source in self.heads if (slot := source(request, part)) is not None]

    def shuffles(self, part: Part, now: datetime) -> bool:
        return any(says(part, now) for says in self.shuffled)

    def reads(self, user: Visitor, work: Work, now: datetime) -> bool:
        return any(says(user, work, now) for says in self.readers)


slots = Slots()
