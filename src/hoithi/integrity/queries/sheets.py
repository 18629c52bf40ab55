"""What the rules compare: the counting attempts of one part as wrong answers, moments, speeds, uses of devices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from hoithi.contests.models import Part
from hoithi.integrity.models import Trace
from hoithi.integrity.queries.signals import Seen, seen_of
from hoithi.integrity.rules.devices import Use
from hoithi.integrity.rules.nearness import Seen as Near
from hoithi.integrity.rules.similarity import Sheet
from hoithi.integrity.rules.speed import Sitting, syllables
from hoithi.integrity.rules.timing import Rhythm, single
from hoithi.quiz.models import Answer, Attempt, FrozenBank, Result
from hoithi.quiz.queries.attempt_paper import Content, content_of


@dataclass
class Gathered:
    """Everything of one part, by id of the counting attempt."""

    sheets: dict[int, Sheet] = field(default_factory=dict)
    sittings: dict[int, Sitting] = field(default_factory=dict)
    rhythms: dict[int, Rhythm] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    """Attempt → entrant."""
    near: list[Near] = field(default_factory=list)
    seen: dict[int, Seen] = field(default_factory=dict)
    in_order: bool = False
    """Questions come in one order for everybody: answers in step mean nothing then."""


def gather_part(part: Part, *, mixed: bool) -> Gathered:
    """Read the counting attempts of a part; four queries whatever their number, and one for each frozen bank."""
    found = Gathered(in_order=not mixed)
    results = Result.objects.filter(part=part).select_related("attempt").order_by("attempt_id")
    attempts = {row.attempt_id: row for row in results}
    banks = {row.pk: content_of(row) for row in FrozenBank.objects.filter(part=part)}
    chosen: dict[int, dict[int, tuple[str, datetime]]] = defaultdict(dict)
    answers = Answer.objects.filter(part_id=part.pk, attempt_id__in=results.values("attempt_id")).exclude(choice="")
    for attempt_id, pos, choice, at in answers.values_list("attempt_id", "pos", "choice", "received_at").iterator():
        chosen[attempt_id][pos] = (choice, at)
    found.seen = seen_of(list(attempts))
    for pk, row in attempts.items():
        _add(found, row, banks[row.attempt.frozen_bank_id], chosen.get(pk, {}))
    return found


def _add(found: Gathered, row: Result, content: Content, chosen: dict[int, tuple[str, datetime]]) -> None:
    attempt, pk = row.attempt, row.attempt_id
    items = [int(frozen_id) for frozen_id, _order in attempt.paper]
    given = {items[pos - 1]: answer for pos, answer in chosen.items() if pos <= len(items)}
    wrong = {
        item: choice for item, (choice, _at) in given.items() if frozenset(choice.split(",")) != content.items[item].key
    }
    end = attempt.ended_at or attempt.deadline_at
    found.people[pk] = row.entrant_id
    found.sheets[pk] = Sheet(pk, frozenset(items), wrong)
    length = sum(syllables(content.items[item].text, *content.items[item].options.values()) for item in items)
    found.sittings[pk] = Sitting(attempt.elapsed_ms or 0, attempt.correct or 0, len(items), length)
    moments = single({item: at for item, (_choice, at) in given.items()})
    found.rhythms[pk] = Rhythm(attempt.started_at, end, moments)
    seen = found.seen.get(pk, Seen())
    found.near.append(
        Near(
            pk,
            row.entrant_id,
            attempt.started_at,
            end,
            min(seen.devices, default=""),
            min(seen.networks, default=""),
            str(row.contest_unit_id or ""),
        )
    )


def uses_of(part: Part) -> list[Use]:
    """Every attempt of a part on every device it was opened on, counting or not."""
    rows = Trace.objects.filter(attempt__part=part).exclude(device="").exclude(attempt__ended_by=Attempt.VOIDED)
    return [
        Use(device, person, attempt, start, ended or deadline)
        for device, person, attempt, start, ended, deadline in rows.values_list(
            "device",
            "attempt__entrant_id",
            "attempt_id",
            "attempt__started_at",
            "attempt__ended_at",
            "attempt__deadline_at",
        )
    ]
