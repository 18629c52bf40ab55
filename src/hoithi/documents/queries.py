"""Reads of the register: who may see a document is the asking room's to decide (`contests.rules.permission`)."""

from __future__ import annotations

from django.db.models import Max, Q, QuerySet

from hoithi.core.text import nfc
from hoithi.documents.models import Document, DocumentTemplate, DocumentVersion
from hoithi.files.models import StoredFile
from hoithi.files.store import store


def register_of(contest_key: str, *, kind: str = "", state: str = "", words: str = "") -> QuerySet[Document]:
    """A contest's documents, newest first; `words` are looked for in subject, symbol, signer and number."""
    found = Document.objects.filter(contest_key=contest_key)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    if words := nfc(words):
        number = Q(number=int(words)) if words.isdecimal() and len(words) < 9 else Q()
        found = found.filter(
            Q(title__icontains=words) | Q(symbol__icontains=words) | Q(signer__icontains=words) | number
        )
    return found


def latest_version(document: Document) -> DocumentVersion | None:
    return document.versions.select_related("docx", "pdf", "template", "by").first()


def template_for(kind: str, contest_key: str) -> DocumentTemplate | None:
    """The contest's own template of a kind, else the installation's, else none."""
    active = DocumentTemplate.objects.filter(kind=kind, retired_at=None, contest_key__in={contest_key, ""})
    return active.select_related("file").order_by("-contest_key", "-no").first()


def templates_of(contest_key: str) -> QuerySet[DocumentTemplate]:
    """Templates papers of a contest may be made with: its own and the installation's."""
    return DocumentTemplate.objects.filter(contest_key__in={contest_key, ""}, retired_at=None).select_related("file")


def next_number(issuer: str, symbol: str, year: int) -> int:
    """The number after the last one issued under this symbol in a year; 1 for the first."""
    issued = Document.objects.filter(
        issuer_unit_name=issuer, symbol=symbol, state=Document.State.ISSUED, issued_on__year=year
    )
    return int(issued.aggregate(last=Max("number"))["last"] or 0) + 1


def public_documents(contest_key: str) -> QuerySet[Document]:
    """What the contest's page shows, newest first."""
    shown = Document.objects.filter(contest_key=contest_key, public=True, state=Document.State.ISSUED)
    return shown.order_by("-issued_on", "-number", "-pk")


def bytes_of(stored: StoredFile) -> bytes:
    """A small stored file as a whole. Raises FileNotFoundError."""
    return b"".join(store().blocks(stored.key))
