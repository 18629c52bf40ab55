"""The language of the terminal, for what is said before and outside Django."""

from __future__ import annotations

import os


def language() -> str:
    """ "en" when the terminal's language (LC_ALL, LC_MESSAGES, LANG) is English, else "vi"."""
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next((name for name in names if name), "").lower().startswith("en") else "vi"


def words(vietnamese: str, english: str) -> str:
    """A sentence of the console itself, in the terminal's language."""
    return english if language() == "en" else vietnamese
