"""What a finding rests on: its votes, and pictures of them by hour, network and account age."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.models import Part
from hoithi.core.charts import Column
from hoithi.core.clock import VIETNAM
from hoithi.core.spoken import number
from hoithi.voting.models import Ballot, Suspicion

AGES = (
    (3600, gettext_lazy("< 1 giờ")),
    (86400, gettext_lazy("< 1 ngày")),
    (7 * 86400, gettext_lazy("< 1 tuần")),
    (30 * 86400, gettext_lazy("< 1 tháng")),
)
MOST_COLUMNS = 48


def ballots_of(suspicion: Suspicion) -> QuerySet[Ballot]:
    """The votes a finding points at, by what makes them alike; votes cast later under the same sign are not in it."""
    rows = Ballot.objects.filter(part=suspicion.part_id, at__gte=suspicion.since, at__lte=suspicion.until)
    if suspicion.entry_id is not None:
        rows = rows.filter(entry=suspicion.entry_id)
    if suspicion.kind == Suspicion.NETWORK:
        return rows.filter(network=suspicion.mark).exclude(network="")
    if suspicion.kind == Suspicion.DEVICE:
        return rows.filter(device=suspicion.mark).exclude(device="")
    if suspicion.kind == Suspicion.UNIT:
        return rows.filter(card__unit=int(suspicion.mark))
    if suspicion.kind == Suspicion.ACCOUNTS:
        return rows.filter(account_age_s__lt=3600)
    return rows


@dataclass(frozen=True)
class Pictures:
    """Numbers for the reviewer; `networks` and `ages` are (label, votes of the finding, all its votes)."""

    hours: list[Column]
    networks: list[tuple[str, int, int]]
    ages: list[tuple[str, int, int]]
    votes: int
    counting: int
    people: int
    networks_n: int
    devices_n: int
    own: int
    unmarked: int
    """Votes whose marks were blanked by the retention rule."""


def pictures_of(suspicion: Suspicion) -> Pictures:
    """The finding's votes in their surroundings: a day around it, of the same work where it is about one."""
    inside = list(
        ballots_of(suspicion).values_list(
            "card_id", "network", "device", "account_age_s", "own", "withdrawn_at", "discount_id"
        )
    )
    networks = Counter(row[1] for row in inside if row[1])
    devices = Counter(row[2] for row in inside if row[2])
    total = len(inside)
    return Pictures(
        hours=_around(suspicion),
        networks=[
            (_("Mạng {n}").format(n=place), count, total)
            for place, (_mark, count) in enumerate(networks.most_common(8), 1)
        ],
        ages=[(label, count, total) for label, count in _ages([row[3] for row in inside])],
        votes=total,
        counting=sum(row[5] is None and row[6] is None for row in inside),
        people=len({row[0] for row in inside}),
        networks_n=len(networks),
        devices_n=len(devices),
        own=sum(row[4] for row in inside),
        unmarked=sum(not row[1] and not row[2] for row in inside),
    )


def _ages(seconds: list[int]) -> list[tuple[str, int]]:
    counts: Counter[str] = Counter()
    for age in seconds:
        counts[next((str(label) for limit, label in AGES if age < limit), _("từ 1 tháng"))] += 1
    labels = (*(str(label) for _limit, label in AGES), _("từ 1 tháng"))
    return [(label, counts[label]) for label in labels if counts[label]]


def _around(suspicion: Suspicion) -> list[Column]:
    first = _hour(suspicion.since) - timedelta(hours=24)
    last = min(_hour(suspicion.until) + timedelta(hours=12), first + timedelta(hours=MOST_COLUMNS - 1))
    rows = Ballot.objects.filter(part=suspicion.part_id, at__gte=first, at__lt=last + timedelta(hours=1))
    if suspicion.entry_id is not None:
        rows = rows.filter(entry=suspicion.entry_id)
    counts = Counter(_hour(at) for at in rows.values_list("at", flat=True))
    hours = [first + timedelta(hours=n) for n in range(int((last - first) / timedelta(hours=1)) + 1)]
    return columns(hours, counts, flagged=(_hour(suspicion.since), _hour(suspicion.until)))


def columns(
    hours: list[datetime], counts: Counter[datetime], flagged: tuple[datetime, datetime] | None = None
) -> list[Column]:
    """One column an hour, every sixth labelled; flagged hours in red with their number above."""
    found = []
    for place, hour in enumerate(hours):
        local = hour.astimezone(VIETNAM)
        red = flagged is not None and flagged[0] <= hour <= flagged[1]
        found.append(
            Column(
                counts[hour],
                _("{hour} giờ ngày {day}").format(hour=f"{local:%H}", day=f"{local.day}/{local.month}"),
                label=f"{local.hour}h" if place % 12 == 0 else "",
                above=number(counts[hour]) if red and counts[hour] else "",
                kind="now" if red else "bar",
            )
        )
    return found


def hours_of(part: Part, now: datetime, *, most: int = MOST_COLUMNS) -> list[Column]:
    """Votes of the last two days people voted, by hour."""
    last_at = Ballot.objects.filter(part=part).order_by("-at").values_list("at", flat=True).first()
    last = _hour(min(last_at or now, now))
    hours = [last - timedelta(hours=most - 1 - n) for n in range(most)]
    rows = Ballot.objects.filter(part=part, at__gte=hours[0], withdrawn_at__isnull=True)
    return columns(hours, Counter(_hour(at) for at in rows.values_list("at", flat=True)))


def _hour(at: datetime) -> datetime:
    return at.astimezone(VIETNAM).replace(minute=0, second=0, microsecond=0)
