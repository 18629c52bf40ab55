"""Writes of documents: the register, their versions and files, signed scans, offices' own templates."""

from hoithi.documents.operations.register import (
    DocumentChanged,
    DocumentIncomplete,
    DocumentIssued,
    DocumentNumberTaken,
    DocumentSubmitted,
    ReasonMissing,
    UnknownDocumentKind,
    draft_document,
    issue_document,
    return_document,
    show_document,
    submit_document,
)
from hoithi.documents.operations.scans import add_scan
from hoithi.documents.operations.templates import add_template, retire_template
from hoithi.documents.operations.versions import change_paper, draft_paper, issue_paper

__all__ = [
    "DocumentChanged",
    "DocumentIncomplete",
    "DocumentIssued",
    "DocumentNumberTaken",
    "DocumentSubmitted",
    "ReasonMissing",
    "UnknownDocumentKind",
    "add_scan",
    "add_template",
    "change_paper",
    "draft_document",
    "draft_paper",
    "issue_document",
    "issue_paper",
    "retire_template",
    "return_document",
    "show_document",
    "submit_document",
]
