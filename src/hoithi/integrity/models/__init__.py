"""Shapes of integrity."""

from hoithi.integrity.models.cases import Case, CaseNote, CaseSubject, Scan
from hoithi.integrity.models.rulings import Appeal, Recall, Ruling
from hoithi.integrity.models.signals import FocusCount, Trace

__all__ = ["Appeal", "Case", "CaseNote", "CaseSubject", "FocusCount", "Recall", "Ruling", "Scan", "Trace"]
