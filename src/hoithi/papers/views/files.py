"""Files of a paper: Word, PDF, a picture of a page, the signed scan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Contest
from hoithi.contests.queries.roles import require
from hoithi.contests.views.desk_frame import me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.documents.formats.pdf import to_png
from hoithi.documents.operations import add_scan
from hoithi.files.queries.serve import send
from hoithi.papers.forms import ScanForm
from hoithi.papers.views.shared import document_of, paper_in, version_of

PICTURE_PPI = 80


@require_safe
@on_desk("document.view")
def word(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int, no: int) -> Any:
    return send(request, version_of(document_of(contest, pk), no).docx, as_attachment=True)


@require_safe
@on_desk("document.view")
def pdf(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int, no: int) -> Any:
    return send(request, version_of(document_of(contest, pk), no).pdf)


@require_safe
@on_desk("document.view")
def picture(
    request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int, no: int, page: int
) -> HttpResponse:
    """One page in the built-in layout, to look at; the files are what counts."""
    pages = to_png(paper_in(version_of(document_of(contest, pk), no)), ppi=PICTURE_PPI)
    if not 1 <= page <= len(pages):
        raise Http404
    return HttpResponse(pages[page - 1], content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@require_http_methods(["GET", "POST"])
@on_desk("document.view")
def scan(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> Any:
    """GET: the signed paper; POST: keep one."""
    document = document_of(contest, pk)
    if request.method == "GET":
        if document.scan is None:
            raise Http404
        return send(request, document.scan)
    require(request.user, contest, "document.issue", request.now)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            add_scan(document, form.cleaned_data["file"].read(), by=me(request), now=request.now)
            messages.success(request, _("Đã lưu bản ký."))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    return redirect("papers:paper", contest.slug, pk)
