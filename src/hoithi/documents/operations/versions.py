"""A paper's versions: each save keeps the data and both files; issuing writes number, date and signer into them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.documents.formats.office import can_convert, docx_to_pdf
from hoithi.documents.formats.pdf import to_pdf
from hoithi.documents.formats.word import to_docx
from hoithi.documents.formats.word_template import render_paper
from hoithi.documents.models import Document, DocumentStep, DocumentTemplate, DocumentVersion
from hoithi.documents.operations.kept import keep_file
from hoithi.documents.operations.register import (
    DocumentChanged,
    DocumentIncomplete,
    DocumentSubmitted,
    draft_document,
    issue_document,
    locked,
    step,
)
from hoithi.documents.queries import bytes_of, latest_version, template_for
from hoithi.documents.rules.paper import Paper, Signature, from_data, to_data
from hoithi.people.models import User

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Made:
    """Both files of a paper, not kept yet."""

    docx: bytes
    pdf: bytes
    template: DocumentTemplate | None


def make_files(kind: str, contest_key: str, paper: Paper) -> Made:
    """Word in the office's own template where there is one, else in the built-in layout; PDF/A by typst.

    With an own template and LibreOffice at hand the PDF is of that Word file. Raises InvalidInput (the template).
    """
    template = template_for(kind, contest_key)
    if template is None:
        return Made(to_docx(paper), to_pdf(paper), None)
    docx = render_paper(bytes_of(template.file), paper)
    return Made(docx, docx_to_pdf(docx) if can_convert() else to_pdf(paper), template)


def draft_paper(kind: str, paper: Paper, *, contest_key: str = "", by: Any, now: datetime) -> Document:
    """A new draft with its first version."""
    made = make_files(kind, contest_key, paper)
    with transaction.atomic():
        document = draft_document(kind, paper.title, by=by, now=now, contest_key=contest_key, **_fields(paper))
        _keep(document, paper, made, by=by, now=now)
    return document


def change_paper(document: Document, paper: Paper, *, seen: int, by: Any, now: datetime) -> DocumentVersion:
    """Another version of a draft, made from version `seen`.

    Raises DocumentChanged (there is a newer one), DocumentSubmitted, DocumentIssued.
    """
    made = make_files(document.kind, document.contest_key, paper)
    with transaction.atomic():
        if locked(document).state == Document.State.SUBMITTED:
            raise DocumentSubmitted(
                _("Văn bản đang trình ký nên không sửa được."), hint=_("Hãy trả lại để sửa trước, rồi sửa.")
            )
        _unchanged(document, seen)
        for name, value in (_fields(paper) | {"title": paper.title[:400]}).items():
            setattr(document, name, value)
        document.save()
        version = _keep(document, paper, made, by=by, now=now)
        step(document, DocumentStep.What.CHANGE, by=by, now=now, note=f"{version.no}")
        record(
            "documents:document:change",
            actor=by,
            contest_key=document.contest_key,
            target=f"document:{document.pk}",
            data={"version": version.no},
            now=now,
        )
    return version


def issue_paper(
    document: Document, *, number: int | None, issued_on: date | None, signature: Signature, by: Any, now: datetime
) -> DocumentVersion:
    """Issue a paper: its last version with number, date and signature becomes the issued one, by its PDF's digest.

    Raises DocumentIncomplete, DocumentNumberTaken, DocumentIssued, DocumentChanged; then nothing has changed.
    """
    last = latest_version(document)
    if last is None:
        raise DocumentIncomplete(_("Văn bản này chưa có nội dung. Hãy soạn rồi ban hành."))
    if not signature.name.strip():
        raise DocumentIncomplete(_("Văn bản chưa ban hành được vì thiếu %(missing)s.") % {"missing": _("người ký")})
    paper = replace(from_data(last.source), number=number, date=issued_on, signature=signature)
    made = make_files(document.kind, document.contest_key, paper)
    digest = hashlib.sha256(made.pdf).hexdigest()
    with transaction.atomic():
        locked(document)
        _unchanged(document, last.no)
        issue_document(
            document,
            number=number,
            issued_on=issued_on,
            by=by,
            now=now,
            signer=signature.name,
            signer_title=signature.title,
            prefix=signature.prefix,
            file_sha=digest,
        )
        return _keep(document, paper, made, by=by, now=now)


def _unchanged(document: Document, seen: int) -> None:
    if (document.versions.aggregate(no=Max("no"))["no"] or 0) != seen:
        raise DocumentChanged(
            _("Dự thảo đã có bản mới hơn trong lúc bạn làm."), hint=_("Hãy mở lại văn bản để xem bản mới.")
        )


def _fields(paper: Paper) -> dict[str, Any]:
    """What the register keeps of a paper."""
    return {
        "symbol": paper.symbol,
        "signer": paper.signature.name,
        "signer_title": paper.signature.title,
        "prefix": paper.signature.prefix,
        "issuer_unit_name": paper.agency[:200],
        "legal_bases": list(paper.bases),
        "recipients": list(paper.recipients),
    }


def _keep(document: Document, paper: Paper, made: Made, *, by: Any, now: datetime) -> DocumentVersion:
    no = (document.versions.aggregate(no=Max("no"))["no"] or 0) + 1
    name, user = f"{document.kind}-{document.pk}-{no}", by if isinstance(by, User) else None
    return DocumentVersion.objects.create(
        document=document,
        no=no,
        source=to_data(paper),
        docx=keep_file(made.docx, f"{name}.docx", DOCX, "document", by=user, now=now),
        pdf=keep_file(made.pdf, f"{name}.pdf", "application/pdf", "document", by=user, now=now),
        sha256=hashlib.sha256(made.pdf).hexdigest(),
        template=made.template,
        by=user,
        at=now,
    )
