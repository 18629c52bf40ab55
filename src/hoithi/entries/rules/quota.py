"""How many works a subject may and must hand in (số lượng tác phẩm)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quota:
    """Limits of one entrant in one part: `most` is a hard stop, `least` a compliance report."""

    least: int = 0
    most: int | None = None

    def left(self, held: int) -> int | None:
        """How many more may be handed in; None without a limit."""
        return None if self.most is None else max(0, self.most - held)

    def missing(self, held: int) -> int:
        """How many are still owed."""
        return max(0, self.least - held)


def quota(*, part_min: int | None, part_max: int | None, group_min: int | None, group_max: int | None) -> Quota:
    """What the part says goes before what the group says."""
    least = part_min if part_min is not None else group_min
    most = part_max if part_max is not None else group_max
    return Quota(least or 0, most)
