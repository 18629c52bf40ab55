"""The frozen bank in memory, and the papers drawn from it. A frozen bank never changes, so it is read once.

What is here holds answer keys: only marking may look at them before the reveal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from hoithi.quiz.models import FrozenBank, FrozenQuestion, QuestionVersion
from hoithi.quiz.queries.attempt_settings import blueprint_of
from hoithi.quiz.rules.paper import Draw, Kind, PaperQuestion, QuestionRef, prepare

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Item:
    """A frozen question as the server knows it, its key included."""

    id: int
    ref: QuestionRef
    text: str
    options: Mapping[str, str]
    key: frozenset[str]
    pictures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Place ("" the question, else an option id) → {"digest", "alt", "width", "height"}."""


@dataclass(frozen=True)
class Content:
    """A frozen bank: its questions by row id and by question code, and how papers are drawn from it."""

    items: Mapping[int, Item]
    by_code: Mapping[str, Item]
    blueprint: Mapping[str, Any]
    """As `FrozenBank.blueprint` keeps it."""

    def paper(self, seed: bytes) -> list[PaperQuestion]:
        """The paper of a seed; where the plan fixes an order, sections keep their place and questions go by their id.

        Raises BlueprintUnmet.
        """
        draw = self._draw
        lines = list(draw.paper(seed))
        if self.blueprint["shuffle_questions"]:
            return lines
        sections = [section.key for section in draw.blueprint.sections]
        return sorted(lines, key=lambda line: (sections.index(line.section), line.id))

    @cached_property
    def _draw(self) -> Draw:
        refs = [item.ref for item in self.items.values()]
        if not self.blueprint["shuffle_options"]:
            refs = [replace(ref, shuffle=False) for ref in refs]
        return prepare(blueprint_of(self.blueprint["sections"]), refs)

    def stored(self, paper: Sequence[PaperQuestion]) -> list[list[Any]]:
        """The paper as `Attempt.paper` keeps it: [[frozen question id, [option ids]], …]."""
        return [[self.by_code[line.id].id, list(line.options)] for line in paper]


@dataclass(frozen=True)
class Shown:
    """One question as the sitting shows it: place from 1, options under the letters of this paper; no key."""

    pos: int
    kind: Kind
    text: str
    options: tuple[tuple[str, str, str], ...]
    """(letter, option id, text) in the order shown."""
    pictures: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Letter of this paper, or "" for the question → its picture."""

    def ids_of(self, letters: str) -> list[str] | None:
        """Option ids behind letters of this paper, sorted; None when a letter is not on the paper."""
        known = {letter: option for letter, option, _ in self.options}
        return sorted({known[letter] for letter in letters}) if set(letters) <= set(known) else None

    def letters_of(self, choice: str) -> str:
        """Letters, in the order shown, behind a stored choice ("b" or "a,c")."""
        chosen = set(choice.split(","))
        return "".join(letter for letter, option, _ in self.options if option in chosen)


def content_of(bank: FrozenBank) -> Content:
    """What papers of this frozen bank are drawn from and marked against."""
    return frozen_content(bank.pk, bank.root)


@lru_cache(maxsize=16)
def frozen_content(bank_id: int, root: str) -> Content:
    """The root stands in the cache's key: another bank can never be taken for this one."""
    bank = FrozenBank.objects.get(pk=bank_id, root=root)
    questions = FrozenQuestion.objects.filter(frozen_bank=bank).select_related("version__question")
    items = [_item(question) for question in questions]
    return Content({item.id: item for item in items}, {item.ref.id: item for item in items}, bank.blueprint)


def _item(frozen: FrozenQuestion) -> Item:
    version: QuestionVersion = frozen.version
    kind: Kind = version.kind  # type: ignore[assignment]  # the model's choices are the rule's kinds
    options = {str(option["id"]): str(option["text"]) for option in version.options}
    ref = QuestionRef(
        version.question.code, version.no, frozen.topic, frozen.difficulty, kind, tuple(options), version.shuffle
    )
    key = frozenset(str(option["id"]) for option in version.options if option["correct"])
    return Item(frozen.pk, ref, version.text, options, key, version.pictures)


def shown(paper: Sequence[Sequence[Any]], content: Content) -> Iterator[Shown]:
    """The questions of a stored paper in order, without any key."""
    for pos, (frozen_id, order) in enumerate(paper, 1):
        item = content.items[frozen_id]
        options = tuple((LETTERS[at], option, item.options[option]) for at, option in enumerate(order))
        places = {"": "", **{option: letter for letter, option, _text in options}}
        pictures = {places[place]: shape for place, shape in item.pictures.items() if place in places}
        yield Shown(pos, item.ref.kind, item.text, options, pictures)
