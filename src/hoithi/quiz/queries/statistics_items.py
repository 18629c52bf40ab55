"""Who answered what, read once in order of attempts: sums per question and per paper, a batch at a time.

First attempts only: a second paper may repeat questions one has seen. Everything read here ends as sums; neither
memory nor one turn of the sequencer grows with the number of attempts. Holds answer keys: for the background only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any

from django.db.models import Count

from hoithi.contests.models import Part
from hoithi.quiz.models import Answer, FrozenBank
from hoithi.quiz.queries.attempt_paper import Content, content_of
from hoithi.quiz.queries.attempt_settings import marking_of, settings_of
from hoithi.quiz.queries.statistics import finished
from hoithi.quiz.rules.items import Tally, group_of, tail_cuts
from hoithi.quiz.rules.marking import Marking, mark
from hoithi.quiz.rules.reliability import PaperSums, joined

Cuts = tuple[Fraction, Fraction] | None


@dataclass
class BankSums:
    """Sums over the papers drawn from one frozen bank."""

    bank: int
    questions: int
    unit: int
    cuts: Cuts
    paper: PaperSums = field(default_factory=PaperSums)
    items: dict[int, Tally] = field(default_factory=dict)
    """Frozen question id → its sums."""

    def as_json(self) -> dict[str, Any]:
        return {
            "bank": self.bank,
            "questions": self.questions,
            "unit": self.unit,
            "cuts": [str(cut) for cut in self.cuts] if self.cuts else None,
            "paper": self.paper.as_json(),
            "items": {str(pk): tally.as_json() for pk, tally in self.items.items()},
        }

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> BankSums:
        cuts = (Fraction(data["cuts"][0]), Fraction(data["cuts"][1])) if data["cuts"] else None
        items = {int(pk): Tally(**tally) for pk, tally in data["items"].items()}
        return cls(data["bank"], data["questions"], data["unit"], cuts, PaperSums.of_json(data["paper"]), items)


def begin(part: Part) -> list[BankSums]:
    """Empty sums for every frozen bank of the part, with the results that bound its best and weakest 27 %."""
    return [_begin(part, bank) for bank in FrozenBank.objects.filter(part=part).order_by("pk")]


def _begin(part: Part, bank: FrozenBank) -> BankSums:
    questions = sum(cell["count"] for section in bank.blueprint["sections"] for cell in section["cells"])
    rows = _firsts(part).filter(frozen_bank=bank).values_list("correct", "score").annotate(c=Count("id"))
    results: dict[Fraction, int] = {}
    for correct, score, count in rows:
        share = Fraction(score or correct or 0) / questions
        results[share] = results.get(share, 0) + count
    partial = marking_of(settings_of(part, bank.group_key)).multiple == "partial"
    unit = lcm(*(len(item.key) or 1 for item in content_of(bank).items.values()), 1) if partial else 1
    return BankSums(bank.pk, questions, unit, tail_cuts(results))


def _firsts(part: Part) -> Any:
    return finished([part.pk]).filter(n=1)


def add_batch(part: Part, sums: Sequence[BankSums], *, after: int, limit: int) -> int | None:
    """Add the next `limit` first attempts with an id above `after`; the last id read, None when there are no more."""
    firsts = _firsts(part).filter(pk__gt=after).order_by("pk")
    rows = list(firsts.values_list("pk", "frozen_bank", "paper", "correct", "score")[:limit])
    if not rows:
        return None
    answers: dict[int, dict[int, str]] = {pk: {} for pk, *_rest in rows}
    saved = Answer.objects.filter(part_id=part.pk, attempt_id__gte=rows[0][0], attempt_id__lte=rows[-1][0])
    for attempt, pos, choice in saved.values_list("attempt_id", "pos", "choice").iterator(chunk_size=5000):
        if attempt in answers:
            answers[attempt][pos] = choice
    readers = {bank.bank: _Reader(part, bank) for bank in sums}
    for pk, bank_id, paper, correct, score in rows:
        if bank_id in readers:
            readers[bank_id].add(paper, answers[pk], Fraction(score or correct or 0))
    return int(rows[-1][0])


@dataclass
class _Reader:
    """Adds papers to the sums of one bank; what an answer earns is remembered, since few different ones are given."""

    part: Part
    sums: BankSums
    earned: dict[tuple[int, str], int] = field(default_factory=dict)

    @cached_property
    def bank(self) -> FrozenBank:
        return FrozenBank.objects.get(pk=self.sums.bank)

    @cached_property
    def content(self) -> Content:
        return content_of(self.bank)

    @cached_property
    def marking(self) -> Marking:
        return marking_of(settings_of(self.part, self.bank.group_key))

    @cached_property
    def stratum(self) -> dict[int, int]:
        """Question → the first cell of the blueprint it fits."""
        cells = [
            (cell["topic"], cell["difficulty"]) for part in self.bank.blueprint["sections"] for cell in part["cells"]
        ]
        return {
            pk: next(
                (
                    at
                    for at, (topic, difficulty) in enumerate(cells)
                    if topic in (None, item.ref.topic) and difficulty in (None, item.ref.difficulty)
                ),
                len(cells),
            )
            for pk, item in self.content.items.items()
        }

    def credit(self, question: int, choice: str) -> int:
        known = self.earned.get((question, choice))
        if known is None:
            name = str(question)
            given = {name: choice.split(",")} if choice else {}
            found = mark([name], given, {name: self.content.items[question].key}, self.marking)
            exact = found.score if self.marking.multiple == "partial" else found.correct
            known = self.earned[question, choice] = int(exact * self.sums.unit)
        return known

    def add(self, paper: Sequence[Sequence[Any]], answers: Mapping[int, str], result: Fraction) -> None:
        """One paper; `result` is what it was marked with, and places it among the best or the weakest."""
        choices = [(line[0], answers.get(pos, "")) for pos, line in enumerate(paper, 1)]
        marks = [self.credit(question, choice) for question, choice in choices]
        total = sum(marks)
        group = group_of(result / self.sums.questions, self.sums.cuts)
        strata: dict[int, list[int]] = {}
        for (question, choice), credit in zip(choices, marks, strict=True):
            tally = self.sums.items.setdefault(question, Tally())
            tally.add(credit, total, choice.split(",") if choice else (), group)
            strata.setdefault(self.stratum[question], []).append(credit)
        self.sums.paper.add(joined(strata))
