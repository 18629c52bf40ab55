"""Shapes of an emulation campaign (đợt thi đua)."""

from hoithi.emulation.models.dossiers import Dossier, DossierPaper, Nominee, Recognition
from hoithi.emulation.models.portal import PortalFigure, PortalImport
from hoithi.emulation.models.reports import MonthlyReport, ReportFile, ReportVersion
from hoithi.emulation.models.reviews import Appeal, Revision, Verification
from hoithi.emulation.models.scores import KeptScore, Month

__all__ = [
    "Appeal",
    "Dossier",
    "DossierPaper",
    "KeptScore",
    "Month",
    "MonthlyReport",
    "Nominee",
    "PortalFigure",
    "PortalImport",
    "Recognition",
    "ReportFile",
    "ReportVersion",
    "Revision",
    "Verification",
]
