"""Looking for votes that seem made; the sequencer does it, and what it finds waits for somebody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q

from hoithi.audit.actor import Actor
from hoithi.audit.operations import record
from hoithi.contests.models import Part
from hoithi.people.models import User
from hoithi.voting.models import Ballot, Scan, Suspicion
from hoithi.voting.queries.settings import has_vote, open_parts, phase_of, settings_of
from hoithi.voting.rules.bursts import Finding, Vote, find
from hoithi.voting.rules.tails import one_in

SYSTEM = Actor(label="hệ thống")
EVERY = timedelta(minutes=10)
AFTER_CLOSE = timedelta(minutes=1)


@transaction.atomic
def ask_scan(part: Part, *, now: datetime, by: User) -> None:
    """Somebody wants a look now; the sequencer takes it within seconds."""
    Scan.objects.update_or_create(part=part, defaults={"requested_at": now})
    record("voting:scan:asked", now=now, contest_key=part.contest.slug, actor=by, target=part.title)


def scan_due(now: datetime) -> int:
    """Look where somebody asked, every ten minutes while people vote, and once after the close; returns how many."""
    return sum(_scan_if_due(part, now) for part in open_parts() if has_vote(part) and settings_of(part).on_platform)


def _scan_if_due(part: Part, now: datetime) -> bool:
    scan = Scan.objects.filter(part=part).first()
    last = scan.finished_at if scan else None
    asked = scan is not None and scan.requested_at is not None and (last is None or last < scan.requested_at)
    state, closes = phase_of(part, now), settings_of(part).closes
    due = state == "open" and (last is None or now - last >= EVERY)
    over = state == "closed" and closes is not None and now >= closes + AFTER_CLOSE and (last is None or last < closes)
    if not (asked or due or over):
        return False
    scan_votes(part, now=now)
    return True


@transaction.atomic
def scan_votes(part: Part, *, now: datetime) -> list[Suspicion]:
    """Look over every counting vote of a part; returns what is new. What somebody decided about stays decided."""
    Scan.objects.get_or_create(part=part)
    scan = Scan.objects.select_for_update().get(part=part)
    votes = votes_of(part)
    known = {one.key: one for one in Suspicion.objects.filter(part=part)}
    no = Suspicion.objects.filter(part=part).aggregate(no=Max("no"))["no"] or 0
    new = []
    for finding in find(votes):
        row = _row(part, finding, now)
        held = known.get(row.key)
        if held is None:
            no += 1
            row.no = no
            new.append(row)
        elif held.state == Suspicion.OPEN:
            held.since, held.until, held.count = row.since, row.until, row.count
            held.expected, held.one_in = row.expected, row.one_in
            held.save(update_fields=["since", "until", "count", "expected", "one_in"])
    Suspicion.objects.bulk_create(new)
    scan.finished_at, scan.ballots = now, len(votes)
    scan.save(update_fields=["finished_at", "ballots"])
    if new:
        data = {"found": len(new)}
        slug = part.contest.slug
        record("voting:scan:done", now=now, contest_key=slug, actor=SYSTEM, target=part.title, data=data)
    return new


def votes_of(part: Part) -> list[Vote]:
    """Votes that count, as the detectors take them."""
    rows = Ballot.objects.filter(part=part, withdrawn_at__isnull=True, discount__isnull=True).order_by("at", "pk")
    values = rows.values_list("pk", "entry_id", "card_id", "at", "network", "device", "card__unit_id", "account_age_s")
    return [
        Vote(pk, work, person, at, network, device, str(unit) if unit else "", age)
        for pk, work, person, at, network, device, unit, age in values.iterator(chunk_size=5000)
    ]


def _row(part: Part, finding: Finding, now: datetime) -> Suspicion:
    """The same finding keeps its key when it is looked for again: its hour, or its window's first half hour."""
    half = finding.since.minute // 30 * 30 if finding.kind in ("network", "unit") else 0
    begins = finding.since.replace(minute=half, second=0, microsecond=0)
    moment = "" if finding.kind == "device" else f"{begins:%Y%m%d%H%M}"
    return Suspicion(
        part=part,
        kind=finding.kind,
        key=f"{finding.kind}:{finding.work or ''}:{finding.mark}:{moment}"[:160],
        entry_id=finding.work,
        mark=finding.mark,
        since=finding.since,
        until=finding.until,
        count=len(finding.votes),
        expected=f"{finding.expected:.1f}".replace(".", ","),
        one_in=one_in(finding.p),
        found_at=now,
    )


@transaction.atomic
def purge_marks(*, now: datetime, keep: timedelta) -> int:
    """Blank devices and networks of votes `keep` after their vote closed; counts and receipts stay."""
    gone = 0
    for part in open_parts():
        closes = settings_of(part).closes if has_vote(part) else None
        if closes is None or closes >= now - keep:
            continue
        rows = Ballot.objects.filter(Q(part=part), ~Q(device="") | ~Q(network=""))
        gone += rows.update(device="", network="")
        marked = Suspicion.objects.filter(part=part, kind__in=[Suspicion.NETWORK, Suspicion.DEVICE])
        marked.exclude(mark="").update(mark="", key=F("no"))
    if gone:
        record("voting:marks:purged", now=now, actor=SYSTEM, data={"count": gone})
    return gone
