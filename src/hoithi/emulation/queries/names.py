"""Finding a unit by what somebody typed, and the nearest one where nobody is called so."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from hoithi.contests.models import ContestUnit
from hoithi.core.text import fold


class UnitNames:
    """Units of one campaign by code and by name; spelling without diacritics is enough where it is nobody else's."""

    def __init__(self, units: Iterable[ContestUnit]) -> None:
        self.by_code: dict[str, ContestUnit] = {}
        self.by_name: dict[str, list[ContestUnit]] = {}
        for unit in units:
            self.by_code[unit.code.casefold()] = unit
            self.by_name.setdefault(fold(unit.name), []).append(unit)

    def find(self, typed: str) -> ContestUnit | None:
        found = self.by_code.get(typed.strip().casefold())
        if found is None:
            same = self.by_name.get(fold(typed), [])
            found = same[0] if len(same) == 1 else None
        return found

    def nearest(self, typed: str) -> ContestUnit | None:
        """The one unit whose name is closest; None where nothing is close."""
        close = get_close_matches(fold(typed), list(self.by_name), n=1, cutoff=0.6)
        return self.by_name[close[0]][0] if close else None
