"""The criteria as the rules of the contest set them, written by the secretariat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.models import Part
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import me
from hoithi.core.errors import NotAllowed, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.judging.forms import CriteriaFormSet, ReasonForm, shown_criteria, written_criteria
from hoithi.judging.operations.panel import open_panel, write_rubric
from hoithi.judging.queries.settings import engine_rubric, panel_of, rubric_of, settings_of
from hoithi.judging.views.desk import jury_page, on_jury
from hoithi.judging.words import written
from hoithi.people.forms import posted, refused


@require_http_methods(["GET", "HEAD", "POST"])
@on_jury("jury.view")
def rubric(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """The version in force, its history, and a form for the next one while nothing is signed."""
    panel = panel_of(part)
    current = rubric_of(panel) if panel else None
    criteria = current.criteria if current else [one.model_dump(mode="json") for one in settings_of(part).criteria]
    lines = CriteriaFormSet(posted(request), initial=shown_criteria(criteria), prefix="tc")
    form = ReasonForm(posted(request), label=_("Căn cứ (văn bản, thể lệ)"))
    if request.method == "POST":
        if not may(roles, "jury.assign"):
            raise NotAllowed(_("Chỉ Tổ Thư ký đặt tiêu chí chấm."))
        if form.is_valid() and lines.is_valid():
            try:
                panel = open_panel(part, now=request.now, by=me(request))
                found = write_rubric(
                    panel,
                    written_criteria(lines.cleaned_data),
                    reason=form.cleaned_data["reason"],
                    now=request.now,
                    by=me(request),
                )
                messages.success(request, _("Đã đặt thang điểm bản {n}.").format(n=found.version))
                return redirect("judging:rubric", part.contest.slug, part.key)
            except Refusal as refusal:
                refused(form, refusal, "reason")
    status = 400 if form.is_bound else 200
    return jury_page(
        request,
        part,
        roles,
        "rubric",
        "judging/desk/rubric.html",
        status,
        panel=panel,
        criteria=_spoken(criteria),
        maximum=written(engine_rubric(criteria).maximum) if criteria else "",
        versions=list(panel.rubrics.order_by("-version")) if panel else [],
        lines=lines,
        form=form,
    )


def _spoken(criteria: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Criteria with their figures as one reads them: "0,5"."""
    figures = ("maximum", "step", "weight")
    return [{**one, **{key: written(Fraction(str(one[key]))) for key in figures if key in one}} for one in criteria]
