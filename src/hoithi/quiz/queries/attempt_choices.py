"""What may be answered on a paper: letters and option ids, without texts and without keys, kept for every open attempt.

A paper never changes once it is drawn. Papers share their questions' shapes (few orders of few options), so a paper in
memory is one pointer per question, and tens of thousands fit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from hoithi.quiz.models import Attempt
from hoithi.quiz.queries.attempt_paper import LETTERS, frozen_content

MOST = 50_000
"""Papers kept in memory; the oldest go first."""
Name = tuple[int, str]
"""Attempt id and code: the signed token and the address must agree."""
_keeping = threading.Lock()
_papers: dict[Name, tuple[Choices, ...]] = {}


@dataclass(frozen=True)
class Choices:
    """One question: option ids in the order shown, and whether several may be chosen."""

    multiple: bool
    order: tuple[str, ...]
    known: Mapping[str, str] = field(repr=False, compare=False, default_factory=dict)
    """What letters mean as stored; pairs and more of a multiple choice are added as they are met."""

    def stored(self, letters: str) -> str | None:
        """Option ids behind letters of this paper, sorted and joined; None where that cannot be an answer."""
        found = self.known.get(letters)
        return found if found is not None else self._several(letters)

    def _several(self, letters: str) -> str | None:
        if not all(letter in self.known for letter in letters):
            return None
        options = sorted({self.known[letter] for letter in letters})
        return ",".join(options) if self.multiple or len(options) == 1 else None


@lru_cache(maxsize=10_000)
def _choices(order: tuple[str, ...], *, multiple: bool) -> Choices:
    return Choices(multiple, order, {"": "", **dict(zip(LETTERS, order, strict=False))})


def choices_of(names: Iterable[Name]) -> dict[Name, tuple[Choices, ...]]:
    """Papers by attempt id and code; those not in memory are read together. What does not exist is left out."""
    wanted = list(names)
    missing = {name[0] for name in wanted if name not in _papers}
    if missing:
        rows = Attempt.objects.filter(pk__in=missing).order_by()
        for pk, code, paper, bank_id, root in rows.values_list(
            "pk", "code", "paper", "frozen_bank", "frozen_bank__root"
        ):
            keep_choices((pk, code), paper, bank_id, root)
    return {name: paper for name in wanted if (paper := _papers.get(name)) is not None}


def keep_choices(name: Name, paper: Sequence[Sequence[Any]], bank_id: int, root: str) -> None:
    """Remember a paper (as `Attempt.paper` keeps it) that is at hand anyway."""
    items = frozen_content(bank_id, root).items
    choices = tuple(_choices(tuple(order), multiple=items[at].ref.kind == "multiple") for at, order in paper)
    with _keeping:
        while len(_papers) >= MOST:
            _papers.pop(next(iter(_papers)))
        _papers[name] = choices
