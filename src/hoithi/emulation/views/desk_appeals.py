"""Appeals on the console: which wait, deciding one in minutes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Part
from hoithi.contests.views.desk_frame import me
from hoithi.core.errors import InvalidInput, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.documents.models import Document
from hoithi.emulation.forms.desk import AppealDecisionForm
from hoithi.emulation.forms.report import MARK
from hoithi.emulation.models import Appeal
from hoithi.emulation.operations.appeals import decide_appeal
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.views.frame import on_score, score_page
from hoithi.emulation.views.report_page import figure_rows, history
from hoithi.emulation.words import outcome
from hoithi.people.forms import posted, refused


@require_safe
@on_score("score.decide_appeal")
def appeals(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/thi-dua/<part>/kien-nghi/`: those that wait first."""
    found = Appeal.objects.filter(report__part=part).select_related("report__unit", "file")
    rows = []
    for one in sorted(found, key=lambda one: (one.decided_at is not None, one.filed_at)):
        label, css = outcome(one)
        rows.append({"row": one, "label": label, "css": css})
    return score_page(request, part, roles, "appeals", "emulation/desk/appeals.html", rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@on_score("score.decide_appeal")
def decide(request: TimedRequest, part: Part, roles: frozenset[str], pk: int) -> HttpResponse:
    """One appeal with the report it is about."""
    appeal = Appeal.objects.filter(report__part=part, pk=pk).select_related("report__unit__group", "file").first()
    if appeal is None:
        raise NotFound(_("Không có kiến nghị này."))
    appeal.report.part = part
    form = _form(request, part, appeal) if appeal.decided_at is None else None
    if request.method == "POST" and form is not None and form.is_valid() and _decided(request, appeal, form):
        return redirect("emulation:appeals", part.contest.slug, part.key)
    report = appeal.report
    context: dict[str, Any] = {
        "appeal": appeal,
        "form": form,
        "unit": report.unit,
        "row": {"period": {"key": report.period}},
        "figures": figure_rows(part, report),
    } | history(part, report)
    status = 400 if form is not None and form.errors else 200
    return score_page(request, part, roles, "appeals", "emulation/desk/appeal.html", status, **context)


def _form(request: TimedRequest, part: Part, appeal: Appeal) -> AppealDecisionForm:
    figures = {MARK + key: "" if value is None else str(value) for key, value in (appeal.report.figures or {}).items()}
    papers = Document.objects.filter(contest_key=part.contest.slug)[:200]
    documents = [(str(one.pk), str(one)) for one in papers]
    return AppealDecisionForm(posted(request), card=settings_of(part), documents=documents, initial=figures)


def _decided(request: TimedRequest, appeal: Appeal, form: AppealDecisionForm) -> bool:
    given = form.cleaned_data
    accepted = given["accepted"] == "1"
    changes: dict[str, Any] = {}
    if accepted:
        changes = {
            "figures": form.typed() if given["change_figures"] else None,
            "truthful": True if given["truthful"] else None,
            "late_excused": True if given["late_excused"] else None,
        }
    document = Document.objects.filter(pk=given["document"]).first() if given["document"] else None
    try:
        decide_appeal(
            appeal,
            accepted=accepted,
            minutes=given["minutes"],
            document=document,
            **changes,
            now=request.now,
            by=me(request),
        )
    except InvalidInput as refusal:
        form.refuse(refusal)
        return False
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã ghi kết luận kiến nghị; đơn vị đọc được ở trang báo cáo."))
    return True
