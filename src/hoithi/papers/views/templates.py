"""Offices' own Word templates: which are in use, what may be written in them, a sample to begin with."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.models import Contest
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.documents.formats.office import can_convert
from hoithi.documents.formats.word_sample import sample_template
from hoithi.documents.kinds import kind_title
from hoithi.documents.models import DocumentTemplate
from hoithi.documents.operations import add_template, retire_template
from hoithi.documents.operations.versions import DOCX
from hoithi.documents.queries import templates_of
from hoithi.documents.rules.placeholders import PLACEHOLDERS
from hoithi.documents.words import PLACEHOLDERS as PLACEHOLDER_WORDS
from hoithi.files.queries.serve import send
from hoithi.papers.forms import TemplateForm
from hoithi.papers.kinds import KINDS
from hoithi.people.forms import posted, refused


@require_http_methods(["GET", "POST"])
@on_desk("document.template")
def templates(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    form = TemplateForm(
        posted(request), request.FILES or None, kinds=[(kind.key, kind.title) for kind in KINDS.values()]
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            add_template(data["kind"], data["file"].read(), contest_key=contest.slug, by=me(request), now=request.now)
        except Refusal as refusal:
            refused(form, refusal, "file")
        else:
            messages.success(request, _("Mẫu dùng được. Từ nay văn bản loại này soạn theo mẫu."))
            return redirect("papers:templates", contest.slug)
    context = {
        "form": form,
        "found": [(one, kind_title(one.kind)) for one in templates_of(contest.slug)],
        "placeholders": [(one.written, PLACEHOLDER_WORDS[one.name]) for one in PLACEHOLDERS],
        "converts": can_convert(),
    }
    status = 400 if form.is_bound else 200
    return desk_page(request, contest, roles, "papers", "papers/templates.html", context, status=status)


@require_safe
@on_desk("document.template")
def sample(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """The built-in layout with every placeholder in its place."""
    headers = {"Content-Disposition": 'attachment; filename="mau-co-san.docx"'}
    return HttpResponse(sample_template(), content_type=DOCX, headers=headers)


@require_safe
@on_desk("document.template")
def file(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> Any:
    return send(request, get_object_or_404(templates_of(contest.slug), pk=pk).file, as_attachment=True)


@require_POST
@on_desk("document.template")
def retire(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """Only the contest's own; the installation's is the administrator's."""
    found = get_object_or_404(DocumentTemplate, pk=pk, contest_key=contest.slug)
    retire_template(found, by=me(request), now=request.now)
    messages.success(request, _("Đã thôi dùng mẫu; văn bản soạn theo mẫu có sẵn."))
    return redirect("papers:templates", contest.slug)
