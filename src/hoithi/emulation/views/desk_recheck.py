"""A re-check (phúc tra): state what a higher authority found, see everything it changes, then confirm exactly that."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.models import Part
from hoithi.contests.queries.pages_board import scopes_with_titles
from hoithi.contests.views.desk_frame import me, name_of
from hoithi.core.errors import InvalidInput, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.forms.desk import RecheckConfirmForm, RecheckForm
from hoithi.emulation.forms.report import MARK
from hoithi.emulation.models import MonthlyReport, Revision
from hoithi.emulation.operations.recheck import Given, Preview, apply_recheck, checked_given, preview_recheck
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.part_groups import months_newest_first
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.views.desk_reports import last_signer
from hoithi.emulation.views.frame import on_score, score_page
from hoithi.emulation.views.report_page import figure_rows
from hoithi.emulation.words import month_title


@require_http_methods(["GET", "HEAD", "POST"])
@on_score("score.recheck")
def recheck(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/phuc-tra/?don-vi=<code>&ky=2021-07` chooses a report; POST `xem` previews, `ap-dung` applies."""
    report = _report(part, request.GET.get("don-vi", ""), request.GET.get("ky", ""))
    form = _form(part, report) if report is not None else None
    context: dict[str, Any] = {"report": report, "form": form}
    if request.method == "POST":
        rules_from = request.POST.get("the-le-tu", "") or None
        form = _form(part, report, request) if report is not None else None
        context["form"] = form
        if done := _stated(request, part, report, form, rules_from, context):
            return done
    months = months_newest_first(part)
    context |= {
        "units": list(scored_units(part)),
        "months": [(one, month_title(one)) for one in months],
        "wanted": (request.GET.get("don-vi", ""), request.GET.get("ky", "")),
        "rules_from": request.POST.get("the-le-tu", ""),
        "figures": figure_rows(part, report) if report is not None else [],
        "past": [_past(one) for one in part.revisions.select_related("by__person").order_by("-no")],
        "allowed": settings_of(part).recheck.allowed,
    }
    form, confirmed = context["form"], context.get("confirm")
    wrong = (form is not None and form.errors) or (confirmed is not None and confirmed.errors)
    return score_page(request, part, roles, "recheck", "emulation/desk/recheck.html", 400 if wrong else 200, **context)


def _report(part: Part, code: str, period: str) -> MonthlyReport | None:
    sent = MonthlyReport.objects.filter(part=part, first_submitted_at__isnull=False)
    found = sent.filter(unit__code=code, period=period).select_related("unit__group").first()
    if found is not None:
        found.part = part
    return found


def _form(part: Part, report: MonthlyReport, request: TimedRequest | None = None) -> RecheckForm:
    figures = {MARK + key: "" if value is None else str(value) for key, value in (report.figures or {}).items()}
    return RecheckForm(request.POST if request is not None else None, card=settings_of(part), initial=figures)


def _stated(
    request: TimedRequest,
    part: Part,
    report: MonthlyReport | None,
    form: RecheckForm | None,
    rules_from: str | None,
    context: dict[str, Any],
) -> HttpResponse | None:
    """Preview, or apply what was previewed; what is wrong goes to its form."""
    if form is not None and not form.is_valid():
        return None
    given = _given(report, form)
    if not given and rules_from is None:
        messages.error(request, _("Chưa có thay đổi nào. Hãy sửa số liệu, kết luận, hoặc chọn thể lệ áp dụng."))
        return None
    try:
        exact = checked_given(part, given)
        preview = preview_recheck(part, exact, newest_rules_from=rules_from, now=request.now)
        context |= _shown(preview)
        confirm = RecheckConfirmForm(
            request.POST if "ap-dung" in request.POST else None,
            initial={"signer": last_signer(part), "digest": preview.digest},
        )
        context["confirm"] = confirm
        if not confirm.is_bound or not confirm.is_valid():
            return None
        done = apply_recheck(
            part, exact, newest_rules_from=rules_from, **confirm.cleaned_data, now=request.now, by=me(request)
        )
    except InvalidInput as refusal:
        if form is not None:
            form.refuse(refusal)
        else:
            messages.error(request, str(refusal))
        return None
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, _("Đã điều chỉnh theo phúc tra lần {n}.").format(n=done.no))
    return redirect("emulation:recheck", part.contest.slug, part.key)


def _given(report: MonthlyReport | None, form: RecheckForm | None) -> list[Given]:
    if report is None or form is None:
        return []
    figures = form.typed() if form.cleaned_data["change_figures"] else None
    said = form.cleaned_data["truthful"]
    truthful = None if said == "" else said == "1"
    if figures is None and truthful is None:
        return []
    return [Given(report.unit, report.period, figures, truthful)]


def _shown(preview: Preview) -> dict[str, Any]:
    """Everything that would change, as tables."""
    titles: dict[tuple[int, str], str] = {}
    for one in preview.places:
        if (one.standing.pk, one.scope) not in titles:
            scopes = dict(scopes_with_titles(one.standing))
            titles[one.standing.pk, one.scope] = scopes.get(one.scope, one.scope)
    return {
        "preview": preview,
        "scores": [(one, month_title(one.period)) for one in preview.scores],
        "places": [(one, titles[one.standing.pk, one.scope]) for one in preview.places],
        "recalls": [(one, titles[one.standing.pk, one.scope]) for one in preview.recalls],
    }


def _past(one: Revision) -> dict[str, Any]:
    scores = one.changes.get("scores", [])
    places = one.changes.get("places", [])
    return {"row": one, "scores": len(scores), "places": len(places), "by": name_of(one.by)}
