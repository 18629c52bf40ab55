"""Item analysis as pages read it; texts and keys are fetched only for the questions shown, and only when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hoithi.core.spoken import percent
from hoithi.quiz.models import FrozenBank, FrozenQuestion
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.rules.items import Tally, figures
from hoithi.reports.models import ItemStatistics

GRAVITY = ("key", "negative", "weak", "hard", "omitted", "easy", "dead")


@dataclass(frozen=True)
class Line:
    """One question without its text: `code` names it in the bank."""

    id: int
    bank: int
    code: str
    n: int
    p: Fraction | None
    r: Fraction | None
    d: Fraction | None
    omitted: Fraction | None
    doubts: tuple[str, ...]
    raw: dict[str, Any]

    @property
    def grave(self) -> tuple[str, ...]:
        """Doubts somebody should look into; an option nobody chooses is only a remark."""
        return tuple(doubt for doubt in self.doubts if doubt != "dead")

    @property
    def order(self) -> tuple[int, int, str]:
        gravest = min((GRAVITY.index(doubt) for doubt in self.doubts), default=len(GRAVITY))
        return (gravest, -len(self.doubts), self.code)


@dataclass(frozen=True)
class Option:
    text: str
    correct: bool
    chosen: int
    share: str
    top: str
    bottom: str


@dataclass(frozen=True)
class Text:
    """A question as bank readers see it, with who chose what."""

    text: str
    options: tuple[Option, ...]


def lines(kept: ItemStatistics) -> list[Line]:
    """Every question anybody met, those to look at first."""
    codes = dict(
        FrozenQuestion.objects.filter(frozen_bank__part=kept.part_id).values_list("pk", "version__question__code")
    )
    found = [
        Line(
            id=raw["id"],
            bank=raw["bank"],
            code=codes.get(raw["id"], ""),
            n=raw["n"],
            p=_exact(raw["p"]),
            r=_exact(raw["r"]),
            d=_exact(raw["d"]),
            omitted=_exact(raw["omitted"]),
            doubts=tuple(raw["doubts"]),
            raw=raw,
        )
        for raw in kept.items
    ]
    return sorted(found, key=lambda line: line.order)


def _exact(text: str | None) -> Fraction | None:
    return Fraction(text) if text is not None else None


def with_texts(chosen: Iterable[Line], *, texts: bool) -> list[tuple[Line, Text | None]]:
    """Lines beside their texts; without the right to read the bank nothing of it is even fetched."""
    rows = list(chosen)
    if not texts:
        return [(line, None) for line in rows]
    banks = FrozenBank.objects.in_bulk({line.bank for line in rows})
    return [(line, _text(line, banks[line.bank])) for line in rows]


def _text(line: Line, bank: FrozenBank) -> Text:
    item = content_of(bank).items[line.id]
    tally = Tally(**line.raw["tally"])
    found = figures(tally, item.options, item.key, unit=line.raw["unit"], questions=line.raw["questions"])
    return Text(
        item.text,
        tuple(
            Option(
                item.options[one.option],
                one.correct,
                one.chosen,
                percent(one.share),
                _percent(one.top),
                _percent(one.bottom),
            )
            for one in found.options
        ),
    )


def _percent(share: Fraction | None) -> str:
    return percent(share) if share is not None else "–"
