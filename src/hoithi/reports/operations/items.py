"""Item analysis after the close: one batch of attempts a turn, so that nothing else in the sequencer waits for it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from hoithi.contests.models import Part
from hoithi.quiz.models import FrozenBank
from hoithi.quiz.queries.attempt_paper import Content, content_of
from hoithi.quiz.queries.facts import is_settled
from hoithi.quiz.queries.statistics import standing_counts
from hoithi.quiz.queries.statistics_items import BankSums, add_batch, begin
from hoithi.quiz.rules.items import figures
from hoithi.quiz.rules.reliability import is_same_paper, nested, same_paper
from hoithi.reports.models import ContestStatistics, ItemStatistics

BATCH = 2000
GRAVE = frozenset({"key", "negative"})
"""Doubts that ask for the key itself: somebody looks before results are published."""
LOOK_AGAIN = timedelta(hours=1)


def count_due(now: datetime, *, batch: int = BATCH) -> bool:
    """One turn: a batch of the first part that has something to read. False when there is nothing to do."""
    closed = Part.objects.filter(kind="quiz", frozen_at__isnull=False, closes__lte=now)
    open_work = Q(item_statistics__isnull=True) | Q(item_statistics__done_at__isnull=True)
    for part in (
        closed.filter(open_work | Q(item_statistics__check_at__lte=now)).order_by("closes").select_related("contest")
    ):
        if is_settled(part, now=now) and count_items(part, now=now, batch=batch):
            return True
    return False


def count_items(part: Part, *, now: datetime, batch: int = BATCH) -> bool:
    """Read the next batch of one settled part; the last turn works out the figures. False when nothing changed."""
    kept = ItemStatistics.objects.filter(part=part).first()
    if kept is not None and kept.done_at is not None:
        ItemStatistics.objects.filter(pk=kept.pk).update(check_at=now + LOOK_AGAIN)
        if kept.counted == standing_counts(part):
            return False
        ItemStatistics.objects.filter(pk=kept.pk).update(done_at=None, cursor=0, work=[])
        # The result of somebody has been taken away or given back: everything else is out of date with it.
        ContestStatistics.objects.filter(contest=part.contest_id).update(due_at=now, at=None)
        return True
    if kept is None or not kept.work:
        work = [bank.as_json() for bank in begin(part)]
        fresh = {"work": work, "cursor": 0, "counted": standing_counts(part)}
        kept, _ = ItemStatistics.objects.update_or_create(part=part, defaults=fresh)
        if not work:
            _finish(kept, [], now)
            return True
    sums = [BankSums.of_json(bank) for bank in kept.work]
    last = add_batch(part, sums, after=kept.cursor, limit=batch)
    if last is None:
        _finish(kept, sums, now)
        return True
    # Two workers may have read the same batch: only the first may keep it.
    turn = ItemStatistics.objects.filter(pk=kept.pk, cursor=kept.cursor, done_at__isnull=True)
    turn.update(cursor=last, work=[bank.as_json() for bank in sums])
    return True


def _finish(kept: ItemStatistics, sums: list[BankSums], now: datetime) -> None:
    reliability, items = [], []
    for bank in sums:
        frozen = FrozenBank.objects.get(pk=bank.bank)
        reliability.append({"group": frozen.group_key, "questions": bank.questions} | _trust(bank))
        items += _items(bank, content_of(frozen))
    grave = sum(1 for item in items if not GRAVE.isdisjoint(item["doubts"]))
    fields = {"reliability": reliability, "items": items, "work": [], "to_review": grave}
    turn = ItemStatistics.objects.filter(pk=kept.pk, cursor=kept.cursor, done_at__isnull=True)
    turn.update(done_at=now, check_at=now + LOOK_AGAIN, **fields)


def _trust(bank: BankSums) -> dict[str, Any]:
    tallies = list(bank.items.values())
    if is_same_paper(tallies, bank.paper, bank.questions):
        found = same_paper(tallies, bank.paper, unit=bank.unit)
    else:
        found = nested(bank.paper, unit=bank.unit, questions=bank.questions)
    if found is None:
        return {"n": bank.paper.n, "value": None}
    return {name: value if isinstance(value, int | str) else str(value) for name, value in asdict(found).items()} | {
        "level": found.level
    }


def _items(bank: BankSums, content: Content) -> list[dict[str, Any]]:
    """Figures as exact text; options are counted, which of them is right is not written here."""
    found = []
    for pk, tally in bank.items.items():
        item = content.items[pk]
        one = figures(tally, item.options, item.key, unit=bank.unit, questions=bank.questions)
        found.append(
            {
                "bank": bank.bank,
                "id": pk,
                "unit": bank.unit,
                "questions": bank.questions,
                "n": one.n,
                "p": _text(one.difficulty),
                "r": _text(one.discrimination),
                "d": _text(one.tails),
                "omitted": _text(one.omitted),
                "doubts": list(one.doubts),
                "tally": tally.as_json(),
            }
        )
    return found


def _text(value: object) -> str | None:
    return None if value is None else str(value)
