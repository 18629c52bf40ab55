"""Counting how often questions were used: once, in the background, when a part (round) is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from hoithi.contests.models import Part
from hoithi.quiz.models import Answer, Attempt, FrozenBank, FrozenQuestion, Usage
from hoithi.quiz.queries.bank_usage import text_key
from hoithi.quiz.queries.facts import is_settled
from hoithi.quiz.rules.fair_draw import DrawTest, as_json, measure_draw

CHUNK = 2000


def fold_due(now: datetime) -> int:
    """Fold every part that is over and was not folded yet; returns how many."""
    parts = Part.objects.filter(frozen_banks__draw_test__isnull=True, frozen_banks__isnull=False, closes__lte=now)
    return sum(fold_usage(part, now=now) for part in parts.distinct().select_related("contest"))


def fold_usage(part: Part, *, now: datetime) -> bool:
    """The counters and the draw test of one part; False when it is not over, or was folded before.

    A question that two groups' banks share is one row. Voided papers count: they were seen all the same.
    """
    banks = list(FrozenBank.objects.filter(part=part, draw_test__isnull=True))
    if not banks or not is_settled(part, now=now):
        return False
    rows = _rows(part, now)
    for bank in banks:
        bank.draw_test = as_json(_measured(bank))
    with transaction.atomic():
        Usage.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
        FrozenBank.objects.bulk_update(banks, ["draw_test"])
    return True


def _measured(bank: FrozenBank) -> DrawTest:
    rows = FrozenQuestion.objects.filter(frozen_bank=bank).values_list("pk", "topic", "difficulty")
    papers = Attempt.objects.filter(frozen_bank=bank).order_by("pk").values_list("paper", flat=True)
    drawn = ([str(line[0]) for line in paper] for paper in papers.iterator(chunk_size=CHUNK))
    return measure_draw({str(pk): (topic, difficulty) for pk, topic, difficulty in rows}, drawn)


def _rows(part: Part, now: datetime) -> list[Usage]:
    drawn, answered, right = _counted(part)
    rows: dict[int, Usage] = {}
    for frozen in FrozenQuestion.objects.filter(frozen_bank__part=part).select_related("version"):
        if not drawn[frozen.pk]:
            continue
        values = {"text_key": text_key(frozen.version.text), "last_at": part.closes, "folded_at": now}
        fresh = Usage(question_id=frozen.version.question_id, part=part, drawn=0, answered=0, right=0, **values)
        row = rows.setdefault(frozen.version.question_id, fresh)
        row.drawn += drawn[frozen.pk]
        row.answered += answered[frozen.pk]
        row.right += right[frozen.pk]
    return list(rows.values())


def _counted(part: Part) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Frozen question id → papers it stood on, answers given, right answers; a batch of attempts at a time."""
    keys = {pk: key for bank in FrozenBank.objects.filter(part=part) for pk, key in _keys(bank)}
    drawn: Counter[int] = Counter()
    answered: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for papers in _batches(part):
        for paper in papers.values():
            drawn.update(line[0] for line in paper)
        saved = Answer.objects.filter(part_id=part.pk, attempt_id__gte=min(papers), attempt_id__lte=max(papers))
        for attempt, pos, choice in saved.exclude(choice="").values_list("attempt_id", "pos", "choice").iterator():
            frozen = papers[attempt][pos - 1][0]
            answered[frozen] += 1
            right[frozen] += choice == keys[frozen]
    return drawn, answered, right


def _keys(bank: FrozenBank) -> Iterator[tuple[int, str]]:
    rows = FrozenQuestion.objects.filter(frozen_bank=bank).values_list("pk", "version__options")
    for pk, options in rows:
        yield pk, ",".join(sorted(option["id"] for option in options if option["correct"]))


def _batches(part: Part) -> Iterator[dict[int, Any]]:
    last = 0
    while True:
        rows = Attempt.objects.filter(part=part, pk__gt=last).order_by("pk").values_list("pk", "paper")[:CHUNK]
        papers = dict(rows)
        if not papers:
            return
        yield papers
        last = max(papers)
