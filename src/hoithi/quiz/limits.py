"""How often a quiz may be asked for something, counted by attempt or entrant."""

from __future__ import annotations

from hoithi.core.limits import TooOften, Window, count_within, is_spent

__all__ = ["SAVES_A_MINUTE", "STARTS_A_MINUTE", "TooOften", "Window", "count_within", "is_spent"]

SAVES_A_MINUTE = 120
"""Of one attempt: a page sends at most one at a time."""

STARTS_A_MINUTE = 10
"""Of one entrant."""
