"""Starting a sitting (vào thi): one open attempt per person and part, its paper drawn once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from hoithi.audit.operations import record
from hoithi.contests.models import Entrant, Part, PartEntrant, RulesText
from hoithi.contests.operations.entrants import check_may_attempt, lock_fields
from hoithi.core.canonical import random_code
from hoithi.quiz.models import Attempt, FrozenBank
from hoithi.quiz.operations.attempt_errors import NoAttemptsLeft, NotInThisPart, PaperNotReady, PartNotOpen
from hoithi.quiz.operations.attempt_finish import finish_locked
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.paper import paper_seed
from hoithi.quiz.rules.receipt import CODE_SYMBOLS
from hoithi.quiz.rules.timing import attempts_left, deadline, in_time, is_open
from hoithi.quiz.schema import QuizSettings


def start_attempt(entrant: Entrant, part: Part, *, now: datetime, rules_text: RulesText | None = None) -> Attempt:
    """Open the entrant's next attempt, or the one already open with a new epoch (never two).

    `rules_text`: the version of the rules the person agreed to; the first attempt fixes it for the entrant.
    Raises PartNotOpen, NotInThisPart, NotEligible, NoAttemptsLeft, PaperNotReady.
    """
    try:
        with transaction.atomic():
            return _start(entrant, part, now, rules_text)
    except IntegrityError:  # somebody's second tab was faster and the constraint held: take that attempt
        with transaction.atomic():
            return _start(entrant, part, now, rules_text)


def _start(given: Entrant, given_part: Part, now: datetime, rules_text: RulesText | None) -> Attempt:
    entrant = _locked_entrant(given.pk)
    part = Part.objects.get(pk=given_part.pk)
    part.contest = given_part.contest
    if entrant.contest_id == part.contest_id:
        entrant.contest = part.contest
    attempts = sorted(
        Attempt.objects.select_for_update().filter(part=part, entrant=entrant), key=lambda attempt: attempt.n
    )
    running = _running(attempts, part, entrant, now)
    if running is not None:
        return _reopen(running)
    settings = settings_of(part, entrant.group.key)
    _check_window(part, now)
    _check_belongs(entrant, part)
    check_may_attempt(entrant, now)
    used = max((attempt.n for attempt in attempts), default=0)
    if attempts_left(settings.attempts, used) == 0:
        raise NoAttemptsLeft(settings.attempts)
    if rules_text is not None and entrant.locked_at is None and entrant.rules_text_id != rules_text.pk:
        entrant.rules_text = rules_text
        entrant.save(update_fields=["rules_text"])
    return _open(part, entrant, settings, used + 1, now)


def _locked_entrant(pk: int) -> Entrant:
    """The entrant as they are now. A joined row is as old as the statement: where unit or group was corrected while it
    waited for the lock, the join came out empty and is read once more."""
    rows = Entrant.objects.select_for_update(of=("self",), no_key=True)
    rows = rows.select_related("person", "group", "contest_unit").filter(pk=pk)
    found = next(iter(rows), None)
    if found is None or (found.contest_unit_id is not None and found.contest_unit is None):
        return rows.get()
    return found


def _running(attempts: Sequence[Attempt], part: Part, entrant: Entrant, now: datetime) -> Attempt | None:
    """The attempt still open in time; one that has run out is finalised first."""
    for attempt in attempts:
        if attempt.ended_at is None:
            attempt.part, attempt.entrant = part, entrant
            if in_time(now, attempt.deadline_at):
                return attempt
            finish_locked(attempt, received_at=None)
    return None


def _reopen(attempt: Attempt) -> Attempt:
    attempt.epoch += 1
    attempt.save(update_fields=["epoch"])
    return attempt


def _check_window(part: Part, now: datetime) -> None:
    opens, closes = part.opens, part.closes
    exact = opens is not None and closes is not None and part.precision == "exact"
    if not exact or not is_open(now, opens, closes):  # type: ignore[arg-type]  # exact says both are set
        raise PartNotOpen(opens if exact else None, closes, now)


def _check_belongs(entrant: Entrant, part: Part) -> None:
    groups = part.spec.groups
    if entrant.contest_id != part.contest_id or (groups and entrant.group.key not in groups):
        raise NotInThisPart
    if part.spec.entrants_from and not PartEntrant.objects.filter(part=part, entrant=entrant).exists():
        raise NotInThisPart


def _open(part: Part, entrant: Entrant, settings: QuizSettings, n: int, now: datetime) -> Attempt:
    bank, secret = _frozen(part, entrant.group.key)
    content = content_of(bank)
    seed = paper_seed(secret, part.key, entrant.code, n)
    paper = content.paper(seed)
    attempt = Attempt.objects.create(
        code=random_code(CODE_SYMBOLS),
        part=part,
        entrant=entrant,
        n=n,
        frozen_bank=bank,
        paper=content.stored(paper),
        started_at=now,
        deadline_at=_deadline(part, settings, now),
    )
    lock_fields(entrant, now)
    record(
        "quiz:attempt:started",
        now=now,
        contest_key=part.contest.slug,
        target=attempt.code,
        data={"part": part.key, "n": n, "deadline": attempt.deadline_at},
    )
    return attempt


def _frozen(part: Part, group_key: str) -> tuple[FrozenBank, bytes]:
    """The bank of the entrant's group (or the one for all) and the secret papers are drawn by."""
    rows = FrozenBank.objects.filter(part=part, group_key__in=(group_key, "")).defer("blueprint")
    banks = {bank.group_key: bank for bank in rows.annotate(secret=F("part__draw_secret__secret")).order_by()}
    bank = banks.get(group_key) or banks.get("")
    if bank is None or bank.secret is None:  # type: ignore[attr-defined]
        raise PaperNotReady
    return bank, bytes(bank.secret)  # type: ignore[attr-defined]


def _deadline(part: Part, settings: QuizSettings, now: datetime) -> datetime:
    limit = timedelta(minutes=settings.time_limit_min)
    assert part.closes is not None, "checked with the window"
    return deadline(now, limit, part.closes if settings.close_policy == "cut" else now + limit)
