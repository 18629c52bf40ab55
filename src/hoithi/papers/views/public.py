"""Documents everybody may read: issued, and put on the contest's page by the secretariat."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.queries import pages
from hoithi.contests.views.public import page_context
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.documents.kinds import kind_title
from hoithi.documents.queries import latest_version, public_documents
from hoithi.files.queries.serve import send


@require_safe
def documents(request: TimedRequest, slug: str) -> HttpResponse:
    contest = pages.shown_contest(slug)
    rows = [(one, kind_title(one.kind)) for one in public_documents(slug)[:200]]
    return render(request, "papers/public.html", page_context(contest) | {"rows": rows})


@require_safe
def document(request: TimedRequest, slug: str, pk: int) -> Any:
    """The signed scan where there is one, else the PDF it was printed from."""
    pages.shown_contest(slug)
    found = get_object_or_404(public_documents(slug).select_related("scan"), pk=pk)
    if found.scan is not None:
        return send(request, found.scan)
    last = latest_version(found)
    if last is None:
        raise NotFound(_("Văn bản này chưa có tệp trên phần mềm."))
    return send(request, last.pdf)
