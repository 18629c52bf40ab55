"""An emulation campaign: a year of many units scored and ranked by the pure rules; the board of few and of many."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.figure import Figure, best_of, ms, seconds
from bench.scratch import database

if TYPE_CHECKING:
    from hoithi.contests.models import Part

PLAN = Path(__file__).resolve().parents[1] / "plans" / "chau-thanh-a-2021.toml"
MONTHS = [f"2021-{month:02}" for month in range(1, 13)]
GROUP = "xa-thi-tran"


def measure(*, units: int, few: int, many: int) -> list[Figure]:
    with database():
        part = _part()
        scored, bare = _year(part, units)
        _fill(part, 1, few)
        before, _asked = _board(part)
        _fill(part, few + 1, many)
        after, asked = _board(part)
    return [
        Figure(
            "Campaign",
            f"{units:,} units × {len(MONTHS)} months scored and ranked",
            f"the same points as five sums of whole numbers and a sort ({ms(bare)})",
            scored / bare,
            f"{units * len(MONTHS) / scored:,.0f} scores a second",
        ),
        Figure(
            "Campaign",
            f"a page of the board, {many:,} units",
            f"the same with {few:,} ({ms(before)})",
            after / before,
            f"{ms(after)}, {asked} queries",
        ),
    ]


def _part() -> Part:
    from hoithi.contests.operations.definition import define_contest
    from hoithi.core import clock
    from hoithi.plans.files import load_plan
    from hoithi.plans.rehearsal.assume import assume

    contest = define_contest(assume(load_plan(PLAN))[0], now=clock.now()).contest
    return contest.parts.select_related("contest").get()


def _reported(n: int, month: int) -> dict[str, int]:
    done = month * 10 + n % 40
    accounts, dossiers = done * 25, done * 3
    return {"plan": 1, "procedures": n % 6, "accounts": accounts, "dossiers": dossiers, "resolved": dossiers - n % 3}


def _year(part: Part, units: int) -> tuple[float, float]:
    """Seconds of the rules, and of the bare arithmetic, for everybody's year."""
    from hoithi.emulation.queries.settings import settings_of
    from hoithi.emulation.rules.scorecard import places
    from hoithi.emulation.rules.season import Told, season
    from hoithi.emulation.spec import scorecard_of

    settings = settings_of(part)
    card, names = scorecard_of(settings, GROUP), [one.key for one in settings.asked]
    years = []
    for n in range(units):
        told = []
        for month, period in enumerate(MONTHS, 1):
            own = _reported(n, month)
            figures: dict[str, Any] = dict.fromkeys(names) | own | {"received": own["dossiers"]}
            due = date(2021, month, 25)
            told.append(Told(period, due, figures, due + timedelta(days=n % 7 // 5)))
        years.append(told)

    def scored() -> None:
        seasons = [season(told, [card] * len(told), names, "cumulative") for told in years]
        for month in range(len(MONTHS)):
            places({n: one[month].score for n, one in enumerate(seasons)})

    def bare() -> None:
        for month in range(1, len(MONTHS) + 1):
            points = []
            for n in range(units):
                own = _reported(n, month)
                total = 10 * own["plan"] + (15 + 5 * (own["procedures"] - 1) if own["procedures"] else -5)
                total += 35 + 5 * ((own["accounts"] - 1500) // 100) if own["accounts"] >= 1500 else 0
                total += 30 + 5 * ((own["dossiers"] - 200) // 20) if own["dossiers"] >= 200 else 0
                total += 10 if own["resolved"] * 100 >= 98 * own["dossiers"] else 0
                points.append((total, n))
            points.sort()

    return seconds(scored), best_of(3, bare)


def _fill(part: Part, first: int, last: int) -> None:
    """Units `first` to `last` with the scores of a year, written straight into the database."""
    from hoithi.contests.models import ContestUnit
    from hoithi.core.clock import VIETNAM
    from hoithi.emulation.models import KeptScore, Month
    from hoithi.people.models import Unit

    group = part.contest.groups.get(key=GROUP)
    made = [
        Unit(kind="ubnd-xa", name=f"UBND xã Đo Lường {n:05}", code=f"bench{n}", headcount=5, valid_from=None)
        for n in range(first, last + 1)
    ]
    rows = ContestUnit.objects.bulk_create(
        ContestUnit(
            contest=part.contest, unit=one, name=one.name, name_norm=one.name.lower(), code=one.code, group=group
        )
        for one in Unit.objects.bulk_create(made)
    )
    Month.objects.bulk_create(
        [Month(part=part, period=period, due=date(2021, month, 25)) for month, period in enumerate(MONTHS, 1)],
        ignore_conflicts=True,
    )
    at = datetime(2021, 12, 26, tzinfo=VIETNAM)
    KeptScore.objects.bulk_create(
        (
            KeptScore(
                part=part, unit=unit, period=period, items=[], eligible=n % 150 >= 90, reported=True, verified=True,
                values={"points": n % 150, "base": n % 100, "bonus": 0, "penalty": 0, "gain": 1, "on_time_share": None},
                rules_hash="", changed_at=at,
            )
            for n, unit in enumerate(rows)
            for period in MONTHS
        ),
        batch_size=2_000,
    )  # fmt: skip


def _board(part: Part) -> tuple[float, int]:
    """Seconds and statements of one page of the board."""
    from django.db import connection

    from hoithi.emulation.queries.board import month_board

    asked: list[str] = []

    def page() -> None:
        board = month_board(part, GROUP, MONTHS[::-1], threshold=90, page=2)
        assert board.lines

    with connection.execute_wrapper(lambda run, sql, *rest: (asked.append(sql), run(sql, *rest))[1]):
        page()
    return best_of(5, page), len(asked)
