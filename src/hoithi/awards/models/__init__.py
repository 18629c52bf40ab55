"""What becomes of prizes: awards and their steps, handing over, money."""

from hoithi.awards.models.awards import Award, AwardStep
from hoithi.awards.models.budget import BudgetFigure
from hoithi.awards.models.handing import Claim, Fulfilment, Payment, Revocation

__all__ = ["Award", "AwardStep", "BudgetFigure", "Claim", "Fulfilment", "Payment", "Revocation"]
