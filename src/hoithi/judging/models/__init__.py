"""Shapes of judging."""

from hoithi.judging.models.panel import Juror, Panel, Recusal, Rubric
from hoithi.judging.models.sheet import Discussion, Pair, Sheet, SheetEvent

__all__ = ["Discussion", "Juror", "Pair", "Panel", "Recusal", "Rubric", "Sheet", "SheetEvent"]
