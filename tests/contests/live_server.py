"""The product's ASGI application in a process of its own that counts what it asks the database: `uvicorn` runs it.

`/dem/` answers {"queries", "snapshots", "fragments"}; every other request is the product's.
"""

from __future__ import annotations

import json
import threading
from typing import Any

from django.db.backends.signals import connection_created

from hoithi.site.asgi import application as product

_lock = threading.Lock()
_count = {"queries": 0}


def _counted(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    with _lock:
        _count["queries"] += 1
    return execute(sql, params, many, context)


def _watch(connection: Any, **_: Any) -> None:
    if _counted not in connection.execute_wrappers:
        connection.execute_wrappers.append(_counted)


connection_created.connect(_watch, weak=False)


async def application(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] != "http" or scope["path"] != "/dem/":
        await product(scope, receive, send)
        return
    from hoithi.contests.live import FRAGMENTS, SNAPSHOTS

    body = json.dumps(_count | {"snapshots": SNAPSHOTS.computed, "fragments": FRAGMENTS.computed}).encode()
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body})
