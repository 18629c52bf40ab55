"""What people call their files, and the numbers works go by."""

from __future__ import annotations

from hoithi.files.rules.names import clean_name

__all__ = ["clean_name", "shown_number"]


def shown_number(prefix: str, part_no: int, number: int) -> str:
    """The number a work goes by aloud and on paper: ("VL24", 1, 7) → "VL24-1-007"."""
    return f"{prefix}-{part_no}-{number:03d}" if prefix else f"{part_no}-{number:03d}"
