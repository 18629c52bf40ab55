"""Shapes of the contest floor. See design notes in docs/decisions/0001-definition.md."""

from hoithi.contests.models.bodies import Body, Seat
from hoithi.contests.models.contest import Contest, Group, Part, PartEntrant, Prize, RulesRevision, RulesText, Standing
from hoithi.contests.models.entrants import ContestUnit, Entrant, EntrantCorrection, Entry
from hoithi.contests.models.figures import FigureShare, FigureSnapshot, FigureValue, PartFigures
from hoithi.contests.models.office import Faq, Task, UnitNote
from hoithi.contests.models.results import RankCount, RankMove, SealedResult, StandingMark, StandingRow, TieDecision
from hoithi.contests.models.tallies import TallyState, UnitShare, UnitTally

__all__ = [
    "Body",
    "Contest",
    "ContestUnit",
    "Entrant",
    "EntrantCorrection",
    "Entry",
    "Faq",
    "FigureShare",
    "FigureSnapshot",
    "FigureValue",
    "Group",
    "Part",
    "PartEntrant",
    "PartFigures",
    "Prize",
    "RankCount",
    "RankMove",
    "RulesRevision",
    "RulesText",
    "SealedResult",
    "Seat",
    "Standing",
    "StandingMark",
    "StandingRow",
    "TallyState",
    "Task",
    "TieDecision",
    "UnitNote",
    "UnitShare",
    "UnitTally",
]
