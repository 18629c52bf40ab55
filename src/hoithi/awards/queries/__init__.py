"""Reading awards; what other rooms ask most often stands here."""

from hoithi.awards.queries.tables import allocation_of, held_before, prize_of, tables_of
from hoithi.awards.queries.winners import Winner, by_standing, winners

__all__ = ["Winner", "allocation_of", "by_standing", "held_before", "prize_of", "tables_of", "winners"]
