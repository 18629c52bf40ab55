"""Award dossiers of all units with what each lacks; initiatives and recognitions to be taken as evidence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Part
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import me
from hoithi.core.errors import NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import end_day
from hoithi.emulation.forms.dossier import RecognitionDecisionForm
from hoithi.emulation.models import Dossier, Recognition
from hoithi.emulation.operations.recognitions import decide_recognition
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.own_dossier import dossier_rows
from hoithi.emulation.queries.recognition_rows import recognition_rows
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.views.frame import on_score, score_page
from hoithi.people.forms import posted, refused

PAGE = 50


@require_safe
@on_score("score.view_all")
def dossiers(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/thi-dua/<part>/ho-so/`: completeness of every unit's dossier."""
    page = Paginator(scored_units(part), PAGE).get_page(request.GET.get("trang"))
    card = settings_of(part)
    submitted = Dossier.objects.filter(part=part, state=Dossier.SUBMITTED).count()
    context: dict[str, Any] = {
        "found": page,
        "rows": dossier_rows(part, list(page)),
        "submitted": submitted,
        "due": end_day(card.dossier.due) if card.dossier.due is not None else "",
        "papers": card.dossier.papers,
    }
    return score_page(request, part, roles, "dossiers", "emulation/desk/dossiers.html", **context)


@require_safe
@on_score("score.view_all")
def recognitions(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/thi-dua/<part>/sang-kien/`."""
    rows = recognition_rows(settings_of(part), Recognition.objects.filter(part=part))
    rows.sort(key=lambda one: one["row"].decided_at is not None)
    context: dict[str, Any] = {
        "rows": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "may_decide": may(roles, "score.recognise"),
    }
    context["found"] = context["rows"]
    return score_page(request, part, roles, "desk_recognitions", "emulation/desk/recognitions.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@on_score("score.recognise")
def decide(request: TimedRequest, part: Part, roles: frozenset[str], pk: int) -> HttpResponse:
    """Take one as evidence, or not, with a reason."""
    row = Recognition.objects.filter(part=part, pk=pk).select_related("unit").first()
    if row is None:
        raise NotFound(_("Không có sáng kiến, ghi nhận này."))
    back = reverse("emulation:desk_recognitions", args=[part.contest.slug, part.key])
    form = RecognitionDecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            accepted = "khong" not in request.POST
            decide_recognition(
                row, accepted=accepted, reason=form.cleaned_data["reason"], now=request.now, by=me(request)
            )
            messages.success(request, _("Đã ghi kết quả xem xét."))
            return redirect(back)
        except Refusal as refusal:
            refused(form, refusal, "reason")
    context = {"row": row, "form": form, "back": back}
    status = 400 if form.errors else 200
    return score_page(request, part, roles, "desk_recognitions", "emulation/desk/recognition.html", status, **context)
