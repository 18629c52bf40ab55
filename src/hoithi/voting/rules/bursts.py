"""Votes that look made (phiếu bất thường): bursts by hour, network, unit, device, and crowds of new accounts.

Each detector asks how rarely chance makes what it saw, against a baseline taken from the *other* votes, and all its
questions together are held to one rate of false alarms. What is normal stays silent: an office that votes behind one
address over its working day, a family on one telephone, a work that many like, an hour in which everybody votes.
Derivations, sources and limits: docs/rules/voting.md. The sweep over a window is the scan statistic of J. Naus,
"The distribution of the size of the maximum cluster of points on a line", JASA 60 (1965) 532–538.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from hoithi.voting.rules import tails

Kind = Literal["hour", "network", "device", "accounts", "unit"]
RATE = 0.001
"""Share of chance among what is pointed at."""
HOUR, WINDOW = timedelta(hours=1), timedelta(minutes=5)
LEAST_HOUR, LEAST_CROWD, LEAST_DEVICE, LEAST_NEW = 20, 15, 5, 20
"""Smaller groups change no standing and are left alone."""
NEW_S = 3600
"""An account younger than this when it votes is new."""
BURSTINESS = 2.0
"""The negative binomial's size is never taken above this: interest comes in waves even where the data look calm."""


class Vote(NamedTuple):
    """A vote as the detectors see it: marks are opaque, "" unknown."""

    key: int
    work: int
    person: int
    at: datetime
    network: str = ""
    device: str = ""
    unit: str = ""
    account_age_s: int = 10**9


class Finding(NamedTuple):
    """A group of votes worth a look. `mark` is the network, device or unit; `work` None means several works."""

    kind: Kind
    work: int | None
    mark: str
    since: datetime
    until: datetime
    votes: tuple[int, ...]
    expected: float
    p: float


def find(votes: Sequence[Vote]) -> list[Finding]:
    """Everything the five detectors point at, most unlikely first; the order of `votes` does not matter."""
    ordered = sorted(votes, key=lambda vote: (vote.at, vote.key))
    found = [*hours(ordered), *crowds(ordered, "network"), *crowds(ordered, "unit"), *devices(ordered), *new(ordered)]
    return sorted(found, key=lambda one: (one.p, one.kind, one.work or 0, one.mark, one.since))


def hours(votes: Sequence[Vote]) -> list[Finding]:
    """Hours in which one work got far more than its other hours and the other works' same hour let expect."""
    cells: dict[tuple[int, datetime], list[Vote]] = defaultdict(list)
    for vote in votes:
        cells[vote.work, _hour(vote.at)].append(vote)
    if not cells:
        return []
    span = int((max(hour for _w, hour in cells) - min(hour for _w, hour in cells)) / HOUR) + 1
    of_work, of_hour = Counter(vote.work for vote in votes), Counter(_hour(vote.at) for vote in votes)
    means = {}
    for (work, hour), inside in cells.items():
        quiet = (of_work[work] - len(inside)) / max(span - 1, 1)
        others = len(votes) - of_work[work]
        others_here = of_hour[hour] - len(inside)
        wave = others_here * span / others if others else 1.0
        means[work, hour] = max(1.0, quiet) * max(1.0, wave)
    size = _size([(len(inside), means[cell]) for cell, inside in cells.items()])
    p_values = {
        cell: tails.negative_binomial(len(inside), means[cell], size)
        for cell, inside in cells.items()
        if len(inside) >= LEAST_HOUR
    }
    believed = tails.discoveries(p_values, tests=span * len(of_work), rate=RATE)
    return [_finding("hour", cells[cell], means[cell], p_values[cell], work=cell[0]) for cell in believed]


def crowds(votes: Sequence[Vote], by: Literal["network", "unit"]) -> list[Finding]:
    """Votes for one work from one network (unit) pressed into minutes, where its own busiest hour would be spread.

    How many votes an office casts is not judged at all, only how they lie inside the hour around them.
    """
    groups: dict[tuple[str, int], list[Vote]] = defaultdict(list)
    for vote in votes:
        if mark := getattr(vote, by):
            groups[mark, vote.work].append(vote)
    best: dict[tuple[str, int], tuple[float, float, list[Vote]]] = {}
    windows = 0
    for group, inside in groups.items():
        if len(inside) < LEAST_CROWD:
            windows += 1
            continue
        windows += max(1, len(inside))
        densest = max(_windows(inside, WINDOW), key=len)
        around = [vote for vote in inside if abs(vote.at - densest[0].at) <= HOUR / 2]
        mean = max(1.0, (len(around) - 1) * (WINDOW / HOUR))
        if len(densest) >= LEAST_CROWD:
            best[group] = (tails.poisson(len(densest), mean), mean, densest)
    believed = tails.discoveries({group: p for group, (p, _m, _v) in best.items()}, tests=windows, rate=RATE)
    return [
        _finding(by, best[group][2], best[group][1], best[group][0], work=group[1], mark=group[0]) for group in believed
    ]


def devices(votes: Sequence[Vote]) -> list[Finding]:
    """Devices that cast for more people than a family would, measured on the other devices."""
    groups: dict[str, list[Vote]] = defaultdict(list)
    for vote in votes:
        if vote.device:
            groups[vote.device].append(vote)
    people = {device: len({vote.person for vote in inside}) for device, inside in groups.items()}
    total = sum(people.values())
    p_values, means = {}, {}
    for device, count in people.items():
        if count >= LEAST_DEVICE:
            means[device] = max(1.0, (total - count) / max(len(people) - 1, 1))
            p_values[device] = tails.negative_binomial(count - 1, means[device] / 2, BURSTINESS)
    believed = tails.discoveries(p_values, tests=len(people), rate=RATE * 10)
    return [_finding("device", groups[one], means[one], p_values[one], work=None, mark=one) for one in believed]


def new(votes: Sequence[Vote]) -> list[Finding]:
    """Hours in which a work's voters are newly made accounts, far more than among all other votes."""
    cells: dict[tuple[int, datetime], list[Vote]] = defaultdict(list)
    for vote in votes:
        cells[vote.work, _hour(vote.at)].append(vote)
    fresh = sum(vote.account_age_s < NEW_S for vote in votes)
    p_values, means = {}, {}
    for cell, inside in cells.items():
        young, rest = sum(vote.account_age_s < NEW_S for vote in inside), len(votes) - len(inside)
        if young < LEAST_NEW:
            continue
        chance = (fresh - young + 1) / (rest + 2)
        means[cell] = len(inside) * chance
        p_values[cell] = tails.binomial(young, len(inside), chance)
    believed = tails.discoveries(p_values, tests=len(cells), rate=RATE)
    return [
        _finding(
            "accounts",
            [vote for vote in cells[cell] if vote.account_age_s < NEW_S],
            means[cell],
            p_values[cell],
            work=cell[0],
        )
        for cell in believed
    ]


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _windows(ordered: Sequence[Vote], wide: timedelta) -> Iterable[list[Vote]]:
    """For each vote those that follow it within `wide`."""
    end = 0
    for start, vote in enumerate(ordered):
        end = max(end, start)
        while end < len(ordered) and ordered[end].at - vote.at < wide:
            end += 1
        yield list(ordered[start:end])


def _size(cells: Sequence[tuple[int, float]]) -> float:
    """Size of the negative binomial by moments, the top twentieth left out so that an attack does not excuse itself."""
    kept = sorted(cells, key=lambda cell: cell[0] / cell[1])[: max(1, math.ceil(len(cells) * 0.95))]
    excess = sum(((n - mean) ** 2 - mean) / mean**2 for n, mean in kept) / len(kept)
    return min(BURSTINESS, 1 / excess) if excess > 0 else BURSTINESS


def _finding(kind: Kind, inside: Sequence[Vote], mean: float, p: float, *, work: int | None, mark: str = "") -> Finding:
    return Finding(kind, work, mark, inside[0].at, inside[-1].at, tuple(vote.key for vote in inside), mean, p)
