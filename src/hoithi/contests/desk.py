"""What other rooms bring to the console (bàn điều hành): places in the side list and tasks in its steps.

Contests know no room above them. A kind of part brings tasks through `Kind.tasks`; any other room registers here in its
app's `ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from hoithi.core.errors import Text

if TYPE_CHECKING:
    from hoithi.contests.models import Contest

Step = Literal["prepare", "run", "review", "publish"]
State = Literal["todo", "doing", "done", "late", "locked", "now"]


@dataclass(frozen=True)
class DeskTask:
    """One line of "Việc cần làm". `action` is what a person must be allowed for the link to be shown."""

    step: Step
    label: Text
    href: str = ""
    action: str = "console.view"
    state: State = "todo"
    word: Text = ""
    more: Text = ""


@dataclass(frozen=True)
class DeskPlace:
    """A place in a contest's side list; `view` is a URL name that takes the slug. `position` orders them.

    `kinds`: only for contests with a part of one of these kinds.
    """

    key: str
    label: Text
    view: str
    action: str
    position: int
    kinds: tuple[str, ...] = ()
    asked: Callable[[Contest], bool] | None = None
    """Whether this contest has the place at all; None: every one."""


TaskSource = Callable[["Contest", datetime], Sequence[DeskTask]]


@dataclass
class Desk:
    places: list[DeskPlace] = field(default_factory=list)
    sources: list[TaskSource] = field(default_factory=list)

    def add_place(self, place: DeskPlace) -> None:
        self.places = sorted([*(p for p in self.places if p.key != place.key), place], key=lambda p: p.position)

    def add_source(self, source: TaskSource) -> None:
        if source not in self.sources:
            self.sources.append(source)


desk = Desk()
