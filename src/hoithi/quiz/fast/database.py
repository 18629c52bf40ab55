"""The connection of a lane: Django's own machinery with statements prepared on the server and plans that go by key."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import deepcopy
from typing import Any

from django.db import connection, connections
from django.db.utils import load_backend

ALIAS = "default"
WAIT_S = 6
"""How long a statement waits for a lock; a page gives up after ten seconds."""
_BY_KEY = ("seqscan", "hashjoin", "mergejoin")
_one_writer = threading.Lock()


def own_connection() -> None:
    """Give this thread a connection made for many small statements by key; opened at the first one."""
    settings = deepcopy(connections.settings[ALIAS])
    options: dict[str, Any] = settings["OPTIONS"]
    if settings["ENGINE"].endswith("postgresql"):
        options.pop("pool", None)
        options["server_side_binding"] = True
        options["connect_timeout"] = WAIT_S
        if not settings["DISABLE_SERVER_SIDE_CURSORS"]:  # PgBouncer: no start-up options, nothing prepared
            options["prepare_threshold"] = 2
            # A plan made while a table is empty must not scan it when it is full.
            plans = " ".join(f"-c enable_{way}=off" for way in _BY_KEY)
            options["options"] = f"{options.get('options', '')} -c lock_timeout={WAIT_S}s {plans}".strip()
    else:
        options["timeout"] = WAIT_S
    connections[ALIAS] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, ALIAS)


def writing() -> AbstractContextManager[None]:
    """SQLite has one writer: lanes of one process take turns here instead of asking the file again and again."""
    return _turn() if connection.vendor == "sqlite" else nullcontext()


@contextmanager
def _turn() -> Iterator[None]:
    with _one_writer:
        yield
