"""Starting a sitting (vào thi): one open attempt per person and part, its paper drawn once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from hoithi.audit.actor import Actor
from hoithi.audit.operations import Event, record_all
from hoithi.contests.models import Entrant, Part, PartEntrant, RulesText
from hoithi.contests.operations.entrants import check_many_may_attempt, lock_many_fields
from hoithi.contests.queries.parts import parts_by_id
from hoithi.core.canonical import random_code
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.rows import fetch_rows, insert_rows
from hoithi.quiz.models import Attempt, DrawSecret, FrozenBank
from hoithi.quiz.operations.attempt_errors import (
    ConsentMissing,
    NoAttemptsLeft,
    NotInThisPart,
    PaperNotReady,
    PartNotOpen,
)
from hoithi.quiz.operations.attempt_finish import End, finish_many
from hoithi.quiz.operations.attempt_lock import accounts_of, locked_entrants
from hoithi.quiz.queries.attempt_choices import keep_choices
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.paper import paper_seed
from hoithi.quiz.rules.receipt import CODE_SYMBOLS
from hoithi.quiz.rules.timing import attempts_left, deadline, in_time, is_open
from hoithi.quiz.schema import QuizSettings


class Start(NamedTuple):
    """Somebody who presses "Bắt đầu làm bài". `rules_text_id`: the version of the rules they agreed to.

    `account_id` is named where a signed ticket speaks for the session: the account must still be allowed in.
    """

    entrant_id: int
    part_id: int
    now: datetime
    rules_text_id: int | None = None
    account_id: int | None = None


def start_attempt(entrant: Entrant, part: Part, *, now: datetime, rules_text: RulesText | None = None) -> Attempt:
    """Open the entrant's next attempt, or the one already open with a new epoch (never two).

    `rules_text`: the version of the rules the person agreed to; the first attempt fixes it for the entrant.
    Raises PartNotOpen, NotInThisPart, NotEligible, NoAttemptsLeft, PaperNotReady.
    """
    start = Start(entrant.pk, part.pk, now, rules_text.pk if rules_text else None)
    try:
        (attempt,) = start_many([start])
    except IntegrityError:  # somebody's second tab was faster and the constraint held: take that attempt
        (attempt,) = start_many([start])
    if isinstance(attempt, Refusal):
        raise attempt
    assert attempt is not None, "nothing was to be skipped"
    return attempt


@transaction.atomic
def start_many(starts: Sequence[Start], *, skip_locked: bool = False) -> list[Attempt | Refusal | None]:
    """The same for many people, each of them once, in one transaction; one who is refused keeps nobody back.

    With `skip_locked`, None stands for an entrant somebody else is changing at this moment: ask again.
    """
    desk = _Desk(starts, skip_locked=skip_locked)
    outcomes: list[Attempt | Refusal | None] = [desk.outcome(start) for start in starts]
    desk.write()
    return outcomes


class _Desk:
    """What starting these people needs, read once for all; decides one by one, then writes for all."""

    def __init__(self, starts: Sequence[Start], *, skip_locked: bool) -> None:
        self.skip_locked = skip_locked
        parts = parts_by_id({start.part_id for start in starts}, plans=True)
        self.parts = parts
        self.entrants = locked_entrants({start.entrant_id for start in starts}, skip_locked=skip_locked)
        for entrant in self.entrants.values():  # the contest as it was read with the part
            same = (part.contest for part in parts.values() if part.contest_id == entrant.contest_id)
            entrant.contest = next(same, None) or entrant.contest
        self.attempts: dict[tuple[int, int], list[Attempt]] = defaultdict(list)
        for attempt in fetch_rows(Attempt, "entrant", self.entrants, lock=False):
            if attempt.part_id in parts:
                attempt.part, attempt.entrant = parts[attempt.part_id], self.entrants[attempt.entrant_id]
                self.attempts[attempt.part_id, attempt.entrant_id].append(attempt)
        self.not_allowed = self._judged(starts)
        self.accounts = accounts_of(self.entrants.values())
        self.rules: dict[int, int | None] = {}
        self.banks: dict[tuple[int, str], tuple[FrozenBank, bytes] | None] = {}
        self._settle(starts)
        self.opened: list[Attempt] = []
        self.raised: list[Attempt] = []
        self.agreed: dict[int | None, list[Entrant]] = defaultdict(list)

    def _judged(self, starts: Sequence[Start]) -> dict[int, Refusal]:
        """Who may not, on the day of their start; a batch at midnight has two days."""
        days: dict[date, list[Start]] = defaultdict(list)
        for start in starts:
            days[start.now.astimezone(VIETNAM).date()].append(start)
        refused: dict[int, Refusal] = {}
        for some in days.values():
            entrants = [found for start in some if (found := self.entrants.get(start.entrant_id)) is not None]
            refused |= check_many_may_attempt(entrants, some[0].now)
        return refused

    def _settle(self, starts: Sequence[Start]) -> None:
        """Attempts that have run out are finalised before the next may open."""
        now = {(start.part_id, start.entrant_id): start.now for start in starts}
        open_ones = [one for key in now for one in self.attempts[key] if one.ended_at is None]
        finish_many(
            [End(one, None) for one in open_ones if not in_time(now[one.part_id, one.entrant_id], one.deadline_at)]
        )

    def outcome(self, start: Start) -> Attempt | Refusal | None:
        entrant, part = self.entrants.get(start.entrant_id), self.parts[start.part_id]
        if entrant is None and self.skip_locked:
            return None
        try:
            if entrant is None:
                raise NotInThisPart
            return self._attempt(start, entrant, part)
        except Refusal as refusal:
            return refusal

    def _attempt(self, start: Start, entrant: Entrant, part: Part) -> Attempt:
        if start.account_id is not None:
            self._check_ticket(start, entrant, part)
        attempts = self.attempts[part.pk, entrant.pk]
        running = next((one for one in attempts if one.ended_at is None), None)
        if running is not None:
            running.epoch += 1
            self.raised.append(running)
            return running
        settings = settings_of(part, entrant.group.key)
        _check_window(part, start.now)
        _check_belongs(entrant, part)
        if entrant.pk in self.not_allowed:
            raise self.not_allowed[entrant.pk]
        used = max((attempt.n for attempt in attempts), default=0)
        if attempts_left(settings.attempts, used) == 0:
            raise NoAttemptsLeft(settings.attempts)
        attempt = self._drawn(part, entrant, settings, used + 1, start.now)
        if start.rules_text_id not in (None, entrant.rules_text_id) and entrant.locked_at is None:
            self.agreed[start.rules_text_id].append(entrant)
        attempts.append(attempt)
        self.opened.append(attempt)
        return attempt

    def _check_ticket(self, start: Start, entrant: Entrant, part: Part) -> None:
        """What the page of the start looked at, once more: the account, and the rules in force by now."""
        if self.accounts.get(entrant.person_id) != start.account_id:
            raise NotInThisPart
        if part.contest_id not in self.rules:
            texts = fetch_rows(RulesText, "contest", [part.contest_id], without="body")
            published = [one for one in texts if one.published_at is not None]
            self.rules[part.contest_id] = max(published, key=lambda one: one.version).pk if published else None
        if self.rules[part.contest_id] != start.rules_text_id:
            raise ConsentMissing

    def _drawn(self, part: Part, entrant: Entrant, settings: QuizSettings, n: int, now: datetime) -> Attempt:
        bank, secret = self._frozen(part, entrant.group.key)
        content = content_of(bank)
        paper = content.paper(paper_seed(secret, part.key, entrant.code, n))
        return Attempt(
            code=random_code(CODE_SYMBOLS),
            part=part,
            entrant=entrant,
            n=n,
            frozen_bank=bank,
            paper=content.stored(paper),
            started_at=now,
            deadline_at=_deadline(part, settings, now),
        )

    def _frozen(self, part: Part, group_key: str) -> tuple[FrozenBank, bytes]:
        if (part.pk, group_key) not in self.banks:
            self.banks[part.pk, group_key] = _frozen(part, group_key)
        found = self.banks[part.pk, group_key]
        if found is None:
            raise PaperNotReady
        return found

    def write(self) -> None:
        if self.raised:
            Attempt.objects.filter(pk__in=[one.pk for one in self.raised]).update(epoch=F("epoch") + 1)
        for rules_text_id, entrants in sorted(self.agreed.items()):
            Entrant.objects.filter(pk__in=[one.pk for one in entrants]).update(rules_text=rules_text_id)
        if not self.opened:
            return
        insert_rows(self.opened)
        lock_many_fields([(one.entrant, one.started_at) for one in self.opened])
        record_all(self._event(one) for one in self.opened)
        for one in self.opened:
            keep_choices((one.pk, one.code), one.paper, one.frozen_bank_id, one.frozen_bank.root)

    def _event(self, attempt: Attempt) -> Event:
        account = self.accounts.get(attempt.entrant.person_id)
        data = {"part": attempt.part.key, "n": attempt.n, "deadline": attempt.deadline_at}
        return Event(
            "quiz:attempt:started",
            now=attempt.started_at,
            contest_key=attempt.part.contest.slug,
            actor=Actor(id=account) if account else None,
            target=attempt.code,
            data=data,
        )


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


def _frozen(part: Part, group_key: str) -> tuple[FrozenBank, bytes] | None:
    """The bank of the entrant's group (or the one for all) and the secret papers are drawn by; None: not sealed yet."""
    banks = {bank.group_key: bank for bank in fetch_rows(FrozenBank, "part", [part.pk], without="blueprint")}
    bank = banks.get(group_key) or banks.get("")
    secret = next(iter(fetch_rows(DrawSecret, "part", [part.pk])), None)
    return None if bank is None or secret is None else (bank, bytes(secret.secret))


def _deadline(part: Part, settings: QuizSettings, now: datetime) -> datetime:
    limit = timedelta(minutes=settings.time_limit_min)
    assert part.closes is not None, "checked with the window"
    return deadline(now, limit, part.closes if settings.close_policy == "cut" else now + limit)
