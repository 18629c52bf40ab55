"""A database of the measurement's own, and a contest in it that is open now. Nothing of yours is read or written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hoithi.contests.models import Contest, Entrant
    from hoithi.contests.schema import Plan


@contextmanager
def database(*, keep_url: bool = False) -> Iterator[Path]:
    """An empty database with the product's own settings: SQLite in a temporary folder, durable as in production.

    `keep_url`: on the server DATABASE_URL names, in a new database `test_…` beside the one it names.
    """
    with tempfile.TemporaryDirectory(prefix="hoithi-bench-") as name:
        folder = Path(name)
        os.environ.update(HOITHI_VAR=name, HOITHI_MODE="demo", DJANGO_SETTINGS_MODULE="hoithi.site.settings")
        os.environ["DATABASE_POOL"] = "0"
        if not keep_url:
            os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'bench.sqlite3'}"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection, connections

        if keep_url:
            connection.creation.create_test_db(verbosity=0, autoclobber=True)
        else:
            call_command("migrate", verbosity=0)
        try:
            yield folder
        finally:
            if keep_url:
                connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)
            connections.close_all()


def open_contest(people: int) -> Contest:
    """The demonstration's running quiz, with `people` who have registered and partly sat it."""
    from hoithi.core import clock
    from hoithi.plans.demo import load_demonstration

    return load_demonstration(clock.now(), people=people, only=_is_quiz).running[0]


def _is_quiz(plan: Plan) -> bool:
    return all(part.kind == "quiz" for part in plan.parts)


def newcomers(contest: Contest, number: int) -> list[Entrant]:
    """People who have registered and not sat yet."""
    from django.db import transaction

    from hoithi.core import clock
    from hoithi.plans.rehearsal.people import Names, register

    names = Names(Random("newcomers"))
    chosen = [replace(one, contact=f"moi-{one.contact}") for one in (names.person() for _ in range(number))]
    with transaction.atomic():
        return register(contest, chosen, [], now=clock.now(), step=lambda: None)
