"""The harness: one database by DATABASE_URL, honest skips, a browser when there is one.

On a developer's machine a test that needs PostgreSQL or Chromium skips and says why. With CI=true those for
PostgreSQL are left to the run on PostgreSQL, and any skip is a failure.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from hoithi.core import clock, live
from tests import browser

IN_CI = os.environ.get("CI", "").lower() == "true"


def on_postgresql() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--approve", action="store_true", help="write what pages look like now as their references")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if on_postgresql():
        return
    needing = [item for item in items if item.get_closest_marker("postgresql")]
    if IN_CI:
        items[:] = [item for item in items if item not in needing]
        config.hook.pytest_deselected(items=needing)
        return
    for item in needing:
        item.add_marker(pytest.mark.skip(reason="needs PostgreSQL: set DATABASE_URL=postgres://…"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if IN_CI and _skips(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    skips = _skips(config)
    if not skips:
        return
    terminalreporter.section("failed, because nothing may be skipped in CI" if IN_CI else "not run on this machine")
    for reason, count in sorted(skips.items()):
        terminalreporter.line(f"{count} × {reason}")


def _skips(config: pytest.Config) -> dict[str, int]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reasons: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []) if reporter else []:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    return reasons


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The audit log refuses deletion, the emptying of a test database too: its triggers step aside for that."""
    from django.db import connection

    from hoithi.audit import triggers
    from hoithi.contests import triggers as rank_triggers

    # On the class: a browser's event loop gives this thread a second connection object, which must know it too.
    operations = type(connection.ops)
    empty = operations.execute_sql_flush

    def empty_without_triggers(ops: Any, statements: list[str]) -> None:
        if ops.connection.vendor == "sqlite":
            with ops.connection.cursor() as cursor:
                for name in triggers.TRIGGERS:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        rank_triggers.drop_triggers(ops.connection)
        empty(ops, statements)
        triggers.install_triggers()
        rank_triggers.install_triggers()

    operations.execute_sql_flush = empty_without_triggers


@pytest.fixture(autouse=True)
def _unmoved_clock() -> Iterator[None]:
    """A test that moves the clock of the whole process leaves it as it was."""
    yield
    clock.set_offset(timedelta(0))


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What boards keep for some seconds does not reach the next test, whose rows may have the same ids."""
    live.forget_all()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A running Chromium (Playwright's sync API); skips with the reason when there is none."""
    with browser.launched() as found:
        yield found


@pytest.fixture
def open_page(chromium: Any) -> Iterator[Any]:
    """`open_page(width=360, **context_options)` → a page in a context of its own.

    At the end of the test every script error, refused resource and request to another host fails it; what is expected
    (a network cut) is named with `page.expected.append("…")`.
    """
    with browser.pages(chromium) as opened:
        yield opened


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The address of the whole product (ASGI, as `hoithi serve` runs it) in a thread of this process.

    The business clock can be moved for server and test together with `clock.set_offset`.
    """
    with browser.served() as address:
        yield address
