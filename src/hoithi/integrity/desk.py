"""What integrity brings to the console: its place in the side list, and cases that wait."""

from __future__ import annotations


def register() -> None:
    pass
