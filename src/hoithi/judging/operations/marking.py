"""What every write of marks shares: standings take notice, in the caller's transaction."""

from __future__ import annotations

from hoithi.contests.models import Part, StandingMark
from hoithi.contests.operations.opening import standings_reading


def mark_standings(part: Part) -> None:
    """Standings that read this part (units and persons too) are computed anew in the sequencer's next turn.

    A method such as the standardised mean moves every work when one sheet is signed, so everything is marked.
    """
    StandingMark.objects.bulk_create([StandingMark(standing=standing) for standing in standings_reading(part)])
