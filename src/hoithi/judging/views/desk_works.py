"""Works with their sheets, one work, unlocking, discussions, and the comparison of methods."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Part
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, me
from hoithi.core.charts import share
from hoithi.core.errors import NotAllowed, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.judging.forms import ReasonForm
from hoithi.judging.models import Panel, Sheet
from hoithi.judging.operations.discussion import close_discussion, open_discussion
from hoithi.judging.operations.panel import fix_method
from hoithi.judging.operations.sheet import unlock_sheet
from hoithi.judging.queries.board import WorkLine, agreement_of, compare, limit_of, signed_by_juror, work_lines
from hoithi.judging.queries.pairs import compared
from hoithi.judging.queries.settings import engine_rubric, method_of, points_of, rubric_of, settings_of, works_of
from hoithi.judging.rules.aggregate import METHODS, mean
from hoithi.judging.rules.agreement import level
from hoithi.judging.views.desk import jury_page, on_jury, started
from hoithi.judging.words import LEVELS, METHOD_NAMES, SHORT_NAMES, written
from hoithi.people.forms import posted, refused


def _maximum(panel: Panel) -> Fraction:
    rubric = rubric_of(panel)
    return engine_rubric(rubric.criteria).maximum if rubric else Fraction(1)


def _picture(line: WorkLine, maximum: Fraction) -> dict[str, Any]:
    """Where the sheets of a work lie on the scale."""
    values = sorted(line.points.values())
    if not values:
        return {}
    return {
        "left": share(values[0], maximum),
        "width": share(values[-1] - values[0], maximum),
        "dots": [share(value, maximum) for value in values],
        "said": "–".join(dict.fromkeys(written(value) for value in (values[0], values[-1]))),
    }


def pairs_told(panel: Panel) -> dict[str, Any]:
    """What comparisons two by two come to, for the page and the minutes."""
    found = compared(panel)
    share_said = "" if found.upheld is None else written(100 * found.upheld, 0)
    rows = [{"line": line, "points": written(line.points, 1)} for line in found.lines]
    return {"panel": panel, "rows": rows, "comparisons": found.comparisons, "upheld": share_said}


@require_safe
@on_jury("jury.view")
def works(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """Every work with its score and how far its sheets lie apart, widest first; or what comparisons come to."""
    panel = started(part)
    if settings_of(part).mode == "pairwise":
        return jury_page(request, part, roles, "works", "judging/desk/pairs.html", **pairs_told(panel))
    maximum, lines = _maximum(panel), work_lines(panel, method_of(panel))
    lines.sort(key=lambda line: (-(line.spread.width if line.spread else -1), line.number or 0))
    agreement = agreement_of(lines)
    by_juror = signed_by_juror(lines)
    jurors = [
        (juror, written(mean(by_juror[juror.code])), len(by_juror[juror.code]))
        for juror in panel.jurors.select_related("person")
        if juror.code in by_juror
    ]
    rows = [
        {"line": line, "score": written(line.score), "picture": _picture(line, maximum), "n": len(line.points)}
        for line in lines
    ]
    return jury_page(
        request,
        part,
        roles,
        "works",
        "judging/desk/works.html",
        panel=panel,
        rows=rows,
        wide=sum(line.wide for line in lines),
        alpha=written(agreement),
        meaning=LEVELS[level(agreement)] if agreement is not None else "",
        jurors=jurors,
        limit=written(limit_of(panel)),
        maximum=written(maximum),
    )


def _line(panel: Panel, code: str) -> WorkLine:
    found = next((line for line in work_lines(panel, method_of(panel)) if line.entry.code == code), None)
    if found is None:
        raise NotFound(_("Không có tác phẩm này trong đợt chấm."))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@on_jury("jury.view")
def work(request: TimedRequest, part: Part, roles: frozenset[str], code: str) -> HttpResponse:
    """One work: its sheets with history; POST opens or closes a discussion."""
    panel = started(part)
    line = _line(panel, code)
    open_talk = line.discussion if line.discussion and line.discussion.closed_at is None else None
    label = _("Kết luận thảo luận") if open_talk else _("Vì sao cần thảo luận")
    form = ReasonForm(posted(request), label=label)
    if request.method == "POST":
        if not may(roles, "jury.assign"):
            raise NotAllowed(_("Chỉ Tổ Thư ký mở và kết thúc thảo luận."))
        if form.is_valid():
            try:
                words = form.cleaned_data["reason"]
                if open_talk:
                    close_discussion(open_talk, conclusion=words, now=request.now, by=me(request))
                    messages.success(request, _("Đã kết thúc thảo luận."))
                else:
                    open_discussion(panel, line.entry, reason=words, now=request.now, by=me(request))
                    messages.success(request, _("Đã mở thảo luận; giám khảo của tác phẩm thấy khoảng điểm."))
                return redirect("judging:work", part.contest.slug, part.key, code)
            except Refusal as refusal:
                refused(form, refusal, "reason")
    sheets = [
        {"sheet": sheet, "points": written(points_of(sheet.rubric, sheet.marks)) if sheet.signed_at else ""}
        for sheet in Sheet.objects.filter(entry=line.entry, juror__panel=panel)
        .select_related("juror__person", "rubric")
        .prefetch_related("events__by")
        .order_by("dropped_at", "pk")
    ]
    outliers = line.spread.outliers if line.spread else ()
    for one in sheets:
        one["outlier"] = one["sheet"].juror.code in outliers and one["sheet"].dropped_at is None
    talks = [
        {"talk": talk, "before": " · ".join(written(Fraction(value)) for value in talk.before)}
        for talk in line.entry.discussions.select_related("opened_by", "closed_by")
    ]
    return jury_page(
        request,
        part,
        roles,
        "works",
        "judging/desk/work.html",
        400 if form.is_bound else 200,
        panel=panel,
        line=line,
        score=written(line.score),
        width=written(line.spread.width) if line.spread else "",
        sheets=sheets,
        talks=talks,
        open_talk=open_talk,
        form=form,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_jury("jury.assign")
def unlock(request: TimedRequest, part: Part, roles: frozenset[str], code: str) -> HttpResponse:
    """Give a signed sheet back to its juror."""
    panel = started(part)
    rows = Sheet.objects.filter(juror__panel=panel, dropped_at=None).select_related("juror__person", "entry")
    sheet = rows.filter(code=code).first()
    if sheet is None:
        raise NotFound(_("Không có phiếu chấm này."))
    form = ReasonForm(posted(request), label=_("Lý do mở khóa"))
    back = reverse("judging:work", args=[part.contest.slug, part.key, sheet.entry.code])
    if request.method == "POST" and form.is_valid():
        try:
            unlock_sheet(sheet, reason=form.cleaned_data["reason"], now=request.now, by=me(request))
            messages.success(request, _("Đã mở khóa; giám khảo sửa và ký lại."))
            return redirect(back)
        except Refusal as refusal:
            refused(form, refusal, "reason")
    return confirm(
        request,
        part.contest,
        roles,
        "jury",
        heading=_("Mở khóa phiếu của {name}").format(name=sheet.juror),
        text=sheet.entry.title,
        action=_("Mở khóa phiếu"),
        back=back,
        form=form,
        consequences=[_("Điểm cũ được giữ trong lịch sử phiếu."), _("Đến khi ký lại, phiếu không được tính.")],
        status=400 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_jury("jury.view")
def compare_page(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """All methods side by side; where the plan leaves it open the secretariat fixes one here, once."""
    panel = started(part)
    form = ReasonForm(posted(request), label=_("Căn cứ chọn cách tính (biên bản họp)"))
    chosen = request.POST.get("cach-tinh", "")
    if request.method == "POST":
        if not may(roles, "jury.assign"):
            raise NotAllowed(_("Chỉ Tổ Thư ký ghi nhận cách tính điểm."))
        if form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                fix_method(panel, chosen, reason=reason, now=request.now, by=me(request))  # type: ignore[arg-type]
                messages.success(request, _("Đã chốt cách tính điểm."))
                return redirect("judging:compare", part.contest.slug, part.key)
            except Refusal as refusal:
                refused(form, refusal, "reason")
    method = method_of(panel)
    base = method or "mean"
    found = compare(panel, work_lines(panel, base), base)
    rows = [
        {
            "line": line,
            "cells": [
                {"score": written(one.score), "ranked": one, "changed": one.prize != places[base].prize}
                for one in (places[name] for name in METHODS)
            ],
        }
        for line, places in found.rows
    ]
    heads = [{"key": name, "title": SHORT_NAMES[name], "changed": found.changed[name]} for name in METHODS]
    return jury_page(
        request,
        part,
        roles,
        "compare",
        "judging/desk/compare.html",
        400 if form.is_bound else 200,
        panel=panel,
        rows=rows,
        heads=heads,
        method=METHOD_NAMES[method] if method else "",
        base=METHOD_NAMES[base],
        choices=[(name, METHOD_NAMES[name]) for name in METHODS],
        chosen=chosen,
        form=form,
        open_choice=settings_of(part).aggregation == "open" and not panel.method,
        works=works_of(part).count(),
        prizes=len(found.prizes),
    )
