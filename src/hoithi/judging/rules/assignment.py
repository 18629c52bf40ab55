"""Who marks what (phân công chấm): each work its jurors, loads as even as conflicts let them be.

An assignment is as even as it can be when no chain of moves (work w goes from juror a to juror b) leads from somebody
to somebody else with two works fewer: Harvey, Ladner, Lovász & Tamir, "Semi-matchings for bipartite graphs and load
balancing", 2006.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from hoithi.core.canonical import keyed

Pairs = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Assigned:
    """work → its jurors, and works that could not get as many as wanted because of conflicts."""

    jurors: dict[str, frozenset[str]]
    short: dict[str, int] = field(default_factory=dict)
    """work → jurors still missing."""

    def load(self, juror: str) -> int:
        return sum(juror in given for given in self.jurors.values())


def assign(
    works: Sequence[str],
    jurors: Sequence[str],
    per_work: int | None,
    *,
    conflicts: Pairs,
    seed: bytes,
    kept: Pairs | None = None,
) -> Assigned:
    """Give every work `per_work` jurors (None: all without a conflict) so that no juror has more to do than needed.

    `conflicts`: work → jurors who must not mark it. `kept`: sheets begun already, which stay where they are. The same
    input gives the same result; `seed` decides between equals, so nobody can choose.
    """
    allowed = {work: [one for one in jurors if one not in conflicts.get(work, ())] for work in works}
    fixed = {work: {one for one in (kept or {}).get(work, ()) if one in allowed[work]} for work in works}
    if per_work is None:
        return Assigned({work: frozenset(allowed[work]) for work in works})
    given: dict[str, set[str]] = {work: set(fixed[work]) for work in works}
    load = {juror: sum(juror in held for held in given.values()) for juror in jurors}
    for work in sorted(works, key=lambda one: (len(allowed[one]), keyed(seed, "work", one))):
        free = [juror for juror in allowed[work] if juror not in given[work]]
        free.sort(key=lambda juror: (load[juror], keyed(seed, work, juror)))
        for juror in free[: max(0, per_work - len(given[work]))]:
            given[work].add(juror)
            load[juror] += 1
    while chain := _relief(given, fixed, allowed, load):
        for work, giver, taker in chain:
            given[work].remove(giver)
            given[work].add(taker)
        load[chain[0][1]] -= 1
        load[chain[-1][2]] += 1
    short = {work: per_work - len(held) for work, held in given.items() if len(held) < per_work}
    return Assigned({work: frozenset(held) for work, held in given.items()}, short)


def _relief(
    given: Mapping[str, set[str]],
    fixed: Mapping[str, set[str]],
    allowed: Mapping[str, Sequence[str]],
    load: Mapping[str, int],
) -> list[tuple[str, str, str]]:
    """Moves (work, from, to) that take one work off somebody and give one to somebody with two fewer; [] if none."""
    for start in sorted(load, key=lambda juror: (-load[juror], juror)):
        came: dict[str, tuple[str, str]] = {}
        queue, seen = deque([start]), {start}
        while queue:
            giver = queue.popleft()
            if load[giver] <= load[start] - 2:
                return _walked(came, start, giver)
            for work in sorted(given):
                if giver not in given[work] or giver in fixed[work]:
                    continue
                for taker in allowed[work]:
                    if taker not in seen and taker not in given[work]:
                        seen.add(taker)
                        came[taker] = (work, giver)
                        queue.append(taker)
    return []


def _walked(came: Mapping[str, tuple[str, str]], start: str, end: str) -> list[tuple[str, str, str]]:
    chain = []
    while end != start:
        work, giver = came[end]
        chain.append((work, giver, end))
        end = giver
    return chain[::-1]


def queue_order(works: Collection[str], juror: str, *, seed: bytes) -> list[str]:
    """The order one juror meets their works in: random, the same on every visit, another one for everybody else."""
    return sorted(works, key=lambda work: keyed(seed, "queue", juror, work))
