"""The contest's page and the standings with few and with many rows behind them."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from bench.figure import Figure, ms, percentile, seconds
from bench.scratch import database, open_contest

if TYPE_CHECKING:
    from django.test import Client

    from hoithi.contests.models import Contest, Standing
    from hoithi.contests.rules.scales import Better

VISITS = 30


def measure(*, few: int, many: int) -> list[Figure]:
    with database():
        contest = open_contest(40)
        standing = contest.standings.filter(subject="person").order_by("pk")[0]
        standing.contest = contest
        pages = {"contest page": contest.get_absolute_url()}
        pages["standings of people"] = f"{pages['contest page']}xep-hang/{standing.key}/"
        own = _rows(contest, standing, few)
        before = {(who, name): _visit(client, url) for name, url in pages.items() for who, client in _clients(own)}
        _rows(contest, standing, many - few)
        after = {(who, name): _visit(client, url) for name, url in pages.items() for who, client in _clients(own)}
    return [
        Figure(
            "Pages",
            f"{name}, {who}, {many:,} ranked people",
            f"the same with {few:,} (p50 {ms(percentile(before[who, name], 50))})",
            percentile(after[who, name], 50) / percentile(before[who, name], 50),
            f"p50 {ms(percentile(after[who, name], 50))}, p99 {ms(percentile(after[who, name], 99))}",
            wanted="at most 1.5",
        )
        for who, name in before
    ]


def _clients(own: int) -> list[tuple[str, Client]]:
    from django.test import Client

    from hoithi.people.models import User

    visitor, signed_in = Client(), Client()
    signed_in.force_login(User.objects.get(person__entrants=own))
    return [("a visitor", visitor), ("somebody ranked", signed_in)]


def _visit(client: Client, url: str) -> list[float]:
    for _ in range(3):
        response = client.get(url, HTTP_HOST="127.0.0.1")
        assert response.status_code == 200, (url, response.status_code)
    return [seconds(lambda: client.get(url, HTTP_HOST="127.0.0.1")) for _ in range(VISITS)]


def _rows(contest: Contest, standing: Standing, number: int) -> int:
    """Add that many ranked people to the standing; returns the entrant in the middle, who has an account."""
    from django.db import transaction

    from hoithi.contests.models import Entrant, StandingRow
    from hoithi.contests.operations.entrants import register_entrant
    from hoithi.contests.rules.rank_key import rank_key
    from hoithi.core import clock
    from hoithi.people.models import Person
    from hoithi.people.operations.accounts import open_account
    from hoithi.plans.rehearsal.people import Names, group_of_others

    start, now = StandingRow.objects.count(), clock.now()
    rng, names = Random(start), Names(Random(start))
    group = group_of_others(contest)
    assert group is not None
    scope = group.key if standing.spec.each == "group" else ""
    terms: list[tuple[str, Better]] = [
        (one.key, "low" if one.order == "low" else "high") for one in standing.spec.terms
    ]

    def row(entrant: Entrant, values: list[int]) -> StandingRow:
        raw = dict(zip([key for key, _ in terms], values, strict=True))
        pairs = zip(values, [way for _, way in terms], strict=True)
        return StandingRow(
            standing=standing, scope=scope, subject_id=entrant.pk, rank_key=rank_key(pairs), group_key=group.key,
            values={"raw": raw, "points": {}, "total": None}, changed_at=now,
        )  # fmt: skip

    with transaction.atomic():
        people = []
        for _ in range(number - 1):
            one = names.person()
            person = Person(birth_date=one.birth, created_at=now)
            person.set_name(one.name)
            people.append(person)
        people = Person.objects.bulk_create(people, batch_size=1000)
        entrants = Entrant.objects.bulk_create(
            [
                Entrant(
                    contest=contest, code=f"BENCH{start}X{at}", kind="person", person=person, group=group,
                    display_name=person.full_name, registered_at=now,
                )
                for at, person in enumerate(people)
            ],
            batch_size=1000,
        )  # fmt: skip
        one = names.person()
        account = open_account(full_name=one.name, birth_date=one.birth, contact=f"bench{start}@vidu.example", now=now)
        assert account.person is not None
        own = register_entrant(contest, account.person, group=group, unit=None, now=now, by=account)
        rows = [
            row(entrant, [rng.randrange(1, 20), *(rng.randrange(10**6) for _ in terms[1:])]) for entrant in entrants
        ]
        rows.append(row(own, [10, *(500_000 for _ in terms[1:])]))
        StandingRow.objects.bulk_create(rows, batch_size=500)
    return own.pk
