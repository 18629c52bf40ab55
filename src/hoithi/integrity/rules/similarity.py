"""Wrong answers in common (trùng câu sai): would two people who worked alone choose the same wrong options so often?

Taking one person as the source, every question they got wrong is a trial for the other: it succeeds when the other
chose the same wrong option. Its probability is their chance of being wrong there (a Rasch model of wrongness over the
whole part) times how popular that option is among wrong answers, so a rare one weighs more. The number of successes
then is Poisson-binomial. Right answers in common are no evidence: people learn from the same documents.

Source: the K-index (P. W. Holland, ETS RR-96-7, 1996) in the form of the generalized binomial test (W. J. van der
Linden, L. Sotaridona, J. Educ. Behav. Stat. 31 (2006) 283–304), here over the source's wrong answers. In words:
docs/rules/integrity.md, "Wrong answers in common".
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from hoithi.integrity.rules.discovery import at_least, discoveries

LEAST = 4
"""Wrong answers in common below which nothing is said, however rare they are."""
ROUNDS, STEPS, BOUND = 5, 3, 5.0
"""Fitting: alternations between people and questions, Newton steps in each, bound of every parameter."""
BUDGET = 3_000_000
"""Pairs counted while looking for candidates: what keeps 5 000 attempts a matter of seconds."""
Pair = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """One person's attempt: the questions on the paper, and those answered wrongly with the option chosen."""

    attempt: int
    items: frozenset[int]
    wrong: Mapping[int, str]


class Match(NamedTuple):
    """Two attempts: the questions both met, those each got wrong, those with the same wrong option, and p."""

    common: int
    wrong: tuple[int, int]
    same: tuple[int, ...]
    p: float


@dataclass
class Model:
    """How wrongness is spread over people and questions, and over options among the wrong answers to a question."""

    people: dict[int, float] = field(default_factory=dict)
    items: dict[int, float] = field(default_factory=dict)
    options: dict[int, Counter[str]] = field(default_factory=dict)

    def chance_wrong(self, attempt: int, item: int) -> float:
        return _sigmoid(self.people[attempt] + self.items[item])

    def share(self, item: int, option: str, *, leaving_out: int) -> float:
        """The option's share among wrong answers of others; one is added to each option, and to one unseen."""
        counts = self.options[item]
        kinds = len(counts) + 1
        count = max(0, counts[option] - leaving_out)
        return (count + 1) / (max(0, counts.total() - leaving_out) + kinds)


def fit(sheets: Sequence[Sheet]) -> Model:
    """Fit P(wrong) = σ(person + question) by alternating Newton steps; half a pseudo-answer keeps extremes finite."""
    model = Model()
    takers: dict[int, list[int]] = defaultdict(list)
    for sheet in sheets:
        model.people[sheet.attempt] = 0.0
        for item in sheet.items:
            takers[item].append(sheet.attempt)
        for item, option in sheet.wrong.items():
            model.options.setdefault(item, Counter())[option] += 1
    for item, who in takers.items():
        model.options.setdefault(item, Counter())
        model.items[item] = _logit((model.options[item].total() + 0.5) / (len(who) + 1))
    for _ in range(ROUNDS):
        for sheet in sheets:
            others = [model.items[item] for item in sheet.items]
            model.people[sheet.attempt] = _solve(model.people[sheet.attempt], others, len(sheet.wrong))
        for item, who in takers.items():
            others = [model.people[attempt] for attempt in who]
            model.items[item] = _solve(model.items[item], others, model.options[item].total())
    return model


def _solve(value: float, others: Sequence[float], wrong: int) -> float:
    """The parameter with which the expected number of wrong answers equals the one seen."""
    wanted = wrong + 0.25
    for _ in range(STEPS):
        chances = [_sigmoid(value + other) for other in others]
        slope = sum(p * (1 - p) for p in chances) + 0.125
        value += (wanted - sum(chances) - 0.5 * _sigmoid(value)) / slope
        value = min(BOUND, max(-BOUND, value))
    return value


def _sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def _logit(p: float) -> float:
    return math.log(p / (1 - p))


def compare(one: Sheet, other: Sheet, model: Model) -> Match:
    """The match of two sheets; `p` is the greater of the two directions, so neither is presumed the source."""
    common = one.items & other.items
    same = tuple(sorted(item for item in common if item in one.wrong and one.wrong[item] == other.wrong.get(item)))
    p = 1.0
    if len(same) >= LEAST:
        p = max(_one_way(one, other, common, same, model), _one_way(other, one, common, same, model))
    wrong = (len(one.wrong.keys() & common), len(other.wrong.keys() & common))
    return Match(len(common), wrong, same, p)


def _one_way(source: Sheet, other: Sheet, common: Collection[int], same: Sequence[int], model: Model) -> float:
    trials = [
        model.chance_wrong(other.attempt, item)
        * model.share(item, option, leaving_out=2 if other.wrong.get(item) == option else 1)
        for item, option in source.wrong.items()
        if item in common
    ]
    return at_least(trials, len(same))


def candidates(sheets: Iterable[Sheet], *, budget: int = BUDGET) -> set[Pair]:
    """Pairs sharing at least two wrong answers, found through an index of the rarest ones first.

    Lists longer than the budget allows are left out: common mistakes say least. Nobody is compared with everybody.
    """
    index: dict[tuple[int, str], list[int]] = defaultdict(list)
    for sheet in sheets:
        if len(sheet.wrong) >= LEAST:
            for wrong in sheet.wrong.items():
                index[wrong].append(sheet.attempt)
    shared: Counter[Pair] = Counter()
    for who in sorted(index.values(), key=len):
        budget -= len(who) * (len(who) - 1) // 2
        if budget < 0:
            break
        shared.update(combinations(sorted(who), 2))
    return {pair for pair, count in shared.items() if count >= 2}


def similar(sheets: Sequence[Sheet], near: Iterable[Pair], *, rate: float = 0.01) -> dict[Pair, Match]:
    """Pairs whose wrong answers agree too well to have arisen alone, false discoveries held at `rate`.

    Two families, half the rate each: `near` pairs, named before any answer is looked at (same device, same network and
    hour, same unit and hour), and all others, of which only candidates are computed and the rest count as p = 1.
    """
    by_id = {sheet.attempt: sheet for sheet in sheets}
    model = fit(sheets)
    close = {_ordered(pair) for pair in near}
    close = {pair for pair in close if pair[0] in by_id and pair[1] in by_id and pair[0] != pair[1]}
    far = candidates(sheets) - close
    matches = {pair: compare(by_id[pair[0]], by_id[pair[1]], model) for pair in close | far}
    everybody = len(by_id) * (len(by_id) - 1) // 2
    found: set[Pair] = set()
    for family, tests in ((close, len(close)), (far, everybody - len(close))):
        p_values = {pair: matches[pair].p for pair in family if matches[pair].p < 1}
        found |= discoveries(p_values, tests=tests, rate=rate / 2)
    return {pair: matches[pair] for pair in sorted(found)}


def _ordered(pair: Pair) -> Pair:
    return (pair[0], pair[1]) if pair[0] < pair[1] else (pair[1], pair[0])
