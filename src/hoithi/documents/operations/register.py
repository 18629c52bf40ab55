"""Documents are drafted, submitted and issued; number, date and signer are needed only for the last step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.core.errors import Refusal
from hoithi.core.text import nfc
from hoithi.documents.kinds import kind_title, known
from hoithi.documents.models import Document, DocumentStep
from hoithi.people.models import User


class UnknownDocumentKind(Refusal):
    """No such kind of document is registered."""

    status = 400


class DocumentIssued(Refusal):
    """An issued document is not changed; a new one amends it."""


class DocumentSubmitted(Refusal):
    """A submitted document is changed only after it was returned (trả lại để sửa)."""


class DocumentChanged(Refusal):
    """Somebody else changed the draft meanwhile."""


class ReasonMissing(Refusal):
    """Returning a paper needs a reason."""

    status = 400


class DocumentIncomplete(Refusal):
    """Number, date or signer is missing at issue."""

    status = 400


class DocumentNumberTaken(Refusal):
    """This number and symbol were used this year."""


@transaction.atomic
def draft_document(kind: str, title: str, *, by: Any, now: datetime, contest_key: str = "", **fields: Any) -> Document:
    """A draft (dự thảo); `fields` are any of the document's own: symbol, signer, prefix, legal_bases, recipients …"""
    if not known(kind):
        raise UnknownDocumentKind(_("Không có loại văn bản “%(kind)s”.") % {"kind": kind})
    document = Document(kind=kind, title=nfc(title), contest_key=contest_key, created_at=now, **fields)
    document.state = Document.State.DRAFT
    document.save()
    target = f"document:{document.pk}"
    record("documents:document:draft", actor=by, contest_key=contest_key, target=target, data={"kind": kind}, now=now)
    step(document, DocumentStep.What.DRAFT, by=by, now=now)
    return document


def step(document: Document, what: DocumentStep.What, *, by: Any, now: datetime, note: str = "") -> None:
    """One more line of the document's history; `by` may be a label of the audit log, which the line leaves out."""
    user = by if isinstance(by, User) else None
    DocumentStep.objects.create(document=document, what=what, by=user, at=now, note=nfc(note)[:1000])


def locked(document: Document) -> Document:
    document.refresh_from_db(from_queryset=Document.objects.select_for_update())
    if document.state == Document.State.ISSUED:
        raise DocumentIssued(
            _("%(kind)s số %(reference)s đã ban hành nên không sửa được. Hãy lập văn bản sửa đổi.")
            % {"kind": kind_title(document.kind), "reference": document.reference}
        )
    return document


@transaction.atomic
def submit_document(document: Document, *, by: Any, now: datetime) -> None:
    """Put a draft before its signer (trình ký); submitted again it stays as it is."""
    if locked(document).state == Document.State.SUBMITTED:
        return
    document.state = Document.State.SUBMITTED
    document.save(update_fields=["state"])
    _written("documents:document:submit", document, DocumentStep.What.SUBMIT, by=by, now=now)


@transaction.atomic
def return_document(document: Document, *, reason: str, by: Any, now: datetime) -> None:
    """Give a submitted draft back for correction (trả lại để sửa). Raises ReasonMissing, DocumentIssued."""
    if not nfc(reason):
        raise ReasonMissing(_("Hãy ghi cần sửa gì để người soạn biết."))
    if locked(document).state == Document.State.DRAFT:
        return
    document.state = Document.State.DRAFT
    document.save(update_fields=["state"])
    _written("documents:document:return", document, DocumentStep.What.RETURN, by=by, now=now, note=reason)


@transaction.atomic
def show_document(document: Document, *, public: bool, by: Any, now: datetime) -> None:
    """Put an issued document on the contest's page, or take it off (công khai). A draft is not shown."""
    document.refresh_from_db(from_queryset=Document.objects.select_for_update())
    if document.state != Document.State.ISSUED:
        raise DocumentIncomplete(_("Văn bản chưa ban hành nên chưa công khai được."))
    if document.public == public:
        return
    document.public = public
    document.save(update_fields=["public"])
    what = DocumentStep.What.SHOW if public else DocumentStep.What.HIDE
    _written(f"documents:document:{what.value}", document, what, by=by, now=now)


def _written(
    action: str, document: Document, what: DocumentStep.What, *, by: Any, now: datetime, note: str = ""
) -> None:
    """The same step in the log and in the document's own history."""
    record(action, actor=by, contest_key=document.contest_key, target=f"document:{document.pk}", now=now)
    step(document, what, by=by, now=now, note=note)


@transaction.atomic
def issue_document(
    document: Document,
    *,
    number: int | None,
    issued_on: date | None,
    by: Any,
    now: datetime,
    signer: str = "",
    signer_title: str = "",
    prefix: str = "",
    symbol: str = "",
    file_sha: str = "",
) -> Document:
    """Issue (ban hành) a document under its number and date.

    Texts left "" keep what the draft holds. Raises DocumentIncomplete, DocumentNumberTaken, DocumentIssued.
    """
    document = locked(document)
    given = {"signer": signer, "signer_title": signer_title, "prefix": prefix, "symbol": symbol, "file_sha": file_sha}
    for name, value in given.items():
        if value:
            setattr(document, name, nfc(value))
    missing = [
        str(title)
        for title, value in ((_("số"), number), (_("ngày ban hành"), issued_on), (_("người ký"), document.signer))
        if not value
    ]
    if missing:
        raise DocumentIncomplete(
            _("Văn bản chưa ban hành được vì thiếu %(missing)s.") % {"missing": ", ".join(missing)}
        )
    document.number, document.issued_on, document.state = (number, issued_on, Document.State.ISSUED)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        raise DocumentNumberTaken(
            _("Số %(reference)s đã dùng trong năm %(year)s. Hãy xem lại sổ công văn đi.")
            % {"reference": document.reference, "year": issued_on.year if issued_on else ""}
        ) from error
    record(
        "documents:document:issue",
        actor=by,
        contest_key=document.contest_key,
        target=f"document:{document.pk}",
        data={"reference": document.reference, "on": issued_on},
        now=now,
    )
    step(document, DocumentStep.What.ISSUE, by=by, now=now, note=document.reference)
    return document
