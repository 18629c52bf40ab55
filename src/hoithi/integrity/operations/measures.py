"""What a ruling does to results (biện pháp), and undoing exactly that. Callers hold the contest's lock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, Entrant
from hoithi.contests.operations.entrants import bar_entrant
from hoithi.contests.operations.standings import is_settled, refresh_standing
from hoithi.contests.registry import registry
from hoithi.integrity.errors import NoAttemptNamed
from hoithi.integrity.models import CaseSubject, Ruling
from hoithi.people.models import User
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_void import restore_attempt, void_attempt

LONGEST_REASON = 300


def take_measure(subject: CaseSubject, verdict: str, *, reason: str, now: datetime, by: User | None) -> dict[str, Any]:
    """Apply a verdict's measure; returns what it changed, as `Ruling.before`. Raises AttemptStillOpen, NoAttemptNamed.

    Places that are stored are left to `refresh_places`, once for everything.
    """
    entrant = _locked(subject.entrant_id)
    if verdict == Ruling.VOID:
        if subject.attempt is None:
            raise NoAttemptNamed
        return {"attempts": _void([subject.attempt], now, by)}
    if verdict == Ruling.NO_PRIZE:
        could = entrant.prize_ok
        _set_prize_ok(entrant, False, now, by)
        return {"prize_ok": could}
    if verdict == Ruling.DISQUALIFY:
        before = {"barred_reason": entrant.barred_reason}
        bar_entrant(entrant, reason=reason[:LONGEST_REASON], now=now, by=by)
        attempts = Attempt.objects.filter(entrant=entrant).order_by("pk")
        return before | {"attempts": _void(attempts, now, by)}
    return {}


def undo_measure(ruling: Ruling, *, now: datetime, by: User | None) -> None:
    """Put back what the ruling changed, except where another ruling in force wants the same: then that one keeps it."""
    entrant = _locked(ruling.subject.entrant_id)
    others = list(
        Ruling.objects.select_for_update(of=("self",))
        .filter(subject__entrant=entrant, reversed_at__isnull=True, verdict__in=Ruling.MEASURES)
        .exclude(pk=ruling.pk)
        .select_related("subject__attempt")
        .order_by("pk")
    )
    for code, ended_by in ruling.before.get("attempts", {}).items():
        keeper = next((one for one in others if _wants_void(one, code)), None)
        if keeper is None:
            restore_attempt(code, ended_by, now=now, by=by, refresh=False)
        else:
            keeper.before = keeper.before | {"attempts": {**keeper.before.get("attempts", {}), code: ended_by}}
            keeper.save(update_fields=["before"])
    for name, verdict in (("prize_ok", Ruling.NO_PRIZE), ("barred_reason", Ruling.DISQUALIFY)):
        if name not in ruling.before:
            continue
        keeper = next((one for one in others if one.verdict == verdict), None)
        if keeper is not None:
            keeper.before = keeper.before | {name: ruling.before[name]}
            keeper.save(update_fields=["before"])
        elif name == "prize_ok":
            _set_prize_ok(_locked(entrant.pk), ruling.before[name], now, by)
        else:
            _unbar(_locked(entrant.pk), ruling.before[name], now, by)


def refresh_places(contest: Contest, *, now: datetime) -> None:
    """Store the places of every settled standing anew; live ones follow each fact by themselves."""
    for standing in contest.standings.select_related("contest"):
        if standing.spec.formula is not None and is_settled(standing, now):
            refresh_standing(standing, now=now)


def _locked(pk: int) -> Entrant:
    rows = Entrant.objects.select_for_update(of=("self",)).select_related("contest", "group", "contest_unit", "person")
    return rows.get(pk=pk)


def _void(attempts: Iterable[Attempt], now: datetime, by: User | None) -> dict[str, str]:
    """Code → how it had ended, of those that counted until now; the entrant is locked, so none ends meanwhile."""
    changed: dict[str, str] = {}
    for attempt in attempts:
        attempt.refresh_from_db(fields=["ended_by"])
        if attempt.ended_by != Attempt.VOIDED:
            void_attempt(attempt.code, now=now, by=by, refresh=False)
            changed[attempt.code] = attempt.ended_by
    return changed


def _wants_void(ruling: Ruling, code: str) -> bool:
    if ruling.verdict == Ruling.DISQUALIFY:
        return True
    attempt = ruling.subject.attempt
    return ruling.verdict == Ruling.VOID and attempt is not None and attempt.code == code


def _set_prize_ok(entrant: Entrant, value: bool, now: datetime, by: User | None) -> None:
    if entrant.prize_ok == value:
        return
    entrant.prize_ok = value
    entrant.save(update_fields=["prize_ok"])
    for kind in registry.kinds.values():
        if kind.follow is not None:
            kind.follow(entrant, now=now)
    data = {"prize_ok": value}
    slug = entrant.contest.slug
    record("integrity:entrant:prize_ok", now=now, contest_key=slug, actor=by, target=entrant.code, data=data)


def _unbar(entrant: Entrant, reason: str, now: datetime, by: User | None) -> None:
    entrant.barred_reason = reason
    entrant.save(update_fields=["barred_reason"])
    slug = entrant.contest.slug
    record("integrity:entrant:unbarred", now=now, contest_key=slug, actor=by, target=entrant.code)
