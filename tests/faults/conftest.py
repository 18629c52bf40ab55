"""Installations to be killed: a server of the tests' own where the run is on PostgreSQL, else files of SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bench.postgresql import Server
from tests.conftest import on_postgresql
from tests.faults.installation import Installation, Template

PEOPLE = 500


@pytest.fixture(scope="session")
def killed_server() -> Iterator[Server | None]:
    """Never the server the other tests use. What a killed process wrote is the kernel's, so nothing waits for the disk:
    `kill -9` takes processes, not power, and the tests stay quick."""
    if not on_postgresql():
        yield None
        return
    with Server(fsync=False, max_connections=100) as server:
        yield server


@pytest.fixture(scope="session")
def template(killed_server: Server | None, tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template(Path(tmp_path_factory.mktemp("faults")), killed_server, sitters=PEOPLE)


@pytest.fixture
def install(template: Template) -> Iterator[Callable[..., Installation]]:
    """`install(workers=2)` → a started copy with 500 people in the middle of their attempts."""
    made: list[Installation] = []

    def new(**settings: Any) -> Installation:
        found = template.copy(f"faults_{next(_numbers)}", **settings)
        made.append(found)
        found.product.start()
        return found

    yield new
    for one in made:
        one.product.kill()


_numbers = count(1)
