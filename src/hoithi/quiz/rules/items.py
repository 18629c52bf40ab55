"""Item analysis (phân tích câu hỏi) where every paper draws other questions: one pass, integers, exact figures.

Credits are whole numbers of 1/unit of a question, so that a multiple choice marked in parts stays exact. Each question
keeps sums over the people who met it; what is compared with it is their result on the *other* questions of their own
paper. Sources and formulas: docs/rules/statistics.md, "Questions".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from math import isqrt
from typing import Any, Literal

Group = Literal["top", "middle", "bottom"]
Doubt = Literal["key", "negative", "weak", "hard", "easy", "omitted", "dead"]
SHOWN_FROM = 30
"""People who met a question before any figure of it is shown (with fewer, one person moves p by over 3 %)."""
SURE_FROM = 100
"""From here on a correlation's standard error is at most 0.1."""
TAIL = Fraction(27, 100)
"""Kelley (1939): tails that tell most about a question."""
LEAST_TAIL = 10
"""People of a tail who met the question before options are compared in it."""
WEAK, HARD, EASY, MANY_OMITTED = Fraction(1, 5), Fraction(1, 5), Fraction(19, 20), Fraction(1, 10)


@dataclass
class Tally:
    """Sums of one question over the people who met it; `rest` is their credit on the paper's other questions.

    `top`, `bottom`: [people, credit, omitted] of the tails; `options`: option id → [everybody, top, bottom].
    """

    n: int = 0
    credit: int = 0
    credit_sq: int = 0
    rest: int = 0
    rest_sq: int = 0
    cross: int = 0
    omitted: int = 0
    top: list[int] = field(default_factory=lambda: [0, 0, 0])
    bottom: list[int] = field(default_factory=lambda: [0, 0, 0])
    options: dict[str, list[int]] = field(default_factory=dict)

    def add(self, credit: int, total: int, chosen: Sequence[str], group: Group) -> None:
        """One person's answer; `total` is the credit of their whole paper, `chosen` the option ids."""
        rest = total - credit
        self.n += 1
        self.credit += credit
        self.credit_sq += credit * credit
        self.rest += rest
        self.rest_sq += rest * rest
        self.cross += credit * rest
        self.omitted += not chosen
        tail = self.top if group == "top" else self.bottom if group == "bottom" else None
        if tail is not None:
            tail[0] += 1
            tail[1] += credit
            tail[2] += not chosen
        for option in chosen:
            counts = self.options.setdefault(option, [0, 0, 0])
            counts[0] += 1
            if tail is not None:
                counts[1 if group == "top" else 2] += 1

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class OptionFigure:
    """How often one option was chosen: shares of everybody, the best and the weakest who met the question."""

    option: str
    correct: bool
    chosen: int
    share: Fraction
    top: Fraction | None
    bottom: Fraction | None


@dataclass(frozen=True)
class ItemFigures:
    """What is known of one question; None where too few people met it or nothing can be compared.

    `difficulty`: mean credit p in 0…1; `discrimination`: item–rest correlation in −1…1 (six decimals, rounded);
    `tails`: p of the best 27 % minus p of the weakest 27 %.
    """

    n: int
    difficulty: Fraction | None = None
    discrimination: Fraction | None = None
    tails: Fraction | None = None
    omitted: Fraction | None = None
    options: tuple[OptionFigure, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def sure(self) -> bool:
        return self.n >= SURE_FROM


def figures(tally: Tally, options: Iterable[str], key: Iterable[str], *, unit: int, questions: int) -> ItemFigures:
    """Figures of one question from its sums; `options` in the bank's order, `questions` on a paper."""
    if tally.n < SHOWN_FROM:
        return ItemFigures(tally.n)
    right = frozenset(key)
    rows = tuple(_option(tally, option, correct=option in right) for option in options)
    difficulty = Fraction(tally.credit, tally.n * unit)
    discrimination = correlation(tally) if questions > 1 else None
    omitted = Fraction(tally.omitted, tally.n)
    return ItemFigures(
        tally.n,
        difficulty,
        discrimination,
        _tails(tally, unit),
        omitted,
        rows,
        _doubts(difficulty, discrimination, omitted, rows),
    )


def correlation(tally: Tally) -> Fraction | None:
    """Pearson's correlation of a question with the rest of the paper; None when either does not vary."""
    across = tally.n * tally.cross - tally.credit * tally.rest
    squares = (tally.n * tally.credit_sq - tally.credit**2) * (tally.n * tally.rest_sq - tally.rest**2)
    if squares <= 0:
        return None
    size = root(Fraction(across * across, squares))
    return size if across >= 0 else -size


def root(square: Fraction, places: int = 6) -> Fraction:
    """The square root of a rational, to the nearest 10⁻ᵖˡᵃᶜᵉˢ."""
    scale = 10**places
    doubled = isqrt(4 * square.numerator * scale * scale // square.denominator)
    return Fraction((doubled + 1) // 2, scale)


def tail_cuts(results: Mapping[Fraction, int], tail: Fraction = TAIL) -> tuple[Fraction, Fraction] | None:
    """(top from, bottom up to) as shares of the full mark, from share → people; everybody equal to a cut belongs to it.

    None when the two groups would meet: too few different results to compare.
    """
    people = sum(results.values())
    if not people:
        return None
    bottom = _reach(sorted(results), results, tail * people)
    top = _reach(sorted(results, reverse=True), results, tail * people)
    return (top, bottom) if top > bottom else None


def group_of(share: Fraction, cuts: tuple[Fraction, Fraction] | None) -> Group:
    if cuts is None:
        return "middle"
    return "top" if share >= cuts[0] else "bottom" if share <= cuts[1] else "middle"


def _reach(ordered: Sequence[Fraction], results: Mapping[Fraction, int], wanted: Fraction) -> Fraction:
    reached = 0
    for share in ordered:
        reached += results[share]
        if reached >= wanted:
            return share
    return ordered[-1]


def _tails(tally: Tally, unit: int) -> Fraction | None:
    if min(tally.top[0], tally.bottom[0]) < LEAST_TAIL:
        return None
    return Fraction(tally.top[1], tally.top[0] * unit) - Fraction(tally.bottom[1], tally.bottom[0] * unit)


def _option(tally: Tally, option: str, *, correct: bool) -> OptionFigure:
    chosen, top, bottom = tally.options.get(option, (0, 0, 0))
    return OptionFigure(
        option,
        correct,
        chosen,
        Fraction(chosen, tally.n),
        Fraction(top, tally.top[0]) if tally.top[0] >= LEAST_TAIL else None,
        Fraction(bottom, tally.bottom[0]) if tally.bottom[0] >= LEAST_TAIL else None,
    )


def _doubts(
    difficulty: Fraction, discrimination: Fraction | None, omitted: Fraction, rows: Sequence[OptionFigure]
) -> tuple[Doubt, ...]:
    """What a reviewer should look at, the gravest first. A wrong option the best prefer asks for the key itself."""
    found: list[Doubt] = []
    keys = [row.top for row in rows if row.correct and row.top is not None]
    if keys and any(row.top > min(keys) for row in rows if not row.correct and row.top is not None):
        found.append("key")
    if discrimination is not None and discrimination < 0:
        found.append("negative")
    elif discrimination is not None and discrimination < WEAK and HARD <= difficulty <= EASY:
        found.append("weak")
    if difficulty < HARD:
        found.append("hard")
    elif difficulty > EASY:
        found.append("easy")
    if omitted > MANY_OMITTED:
        found.append("omitted")
    if any(not row.chosen and not row.correct for row in rows):
        found.append("dead")
    return tuple(found)
