"""The language of the terminal, for what is said before and outside Django; a page that shows it says its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_page: ContextVar[str] = ContextVar("page", default="")


def language() -> str:
    """ "en" when the page's or the terminal's language (LC_ALL, LC_MESSAGES, LANG) is English, else "vi"."""
    names = (_page.get(), *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    return "en" if next((name for name in names if name), "").lower().startswith("en") else "vi"


@contextmanager
def speaking(page_language: str) -> Iterator[None]:
    """Within, `words` are said in this language: a page's reader does not sit at the server's terminal."""
    before = _page.set(page_language)
    try:
        yield
    finally:
        _page.reset(before)


def words(vietnamese: str, english: str) -> str:
    """A sentence of the console itself, in the terminal's language."""
    return english if language() == "en" else vietnamese
