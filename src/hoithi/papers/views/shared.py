"""What the pages of papers share: the document of this contest, its kind, the doubts about its signer."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotFound
from hoithi.documents.models import Document, DocumentVersion
from hoithi.documents.rules.paper import Paper, from_data
from hoithi.documents.words import signer_warnings
from hoithi.papers.kinds import KINDS


def document_of(contest: Contest, pk: int) -> Document:
    found = Document.objects.select_related("scan").filter(contest_key=contest.slug, pk=pk).first()
    if found is None:
        raise NotFound(_("Không có văn bản này trong cuộc thi."))
    return found


def version_of(document: Document, no: int) -> DocumentVersion:
    found = document.versions.select_related("docx", "pdf").filter(no=no).first()
    if found is None:
        raise NotFound(_("Không có bản này của văn bản."))
    return found


def paper_in(version: DocumentVersion) -> Paper:
    return from_data(version.source)


def doubts_of(contest: Contest, document: Document, paper: Paper | None, now: datetime) -> list[str]:
    """Doubts about who signs, on the day it is (or would be) issued: of the paper itself, and of what it confers."""
    on = document.issued_on or now.astimezone(VIETNAM).date()
    signature = paper.signature if paper else None
    title = signature.title if signature else document.signer_title
    authority = (paper.authority or paper.agency) if paper else document.issuer_unit_name
    kind = KINDS.get(document.kind)
    signer = authority if title and authority.startswith(title) else f"{title}, {authority}".strip(", ")
    found = signer_warnings(kind.praises if kind else "", signer if title else "", on=on)
    return list(dict.fromkeys([*found, *(_prize_doubts(contest, on) if kind and kind.praises else [])]))


def _prize_doubts(contest: Contest, on: date) -> list[str]:
    pairs = dict.fromkeys((prize.paper, prize.spec.signer) for prize in contest.prizes.all() if prize.paper)
    return [sentence for paper, signer in pairs for sentence in signer_warnings(paper, signer, on=on)]
