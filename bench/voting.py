"""Votes a second beside the database's own ceiling: one guarded insert a commit, on the same server in the same run."""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.ceiling import Pgbench
from bench.figure import Figure
from bench.figure import seconds as timed
from bench.postgresql import NoPostgresql, Server, programs
from bench.scratch import database

if TYPE_CHECKING:
    from hoithi.contests.models import Part
    from hoithi.people.models import User

PLAN = Path(__file__).resolve().parents[1] / "plans" / "chau-thanh-2024.toml"
WORKS, VOTERS_AT_ONCE = 20, 8
TABLES = (
    "CREATE TABLE work (id int PRIMARY KEY, state text NOT NULL);"
    "INSERT INTO work SELECT n, 'published' FROM generate_series(1, 100) AS n;"
    "CREATE TABLE ballot (person bigint NOT NULL, work int NOT NULL REFERENCES work,"
    " at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (person, work));"
)


def measure(*, votes: int, seconds: int) -> list[Figure]:
    """On PostgreSQL; without it one sentence on the terminal and no figures."""
    try:
        programs()
    except NoPostgresql as error:
        print(error, file=sys.stderr)
        return []
    with Server() as server:
        pgbench = Pgbench(server, sittings=100)
        server.tool("psql", "ceiling", "-q", "-c", TABLES)
        ceiling = pgbench.rate("vote", seconds=seconds)
        server.create("votes")
        os.environ["DATABASE_URL"] = server.url("votes")
        with database(keep_url=True):
            cast, folded, scanned = _cast(votes)
    rate = votes / cast
    beside = f"bare single guarded inserts, pgbench ({ceiling:,.0f} a second)"
    here = f"{rate:,.0f} votes a second by {VOTERS_AT_ONCE} at once in one process, proof checked, logged"
    return [
        Figure("Vote", "votes a second", beside, rate / ceiling, here),
        Figure("Vote", f"counting {votes:,} votes", "casting them", folded / cast, f"{folded * 1000:,.0f} ms"),
        Figure("Vote", f"looking {votes:,} votes over", "casting them", scanned / cast, f"{scanned * 1000:,.0f} ms"),
    ]


def _cast(votes: int) -> tuple[float, float, float]:
    """Seconds of casting, of counting and of looking for bursts."""
    from django.db import connection

    from hoithi.core import clock
    from hoithi.voting import challenge
    from hoithi.voting.marks import Marks
    from hoithi.voting.operations.scan import scan_votes
    from hoithi.voting.operations.tally import fold_changes
    from hoithi.voting.operations.vote import cast_vote

    part, now = _part(), clock.now()
    people = _people(votes)
    challenge.LEAST = challenge.MOST = 50  # solving is the browsers' work; checking costs the same
    proofs = [_solved(part, user.pk) for user in people]

    def voter(first: int) -> None:
        for n in range(first, votes, VOTERS_AT_ONCE):
            marks, at = Marks(f"d{n}", f"n{n // 30}"), now + timedelta(seconds=n // 10)
            cast_vote(part, n % WORKS + 1, people[n], proof=proofs[n], marks=marks, now=at)
        connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(VOTERS_AT_ONCE) as pool:
        list(pool.map(voter, range(VOTERS_AT_ONCE)))
    took = time.perf_counter() - began
    return took, timed(lambda: fold_changes(now=now)), timed(lambda: scan_votes(part, now=now))


def _solved(part: Part, user: int) -> str:
    import altcha

    from hoithi.core import clock
    from hoithi.voting.challenge import new_challenge

    task = altcha.Challenge.from_dict(new_challenge(part.pk, user, now=clock.now()))
    solution = altcha.solve_challenge(task)
    assert solution is not None
    return str(altcha.Payload(task, solution).to_base64())


def _people(count: int) -> list[User]:
    from hoithi.core import clock
    from hoithi.people.models import Person, User

    now = clock.now()
    Person.objects.bulk_create(Person(full_name=f"Người {n}", created_at=now) for n in range(count))
    people = Person.objects.order_by("pk")
    User.objects.bulk_create(User(email=f"n{n}@vidu.example", person=person) for n, person in enumerate(people))
    return list(User.objects.select_related("person").order_by("pk"))


def _part() -> Part:
    """The plan's contest with a vote that is open now, and published works."""
    from hoithi.contests.models import Entrant, Entry, Part
    from hoithi.contests.operations.definition import define_contest
    from hoithi.core import clock
    from hoithi.core.canonical import random_code
    from hoithi.entries.models import Work
    from hoithi.plans.files import load_plan

    now = clock.now()
    contest = define_contest(load_plan(PLAN), now=now).contest
    part = Part.objects.select_related("contest").get(contest=contest, kind="entries")
    settings = part.content["settings"]["vote"]
    settings |= {"opens": (now - timedelta(days=1)).isoformat(), "closes": (now + timedelta(days=1)).isoformat()}
    part.save(update_fields=["content"])
    owner = Entrant.objects.create(
        contest=contest, code=random_code(), kind="person", group=contest.groups.all()[0], registered_at=now
    )
    for number in range(1, WORKS + 1):
        entry = Entry.objects.create(
            part=part, owner=owner, code=random_code(), title=f"Tác phẩm {number}", state="published", created_at=now
        )
        Work.objects.create(entry=entry, number=number, updated_at=now)
    return Part.objects.select_related("contest").get(pk=part.pk)
