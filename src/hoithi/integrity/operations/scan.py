"""Looking over a part (kiểm tra một phần thi): asked for by somebody, or due after the close; findings become cases."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, Entrant, Part
from hoithi.integrity.models import Case, CaseSubject, Scan
from hoithi.integrity.operations.observe import SYSTEM
from hoithi.integrity.queries.detect import findings_of_contest, findings_of_part
from hoithi.integrity.rules.findings import Finding
from hoithi.people.models import User
from hoithi.quiz.models import Attempt
from hoithi.quiz.queries.facts import is_settled

logger = logging.getLogger(__name__)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
AGAIN = timedelta(hours=1)
"""After a look that failed."""
LATE = timedelta(days=60)
"""Parts that closed longer ago than this are not looked over by themselves."""


@transaction.atomic
def ask_scan(part: Part, *, now: datetime, by: User | None = None) -> Scan:
    """Ask for a look over a part; while one waits, asking again is the same request."""
    try:
        with transaction.atomic():
            scan = Scan.objects.create(part=part, requested_at=now, requested_by=by)
    except IntegrityError:
        return Scan.objects.get(part=part, finished_at__isnull=True)
    if by is not None:
        record("integrity:scan:asked", now=now, contest_key=part.contest.slug, actor=by, target=part.key)
    return scan


def ask_due_scans(now: datetime) -> int:
    """Ask for a look over every quiz part that has closed and settled and was not looked over since."""
    closed = Part.objects.filter(kind="quiz", frozen_at__isnull=False, closes__lte=now, closes__gt=now - LATE)
    waiting = closed.exclude(pk__in=Scan.objects.filter(complete=True).values("part"))
    waiting = waiting.exclude(pk__in=Scan.objects.filter(finished_at__isnull=True).values("part"))
    failed = Scan.objects.filter(failed=True, requested_at__gt=now - AGAIN)
    waiting = waiting.exclude(pk__in=failed.values("part"))
    due = [part for part in waiting.select_related("contest") if is_settled(part, now=now)]
    for part in due:
        ask_scan(part, now=now)
    return len(due)


def scans_wait() -> bool:
    return Scan.objects.filter(finished_at__isnull=True).exists()


def run_scans(now: datetime) -> int:
    """Carry out what was asked for, the oldest first; one that fails is logged and does not hold up the others."""
    waiting = Scan.objects.filter(finished_at__isnull=True).order_by("requested_at", "pk")
    scans = list(waiting.select_related("part__contest"))
    for scan in scans:
        try:
            run_scan(scan, now=now)
        except Exception:
            logger.exception("scan %s of part %s failed", scan.pk, scan.part_id)
            Scan.objects.filter(pk=scan.pk, finished_at__isnull=True).update(finished_at=now, failed=True)
    return len(scans)


def run_scan(scan: Scan, *, now: datetime) -> Scan:
    """Read and compute without any lock, then store under the contest's; doing it twice opens no second case."""
    part = scan.part
    complete = is_settled(part, now=now)
    findings, attempts = findings_of_part(part, complete=complete)
    findings += findings_of_contest(part.contest)
    with transaction.atomic():
        contest = Contest.objects.select_for_update().get(pk=part.contest_id)
        scan = Scan.objects.select_for_update().get(pk=scan.pk)
        if scan.finished_at is not None:  # another process was faster
            return scan
        scan.found = sum(_keep(contest, part, finding, now) for finding in findings)
        scan.finished_at, scan.complete, scan.attempts = now, complete, attempts
        scan.save()
        data = {"found": scan.found, "attempts": attempts, "complete": complete}
        who = scan.requested_by or SYSTEM
        record("integrity:scan:done", now=now, contest_key=contest.slug, actor=who, target=part.key, data=data)
    return scan


def _keep(contest: Contest, part: Part, finding: Finding, now: datetime) -> bool:
    """Open a case, or add to the one there is; whether a new one was opened.

    A closed case about the same people stays closed: what was looked at is not brought up again.
    """
    own = part if finding.attempts else None
    subjects = _subjects(finding)
    keys = {(entrant, attempt) for entrant, attempt in subjects}
    for case in Case.objects.filter(contest=contest, part=own, kind=finding.kind).prefetch_related("subjects"):
        held = {(one.entrant_id, one.attempt_id) for one in case.subjects.all()}
        if keys <= held:
            return False
        if case.state == Case.OPEN and keys & held:
            _grow(case, finding, [one for one in subjects if one not in held], now)
            return False
    number = (contest.integrity_cases.aggregate(last=Max("no"))["last"] or 0) + 1
    case = Case.objects.create(
        contest=contest,
        part=own,
        no=number,
        kind=finding.kind,
        strength=finding.strength,
        evidence=dict(finding.evidence),
        found_at=now,
        updated_at=now,
    )
    _label(case, subjects, 0)
    data = {"kind": finding.kind, "strength": finding.strength, "subjects": len(subjects)}
    record("integrity:case:opened", now=now, contest_key=contest.slug, actor=SYSTEM, target=str(number), data=data)
    return True


def _subjects(finding: Finding) -> list[tuple[int, int | None]]:
    if not finding.attempts:
        return [(entrant, None) for entrant in finding.entrants]
    owners = dict(Attempt.objects.filter(pk__in=finding.attempts).values_list("pk", "entrant_id"))
    return [(owners[attempt], attempt) for attempt in finding.attempts]


def _grow(case: Case, finding: Finding, new: Sequence[tuple[int, int | None]], now: datetime) -> None:
    _label(case, new, case.subjects.count())
    case.evidence, case.strength = dict(finding.evidence), max(case.strength, finding.strength)
    case.version, case.updated_at = case.version + 1, now
    case.save(update_fields=["evidence", "strength", "version", "updated_at"])


def _label(case: Case, subjects: Sequence[tuple[int, int | None]], start: int) -> None:
    known = Entrant.objects.in_bulk([entrant for entrant, _attempt in subjects])
    CaseSubject.objects.bulk_create(
        CaseSubject(case=case, entrant=known[entrant], attempt_id=attempt, label=_letter(start + at))
        for at, (entrant, attempt) in enumerate(subjects)
    )


def _letter(at: int) -> str:
    return LETTERS[at] if at < len(LETTERS) else str(at + 1)
