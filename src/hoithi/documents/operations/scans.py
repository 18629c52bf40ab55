"""The signed paper comes back as a scan: kept beside the files it was printed from, with its digest in the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.core.errors import InvalidInput, Problem
from hoithi.documents.models import Document, DocumentStep
from hoithi.documents.operations.kept import keep_file
from hoithi.documents.operations.register import DocumentIncomplete, step
from hoithi.people.models import User

MOST_BYTES = 25 * 1024 * 1024
STARTS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"\x89PNG", "image/png", "png"),
)


def add_scan(document: Document, data: bytes, *, by: Any, now: datetime) -> Document:
    """Keep the scan of an issued document; a later one takes its place. Raises InvalidInput, DocumentIncomplete."""
    if len(data) > MOST_BYTES:
        raise InvalidInput([Problem("", _("Bản quét lớn hơn 25 MB. Hãy quét lại ở 200 hoặc 300 dpi."))])
    kind = next(((media, ending) for start, media, ending in STARTS if data.startswith(start)), None)
    if kind is None:
        raise InvalidInput([Problem("", _("Bản quét phải là tệp PDF, JPEG hoặc PNG."))])
    user = by if isinstance(by, User) else None
    with transaction.atomic():
        document.refresh_from_db(from_queryset=Document.objects.select_for_update())
        if document.state != Document.State.ISSUED:
            raise DocumentIncomplete(_("Hãy ghi số, ngày ban hành trước, rồi lưu bản ký."))
        media, ending = kind
        document.scan = keep_file(
            data, f"{document.kind}-{document.pk}-ban-ky.{ending}", media, "document_scan", by=user, now=now
        )
        document.save(update_fields=["scan"])
        step(document, DocumentStep.What.SCAN, by=by, now=now, note=document.scan.sha256)
        record(
            "documents:document:scan",
            actor=by,
            contest_key=document.contest_key,
            target=f"document:{document.pk}",
            data={"sha256": document.scan.sha256},
            now=now,
        )
    return document
