"""Running the rules over what was gathered: findings with their evidence, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from hoithi.contests.models import Contest, Part
from hoithi.integrity.queries.identities import roster_mismatches, same_person
from hoithi.integrity.queries.sheets import Gathered, gather_part, uses_of
from hoithi.integrity.queries.signals import focus_of
from hoithi.integrity.rules.clusters import clusters
from hoithi.integrity.rules.devices import shared_devices
from hoithi.integrity.rules.discovery import discoveries, one_in
from hoithi.integrity.rules.findings import Finding, by_chance
from hoithi.integrity.rules.nearness import near_pairs
from hoithi.integrity.rules.similarity import Match, Pair, similar
from hoithi.integrity.rules.speed import too_fast
from hoithi.integrity.rules.timing import InStep, in_step
from hoithi.quiz.queries.attempt_settings import settings_of

RATE = 0.01
"""The share of false discoveries each detector is held to."""
SHOWN = 40
"""Questions and pairs listed in one case."""
GROUNDS = {"cccd": 3, "phone": 2, "email": 2, "name_birth": 1}


def findings_of_part(part: Part, *, complete: bool) -> tuple[list[Finding], int]:
    """Everything found in a part and the number of counting attempts.

    Answers are compared only when the part is settled (`complete`): before, evidence would tell who is right.
    """
    found = _device(part)
    if not complete:
        return found, 0
    gathered = gather_part(part, mixed=settings_of(part).shuffle_questions)
    near = near_pairs(gathered.near)
    found += [*_similar(gathered, near), *_in_step(gathered, near), *_fast(gathered)]
    return found, len(gathered.sheets)


def findings_of_contest(contest: Contest) -> list[Finding]:
    """People who entered twice, and registrations that do not agree with the roster."""
    found = [
        Finding("same_person", max(GROUNDS[one] for one in grounds), entrants=members, evidence={"grounds": grounds})
        for members, grounds in same_person(contest)
    ]
    return found + [
        Finding("roster", 1, entrants=(entrant,), evidence={"fields": fields})
        for entrant, fields in roster_mismatches(contest)
    ]


def _device(part: Part) -> list[Finding]:
    return [
        Finding(
            "device",
            one.strength,
            one.attempts,
            evidence={"people": one.people, "overlapping": one.overlapping},
        )
        for one in shared_devices(uses_of(part))
    ]


def _similar(gathered: Gathered, near: set[Pair]) -> list[Finding]:
    matches = similar(list(gathered.sheets.values()), near, rate=RATE)
    found = []
    for members in clusters(matches):
        pairs = {pair: match for pair, match in matches.items() if set(pair) <= set(members)}
        best = min(match.p for match in pairs.values())
        evidence = {
            "pairs": [_pair(pair, match) for pair, match in sorted(pairs.items(), key=lambda one: one[1].p)][:SHOWN],
            "questions": _questions(gathered, members),
            "one_in": one_in(best),
            "compared": len(gathered.sheets),
            "context": context_of(gathered, members),
        }
        found.append(Finding("similarity", by_chance(best, len(members)), members, evidence=evidence))
    return found


def _pair(pair: Pair, match: Match) -> dict[str, Any]:
    same, wrong = len(match.same), list(match.wrong)
    return {"of": list(pair), "common": match.common, "wrong": wrong, "same": same, "one_in": one_in(match.p)}


def _questions(gathered: Gathered, members: Iterable[int]) -> list[dict[str, Any]]:
    """Questions at least two members got wrong alike: what each chose, and how many others who were wrong chose it."""
    members = list(members)
    sheets = [gathered.sheets[one] for one in members]
    rows = []
    for item in sorted({item for sheet in sheets for item in sheet.wrong}):
        chosen = [sheet.wrong.get(item) for sheet in sheets]
        known = [one for one in chosen if one]
        common = max(known, key=lambda one: (known.count(one), one))
        if known.count(common) < 2:
            continue
        others = [s.wrong[item] for s in gathered.sheets.values() if item in s.wrong and s.attempt not in members]
        row = {"item": item, "same": common, "others": others.count(common), "others_wrong": len(others)}
        choices = {str(sheet.attempt): choice for sheet, choice in zip(sheets, chosen, strict=True) if choice}
        rows.append((len(known), others.count(common) / max(1, len(others)), row | {"choices": choices}))
    rows.sort(key=lambda one: (one[1], -one[0]))
    return [row for _count, _share, row in rows[:SHOWN]]


def _in_step(gathered: Gathered, near: set[Pair]) -> list[Finding]:
    if gathered.in_order:
        return []
    tested: dict[Pair, InStep] = {}
    for a, b in sorted(near):
        one, other = gathered.rhythms[a], gathered.rhythms[b]
        if one.start < other.end and other.start < one.end:
            tested[a, b] = in_step(one, other)
    kept = discoveries({pair: one.p for pair, one in tested.items()}, tests=len(tested), rate=RATE)
    found = []
    for members in clusters(kept):
        pairs = {pair: tested[pair] for pair in combinations(members, 2) if pair in kept}
        best = min(one.p for one in pairs.values())
        evidence = {
            "pairs": [
                {"of": list(pair), "compared": one.compared, "together": one.together, "one_in": one_in(one.p)}
                for pair, one in sorted(pairs.items(), key=lambda row: row[1].p)
            ][:SHOWN],
            "one_in": one_in(best),
            "tested": len(tested),
            "context": context_of(gathered, members),
        }
        found.append(Finding("timing", by_chance(best, len(members)), members, evidence=evidence))
    return found


def _fast(gathered: Gathered) -> list[Finding]:
    found = []
    for attempt, why in sorted(too_fast(gathered.sittings, rate=RATE).items()):
        one = gathered.sittings[attempt]
        strength = 1 if why.reason == "outlier" else 3 if 2 * one.elapsed_ms < why.floor_ms else 2
        evidence = {
            "elapsed_ms": one.elapsed_ms,
            "floor_ms": why.floor_ms,
            "median_ms": why.median_ms,
            "reason": why.reason,
            "correct": one.correct,
            "questions": one.questions,
            "compared": len(gathered.sittings),
            "context": context_of(gathered, [attempt]),
        }
        found.append(Finding("speed", strength, (attempt,), evidence=evidence))
    return found


def context_of(gathered: Gathered, members: Iterable[int]) -> dict[str, dict[str, int]]:
    """Beside the point but worth knowing: how many others sat behind the same network or on the same device."""
    members = list(members)
    focus = focus_of(members)
    found: dict[str, dict[str, int]] = {}
    for one in members:
        row = {
            "network": _sharing(gathered, one, "networks"),
            "device": _sharing(gathered, one, "devices"),
        }
        if one in focus:
            row |= {"losses": focus[one][0], "away_ms": focus[one][1]}
        found[str(one)] = row
    return found


def _sharing(gathered: Gathered, attempt: int, name: str) -> int:
    own: Mapping[int, Any] = gathered.seen
    marks = getattr(own[attempt], name) if attempt in own else set()
    person = gathered.people[attempt]
    return len({gathered.people[pk] for pk, seen in own.items() if marks & getattr(seen, name)} - {person})
