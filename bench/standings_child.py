"""One database with a standing of SIZE people: what each page costs there. A process of its own, asked by lines.

    DATABASE_URL=… python -m bench.standings_child SIZE

First prints {"fill_s", "count_s", "queries": […], "views": […]}; then answers each line `kind<TAB>name<TAB>times` with
the milliseconds of each of those times as JSON, so that databases of several sizes can be asked in turns.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

from bench.figure import seconds
from bench.scratch import open_contest

if TYPE_CHECKING:
    from hoithi.contests.models import Contest, Entrant, Standing, StandingRow

ASKED, FIRST_ID, BURST, PIECE = 60, 10_000_000, 1_000, 50_000
SUBMITS = f"counting {BURST:,} submits"
Row = tuple[Any, ...]


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    scene = Scene(int(sys.argv[1]))
    asked: dict[str, dict[str, Callable[[], Any]]] = {
        "queries": scene.queries(),
        "views": scene.views(),
        "sequencer": {SUBMITS: scene.burst},
    }
    _say({"fill_s": scene.fill_s, "count_s": scene.count_s} | {kind: list(asks) for kind, asks in asked.items()})
    for line in sys.stdin:
        kind, name, times = line.rstrip("\n").split("\t")
        ask = asked[kind][name]
        _say([(ask() or 0.0) if kind == "sequencer" else seconds(ask) * 1000 for _ in range(int(times))])


def _say(what: object) -> None:
    print(json.dumps(what), flush=True)


class Scene:
    """The demonstration's running contest; its standing of people is filled with people who never were."""

    def __init__(self, size: int) -> None:
        from hoithi.core import clock
        from hoithi.plans.rehearsal.people import group_of_others

        self.contest: Contest = open_contest(40)
        self.now, self.rng, self.size = clock.now(), Random(1), size
        self.standing: Standing = self.contest.standings.filter(subject="person").order_by("pk")[0]
        self.units: Standing = self.contest.standings.filter(subject="unit").order_by("pk")[0]
        self.standing.contest = self.units.contest = self.contest
        group = group_of_others(self.contest)
        assert group is not None
        self.group, self.scope = group, group.key if self.standing.spec.each == "group" else ""
        self.own = self._own()
        self.fill_s = seconds(self._fill)
        self.count_s = seconds(self._count)
        self._settle()

    # --- what is asked -----------------------------------------------------------------------------------------------

    def queries(self) -> dict[str, Callable[[], object]]:
        from hoithi.contests.queries.pages_board import unit_board
        from hoithi.contests.queries.standings import numbered, page, place_of, rows_in_order, why

        some, middle = self._some(), self._middle()
        after = (bytes(middle.rank_key), middle.subject_id)
        each = iter(_for_ever(some))

        def walked() -> int:
            return rows_in_order(self.standing, self.scope).filter(rank_key__lt=bytes(next(each).rank_key)).count()

        return {
            "top 100": lambda: numbered(self.standing, page(self.standing, self.scope, limit=100)),
            "deep page": lambda: numbered(self.standing, page(self.standing, self.scope, after=after, limit=100)),
            "my place": lambda: place_of(next(each)),
            "why": lambda: why(self.standing, next(each)),
            "by unit": lambda: unit_board(self.units),
            "counting without": walked,
        }

    def views(self) -> dict[str, Callable[[], object]]:
        from django.test import Client

        from hoithi.contests.queries.pages_board import cursor_of
        from hoithi.people.models import User

        base = f"{self.contest.get_absolute_url()}xep-hang/"
        visitor, signed_in = Client(), Client()
        owner = User.objects.get(person__entrants=self.own.pk)
        signed_in.force_login(owner)

        own_page = signed_in.get(f"{base}{self.standing.key}/", HTTP_HOST="127.0.0.1").content.decode()
        assert "Nguyễn Văn Giữa" in own_page, "nobody is signed in"

        def visit(client: Client, url: str) -> Callable[[], object]:
            def go() -> None:
                response = client.get(url, HTTP_HOST="127.0.0.1")
                assert response.status_code == 200, (url, response.status_code)

            return go

        people, deep = f"{base}{self.standing.key}/?nhom={self.scope}", cursor_of(self._middle())
        return {
            "top 100": visit(visitor, people),
            "deep page": visit(visitor, f"{people}&trang={deep}"),
            "my place and why": visit(signed_in, people),
            "by unit": visit(visitor, f"{base}{self.units.key}/"),
        }

    def _some(self) -> list[StandingRow]:
        ids = [FIRST_ID + self.rng.randrange(self.size) for _ in range(ASKED)]
        return list(self.standing.rows.filter(subject_id__in=ids))

    def _middle(self) -> StandingRow:
        return self.standing.rows.get(subject_id=self.own.pk, scope=self.scope)

    # --- what is there -----------------------------------------------------------------------------------------------

    def _own(self) -> Entrant:
        from hoithi.contests.operations.entrants import register_entrant
        from hoithi.people.operations.accounts import open_account

        account = open_account(
            full_name="Nguyễn Văn Giữa", birth_date=date(1990, 1, 1), contact="giua@vidu.example", now=self.now
        )
        assert account.person is not None
        own = register_entrant(self.contest, account.person, group=self.group, unit=None, now=self.now, by=account)
        _put("contests_standingrow", ROW, [self._row(own.pk, middle=True)])
        return own

    def _fill(self) -> None:
        """That many people with their rows, in three COPYs (or three executemany), triggers and keys in force."""
        from django.db import transaction

        from hoithi.plans.rehearsal.people import Names

        ids, names = range(FIRST_ID, FIRST_ID + self.size), Names(Random(2))
        known = [names.person() for _ in range(min(self.size, 2_000))]

        def persons() -> Iterator[Row]:
            for at, pk in enumerate(ids):
                one = known[at % len(known)]
                yield (pk, one.name, one.name.lower(), one.name.lower(), one.birth, "", "", self.now)

        def entrants() -> Iterator[Row]:
            for at, pk in enumerate(ids):
                name, code = known[at % len(known)].name, f"BENCH{pk}"
                yield pk, self.contest.pk, code, "person", pk, self.group.pk, name, True, True, "", self.now

        with transaction.atomic():
            _put("people_person", PERSON, persons())
            _put("contests_entrant", ENTRANT, entrants())
            _put("contests_standingrow", ROW, (self._row(pk) for pk in ids))

    def _row(self, subject: int, *, middle: bool = False) -> Row:
        from hoithi.contests.rules.rank_key import rank_key

        terms = self.standing.spec.terms
        rest = [500_000 if middle else self.rng.randrange(60_000, 10**6) for _ in terms[1:]]
        values = [10 if middle else self.rng.randrange(1, 20), *rest]
        pairs = [(value, "low" if term.order == "low" else "high") for value, term in zip(values, terms, strict=True)]
        raw = {term.key: value for value, term in zip(values, terms, strict=True)}
        said = json.dumps({"raw": raw, "points": {}, "total": None})
        key = rank_key(pairs)  # type: ignore[arg-type]
        return self.standing.pk, self.scope, subject, key, True, True, self.group.key, said, self.now

    def _count(self) -> None:
        from hoithi.contests.operations.rank_counts import count_moves

        count_moves()

    def _settle(self) -> None:
        """What PostgreSQL's own daemon does by itself after a while, here at once."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")

    def burst(self) -> float:
        """Milliseconds of the sequencer's turn after a second in which BURST people improved."""
        from hoithi.contests.models import StandingRow

        ids = [FIRST_ID + self.rng.randrange(self.size) for _ in range(BURST)]
        rows = list(StandingRow.objects.filter(standing=self.standing, subject_id__in=ids))
        for row in rows:
            row.rank_key = self._row(row.subject_id)[3]
        StandingRow.objects.bulk_update(rows, ["rank_key"], batch_size=200)
        return seconds(self._count) * 1000


PERSON = "id full_name name_norm name_sort birth_date guardian_name guardian_phone created_at"
ENTRANT = "id contest_id code kind person_id group_id display_name prize_ok counts_for_unit barred_reason registered_at"
ROW = 'standing_id scope subject_id rank_key ranked prize_ok group_key "values" changed_at'


def _put(table: str, names: str, rows: Iterable[Row]) -> None:
    """In pieces: no statement lasts as long as the server allows one."""
    from django.db import connection

    columns, left = names.split(), iter(rows)
    while piece := list(islice(left, PIECE)):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in piece:
                        copy.write_row(row)
            else:
                places = ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", piece)


def _for_ever(rows: Sequence[StandingRow]) -> Iterator[StandingRow]:
    while True:
        yield from rows


if __name__ == "__main__":
    main()
