"""Offices' own Word templates: checked with a sample paper before they are taken, versioned, retired."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.documents.formats.word_template import render_paper
from hoithi.documents.kinds import known
from hoithi.documents.models import DocumentTemplate
from hoithi.documents.operations.kept import keep_file
from hoithi.documents.operations.register import UnknownDocumentKind
from hoithi.documents.operations.versions import DOCX
from hoithi.documents.rules.sample import SAMPLE
from hoithi.people.models import User


def add_template(kind: str, data: bytes, *, contest_key: str = "", by: Any, now: datetime) -> DocumentTemplate:
    """Take a template for a kind; from now on papers of this kind use it. Raises InvalidInput with place and fault."""
    if not known(kind):
        raise UnknownDocumentKind(_("Không có loại văn bản “%(kind)s”.") % {"kind": kind})
    render_paper(data, SAMPLE)
    user = by if isinstance(by, User) else None
    with transaction.atomic():
        older = DocumentTemplate.objects.select_for_update().filter(contest_key=contest_key, kind=kind)
        no = (older.aggregate(no=Max("no"))["no"] or 0) + 1
        older.filter(retired_at=None).update(retired_at=now)
        file = keep_file(data, f"mau-{kind}-{no}.docx", DOCX, "document_template", by=user, now=now)
        template = DocumentTemplate.objects.create(
            contest_key=contest_key, kind=kind, no=no, file=file, checked_at=now, by=user, at=now
        )
        target = f"template:{template.pk}"
        record(
            "documents:template:add",
            actor=by,
            contest_key=contest_key,
            target=target,
            data={"version": no, "kind": kind, "sha256": file.sha256},
            now=now,
        )
    return template


@transaction.atomic
def retire_template(template: DocumentTemplate, *, by: Any, now: datetime) -> None:
    """Papers of this kind are made in the built-in layout again; versions made with it keep pointing at it."""
    template.refresh_from_db(from_queryset=DocumentTemplate.objects.select_for_update())
    if template.retired_at is not None:
        return
    template.retired_at = now
    template.save(update_fields=["retired_at"])
    target = f"template:{template.pk}"
    record("documents:template:retire", actor=by, contest_key=template.contest_key, target=target, now=now)
