"""A real Chromium driven by Playwright, and the product served to it from a thread of the test process."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def launched() -> Iterator[Any]:
    """A browser; `CHROMIUM` names its program when it is not on the path."""
    playwright_api = pytest.importorskip("playwright.sync_api", reason="needs Playwright: make setup")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("needs Chromium: apt-get install chromium, or CHROMIUM=/path/to/it")
    # Playwright's sync API keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with playwright_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def pages(chromium: Any) -> Iterator[Callable[..., Any]]:
    """A maker of pages; see the fixture `open_page`."""
    contexts: list[Any] = []
    complaints: list[str] = []
    expected: list[str] = []

    def open_page(width: int = 360, height: int = 780, **options: Any) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            has_touch=width < 700,
            **{"reduced_motion": "reduce", **options},  # colours half-way between two states are nobody's fault
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.expected = expected
        _listen(page, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    unexpected = [line for line in complaints if not any(part in line for part in expected)]
    if unexpected:
        raise AssertionError("\n".join(unexpected))


def _listen(page: Any, complaints: list[str]) -> None:
    def on_request(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.hostname not in ("localhost", "127.0.0.1"):
            complaints.append(f"request to another host: {request.url}")

    page.on("request", on_request)
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", lambda line: complaints.append(f"console: {line.text}") if line.type == "error" else None)


@contextmanager
def served() -> Iterator[str]:
    """The product's ASGI application on a free port."""
    import uvicorn

    from hoithi.site.asgi import application

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(application, log_level="warning", ws="none", timeout_graceful_shutdown=2)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    limit = time.monotonic() + 10
    while not server.started and thread.is_alive() and time.monotonic() < limit:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
