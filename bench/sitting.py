"""Starting, saving and handing in, one after another, beside bare single-row commits to the same database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bench.figure import Figure, ms, percentile
from bench.scratch import database, newcomers, open_contest

if TYPE_CHECKING:
    from hoithi.contests.models import Entrant, Part
    from hoithi.quiz.models import Attempt
    from hoithi.quiz.operations.attempt_save import Given

SAVES = 5
"""Single answers saved in each attempt before it is handed in."""
BLOCK = 50
"""The yardstick is taken between blocks of this many attempts, so that both meet the same neighbours."""


def measure(*, attempts: int, keep_url: bool = False) -> list[Figure]:
    with database(keep_url=keep_url):
        contest = open_contest(40)
        part = contest.parts.select_related("contest").get()
        times: dict[str, list[float]] = {"start": [], "save": [], "submit": [], "commit": []}
        with _bare_table() as insert:
            for number, entrant in enumerate(newcomers(contest, attempts)):
                if number % BLOCK == 0:
                    for _ in range(4 * BLOCK):
                        with _timed(times["commit"]):
                            insert()
                _sit(entrant, part, times)
        return _figures(times, _where())


def _sit(entrant: Entrant, part: Part, times: dict[str, list[float]]) -> None:
    from hoithi.core import clock
    from hoithi.quiz.operations.attempt_save import save_answers
    from hoithi.quiz.operations.attempt_start import start_attempt
    from hoithi.quiz.operations.attempt_submit import submit_attempt
    from hoithi.quiz.tokens import Ticket

    with _timed(times["start"]):
        attempt = start_attempt(entrant, part, now=clock.now())
    ticket, answers = Ticket(attempt.pk, part.pk), _answers(attempt)
    for answer in answers[:SAVES]:
        with _timed(times["save"]):
            save_answers(attempt.code, ticket, attempt.epoch, [answer], now=clock.now())
    with _timed(times["submit"]):
        submit_attempt(attempt.code, answers, 100, epoch=attempt.epoch, now=clock.now())


def _answers(attempt: Attempt) -> list[Given]:
    """The first option of every question, as a page would send them."""
    from hoithi.quiz.operations.attempt_save import Given, paper_of

    paper = paper_of(attempt.code, attempt.pk)
    return [Given(question.pos, question.options[0][0], number) for number, question in enumerate(paper, start=1)]


@contextmanager
def _timed(into: list[float]) -> Iterator[None]:
    began = time.perf_counter()
    yield
    into.append(time.perf_counter() - began)


@contextmanager
def _bare_table() -> Iterator[Callable[[], object]]:
    """A function that commits one bare row through the driver, on the product's own connection."""
    from django.db import connection

    connection.ensure_connection()
    raw: Any = connection.connection
    raw.execute("CREATE TABLE bench_row (id INTEGER PRIMARY KEY, body TEXT)")
    numbers = iter(range(10**9))
    yield lambda: raw.execute(f"INSERT INTO bench_row VALUES ({next(numbers)}, '{'x' * 100}')")
    raw.execute("DROP TABLE bench_row")


def _where() -> str:
    from django.db import connection

    if connection.vendor == "sqlite":
        return "SQLite, WAL, `synchronous=FULL`"
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        fsync = cursor.fetchone()[0]
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}, `fsync={fsync}`"


def _figures(times: dict[str, list[float]], where: str) -> list[Figure]:
    group, names = f"Sitting ({where})", {"start": "start", "save": "save one answer", "submit": "hand in"}
    ceiling = len(times["commit"]) / sum(times["commit"])
    beside = f"bare one-row commits ({ceiling:,.0f} a second)"
    figures = []
    for key, what in names.items():
        rate = len(times[key]) / sum(times[key])
        here = f"{rate:,.0f} a second, p50 {ms(percentile(times[key], 50))}, p99 {ms(percentile(times[key], 99))}"
        figures.append(Figure(group, f"{what}, {len(times[key]):,} times", beside, rate / ceiling, here))
    commits = SAVES + 2
    whole = [sum(times[key]) for key in names]
    rate = len(times["submit"]) / sum(whole)
    here = f"{rate:,.0f} a second, {rate * 60:,.0f} people a minute one after another"
    what = f"whole attempt with {SAVES} single saves, counted as {commits} commits"
    figures.append(Figure(group, what, beside, rate * commits / ceiling, here))
    return figures
