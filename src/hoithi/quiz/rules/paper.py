"""Drawing a paper (rút đề) from a blueprint and a frozen bank, the same for everybody who knows the seed.

Source: docs/rules/papers.md; nobody can predict a paper before the secret is revealed, and nobody can redraw one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from hoithi.core.canonical import keyed
from hoithi.core.errors import Refusal
from hoithi.quiz.rules.stream import Stream

Kind = Literal["single", "multiple", "true_false"]


@dataclass(frozen=True)
class Cell:
    """One cell of the blueprint (ô ma trận đề): `count` questions of a topic and a difficulty; None means any."""

    topic: str | None
    difficulty: str | None
    count: int

    def __str__(self) -> str:
        return f"{self.topic or 'mọi chủ đề'} – {self.difficulty or 'mọi mức độ'}"

    @property
    def open_ends(self) -> int:
        return (self.topic is None) + (self.difficulty is None)

    def takes(self, question: QuestionRef) -> bool:
        return self.topic in (None, question.topic) and self.difficulty in (None, question.difficulty)


@dataclass(frozen=True)
class Section:
    """A section (phần) of the paper: its cells; sections keep their order, questions inside one are mixed."""

    key: str
    cells: tuple[Cell, ...]
    title: str = ""


@dataclass(frozen=True)
class Blueprint:
    """The matrix of the paper (ma trận đề)."""

    sections: tuple[Section, ...]

    @property
    def questions(self) -> int:
        return sum(cell.count for section in self.sections for cell in section.cells)


@dataclass(frozen=True)
class QuestionRef:
    """What the draw needs to know of one frozen question: no text, no key."""

    id: str
    version: int
    topic: str
    difficulty: str
    kind: Kind
    options: tuple[str, ...]
    shuffle: bool = True


@dataclass(frozen=True)
class PaperQuestion:
    """One line of a paper: which question, which version, options in the order shown."""

    id: str
    version: int
    section: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Coverage:
    """What a cell wants and what the bank is sure to have left for it, whatever the seed."""

    section: str
    cell: Cell
    wanted: int
    available: int

    @property
    def met(self) -> bool:
        return self.available >= self.wanted


class BlueprintUnmet(Refusal):
    """The bank cannot fill a cell of the blueprint."""

    def __init__(self, cell: Cell, wanted: int, available: int) -> None:
        super().__init__(
            f"Ngân hàng câu hỏi chưa đủ cho ô “{cell}” của ma trận đề: cần {wanted} câu, hiện có {available} câu.",
            hint="Hãy bổ sung và duyệt thêm câu hỏi, hoặc sửa ma trận đề.",
        )
        self.cell = cell
        self.wanted = wanted
        self.available = available


class DuplicateQuestion(ValueError):
    """One question id stands twice in a frozen bank: a mistake of the program, not of a person."""


@dataclass(frozen=True)
class _Planned:
    section: int
    number: int
    cell: Cell
    pool: tuple[QuestionRef, ...] = field(repr=False)


@dataclass(frozen=True)
class Draw:
    """A blueprint matched with a frozen bank, ready to draw any number of papers (build once, draw thousands)."""

    blueprint: Blueprint
    steps: tuple[_Planned, ...]

    def paper(self, seed: bytes) -> tuple[PaperQuestion, ...]:
        """The one paper that belongs to `seed`."""
        drawn: dict[int, list[QuestionRef]] = {at: [] for at in range(len(self.blueprint.sections))}
        taken: set[str] = set()
        for step in self.steps:
            pool = [question for question in step.pool if question.id not in taken]
            picked = Stream(seed, "cell", step.section, step.number).sample(pool, step.cell.count)
            taken.update(question.id for question in picked)
            drawn[step.section].extend(picked)
        return tuple(
            PaperQuestion(question.id, question.version, section.key, option_order(seed, question))
            for at, section in enumerate(self.blueprint.sections)
            for question in Stream(seed, "section", at).shuffled(sorted(drawn[at], key=lambda item: item.id))
        )


def paper_seed(contest_secret: bytes, part_key: str, entrant_code: str, n: int) -> bytes:
    """The seed (32 bytes) of the entrant's n-th paper (n from 1) of a part."""
    return keyed(contest_secret, part_key, entrant_code, n)


def option_order(seed: bytes, question: QuestionRef) -> tuple[str, ...]:
    """Options as shown: mixed, unless the authors fixed their order; true/false is never mixed."""
    if not question.shuffle or question.kind == "true_false":
        return question.options
    return tuple(Stream(seed, "options", question.id).shuffled(question.options))


def prepare(blueprint: Blueprint, bank: Iterable[QuestionRef]) -> Draw:
    """Match a blueprint with a bank. Raises BlueprintUnmet for the first cell the bank may fail to fill."""
    steps = _steps(blueprint, bank)
    for found in _coverage(blueprint, steps):
        if not found.met:
            raise BlueprintUnmet(found.cell, found.wanted, found.available)
    return Draw(blueprint, tuple(steps))


def draw(blueprint: Blueprint, bank: Iterable[QuestionRef], seed: bytes) -> tuple[PaperQuestion, ...]:
    """One paper; for many of the same bank use `prepare(...).paper(seed)`."""
    return prepare(blueprint, bank).paper(seed)


def coverage(blueprint: Blueprint, bank: Iterable[QuestionRef]) -> list[Coverage]:
    """For every cell, in the blueprint's order: wanted, and available after all that cells drawn before it may take."""
    steps = _steps(blueprint, bank)
    order = {(step.section, step.number): at for at, step in enumerate(sorted(steps, key=_written))}
    found = zip(steps, _coverage(blueprint, steps), strict=True)
    return [entry for _, entry in sorted(found, key=lambda pair: order[pair[0].section, pair[0].number])]


def _written(step: _Planned) -> tuple[int, int]:
    return step.section, step.number


def _steps(blueprint: Blueprint, bank: Iterable[QuestionRef]) -> list[_Planned]:
    """Cells in drawing order: the narrow ones first, so that a cell of "any" takes from what is left."""
    questions = sorted(bank, key=lambda item: item.id)
    if len({question.id for question in questions}) != len(questions):
        raise DuplicateQuestion("one question id twice in a bank")
    steps = [
        _Planned(at, number, cell, tuple(filter(cell.takes, questions)))
        for at, section in enumerate(blueprint.sections)
        for number, cell in enumerate(section.cells)
    ]
    return sorted(steps, key=lambda step: step.cell.open_ends)


def _coverage(blueprint: Blueprint, steps: Sequence[_Planned]) -> list[Coverage]:
    found = []
    for at, step in enumerate(steps):
        mine = {question.id for question in step.pool}
        lost = sum(
            min(earlier.cell.count, sum(question.id in mine for question in earlier.pool)) for earlier in steps[:at]
        )
        available = max(0, len(mine) - lost)
        found.append(Coverage(blueprint.sections[step.section].key, step.cell, step.cell.count, available))
    return found
