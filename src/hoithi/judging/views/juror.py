"""A juror's pages: their queue, one sheet with the work beside it, saving, signing, stepping back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.models import Contest
from hoithi.contests.queries.desk import desk_contest
from hoithi.contests.queries.roles import require
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import InvalidInput, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.judging.errors import OwnUnit
from hoithi.judging.forms import ReasonForm, read_form, read_json
from hoithi.judging.models import Juror, Sheet
from hoithi.judging.operations.assignment import recuse
from hoithi.judging.operations.sheet import Given, check_open, revise_sheet, save_sheet, sign_sheet
from hoithi.judging.queries.conflicts import conflict
from hoithi.judging.queries.own import Queue, juror_of, own_sheet, queue_of
from hoithi.judging.queries.settings import jury_parts, points_of, settings_of
from hoithi.judging.views.shown import sheet_context
from hoithi.people.forms import posted, refused
from hoithi.people.models import User

View = Callable[..., HttpResponseBase]


def as_juror(view: View) -> View:
    """The view gets the account as a juror of the part instead of slug and part."""

    @wraps(view)
    def guarded(request: TimedRequest, slug: str, part: str, **kwargs: Any) -> HttpResponseBase:
        juror = juror_of(request.user, desk_contest(slug), part, request.now)
        return view(request, juror, **kwargs)

    return cast("View", login_required(never_cache(guarded)))


def page(request: TimedRequest, juror: Juror, template: str, status: int = 200, **context: Any) -> HttpResponse:
    part = juror.panel.part
    frame = {
        "contest": part.contest,
        "part": part,
        "jury": settings_of(part),
        "juror": juror,
        "organiser": f"{_('Ban Giám khảo')}\n{part.contest.plan.organiser.name}",
        "panel": juror.panel,
    }
    return render(request, template, frame | context, status=status)


@login_required
@never_cache
@require_safe
def mine(request: TimedRequest, slug: str) -> HttpResponse:
    """Parts one marks; straight to it when there is one."""
    contest: Contest = desk_contest(slug)
    require(request.user, contest, "jury.mark", request.now)
    parts = jury_parts(contest)
    if len(parts) == 1:
        return redirect("judging:queue", slug, parts[0].key)
    return render(request, "judging/mine.html", {"contest": contest, "parts": parts})


@require_http_methods(["GET", "HEAD", "POST"])
@as_juror
def queue(request: TimedRequest, juror: Juror) -> HttpResponse:
    """The own list; POST signs every sheet that is filled in."""
    part = juror.panel.part
    if settings_of(part).mode == "pairwise":
        return redirect("judging:pairs", part.contest.slug, part.key)
    found = queue_of(juror, request.now)
    if request.method == "POST":
        _sign_ready(request, juror, found)
        return redirect("judging:queue", part.contest.slug, part.key)
    return page(
        request, juror, "judging/queue.html", queue=found, window=_window(juror, request), done=_all_signed(found)
    )


def _all_signed(found: Queue) -> bool:
    return bool(found.places) and found.signed == len(found.places)


def _window(juror: Juror, request: TimedRequest) -> str:
    """Why nothing can be changed now; "" while marking is open."""
    try:
        check_open(juror.panel, request.now)
    except Refusal as refusal:
        return str(refusal)
    return ""


def _sign_ready(request: TimedRequest, juror: Juror, found: Queue) -> None:
    signed = 0
    for place in found.places:
        if place.ready:
            try:
                sign_sheet(place.sheet.code, juror, None, now=request.now, by=cast("User", request.user))
            except Refusal as refusal:
                messages.error(request, f"{_('Tác phẩm {n}').format(n=place.no)}: {refusal}")
            else:
                signed += 1
    messages.success(request, _("Đã ký {n} phiếu.").format(n=signed)) if signed else None


@require_http_methods(["GET", "HEAD", "POST"])
@as_juror
def sheet(request: TimedRequest, juror: Juror, code: str) -> HttpResponse:
    """The work beside its sheet; POST keeps it, or signs it (`viec=ky`)."""
    found = own_sheet(juror, code)
    if request.method == "POST":
        return _posted(request, juror, found)
    if not found.signed_at and (reason := conflict(juror.panel.part, found.entry, juror, request.now)):
        raise OwnUnit(reason)
    return _sheet_page(request, juror, found)


def _sheet_page(
    request: TimedRequest,
    juror: Juror,
    found: Sheet,
    given: Given | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    problems = refusal.problems if isinstance(refusal, InvalidInput) else []
    queue = queue_of(juror, request.now, with_left_out=False)
    context = sheet_context(juror, found, queue, given, problems)
    context["window"] = _window(juror, request)
    status = refusal.status if refusal else 200
    return page(request, juror, "judging/sheet.html", status, refusal=refusal, **context)


def _posted(request: TimedRequest, juror: Juror, found: Sheet) -> HttpResponse:
    given = read_form(request, found)
    user = cast("User", request.user)
    slug, key = juror.panel.part.contest.slug, juror.panel.part.key
    signing = request.POST.get("viec") == "ky"
    try:
        if request.POST.get("viec") == "sua":
            reason = request.POST.get("ly-do", "")
            revise_sheet(found.code, juror, given, reason=reason, now=request.now, by=user)
            messages.success(request, _("Đã sửa phiếu và ký lại."))
            return redirect("judging:sheet", slug, key, found.code)
        if signing:
            sign_sheet(found.code, juror, given, now=request.now, by=user)
        else:
            save_sheet(found.code, juror, given, now=request.now)
    except Refusal as refusal:
        return _sheet_page(request, juror, own_sheet(juror, found.code), given, refusal)
    place = queue_of(juror, request.now, with_left_out=False).after(found.code)
    messages.success(
        request, _("Đã ký và khóa phiếu “{title}”.").format(title=found.entry.title) if signing else _("Đã lưu.")
    )
    if place is None or request.POST.get("viec") == "luu":
        to = (
            reverse("judging:queue", args=[slug, key])
            if signing
            else reverse("judging:sheet", args=[slug, key, found.code])
        )
        return redirect(to)
    return redirect("judging:sheet", slug, key, place.sheet.code)


@require_POST
@as_juror
def save(request: TimedRequest, juror: Juror, code: str) -> HttpResponse:
    """What the page's script sends while somebody fills in a sheet."""
    try:
        found = save_sheet(code, juror, read_json(request.body), now=request.now)
    except Refusal as refusal:
        problems = refusal.problems if isinstance(refusal, InvalidInput) else []
        said = {"error": str(refusal), "problems": {one.at: str(one.message) for one in problems if one.at}}
        return JsonResponse(said, status=refusal.status)
    whole = len(found.marks) == len(found.rubric.criteria)
    return JsonResponse(
        {
            "revision": found.revision,
            "saved_at": f"{(found.saved_at or request.now).astimezone(VIETNAM):%H:%M:%S}",
            "whole": whole,
            "points": str(float(points_of(found.rubric, found.marks))) if whole else None,
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
@as_juror
def step_back(request: TimedRequest, juror: Juror, code: str) -> HttpResponse:
    """Xin không chấm: with a reason; somebody else gets the work."""
    found = own_sheet(juror, code)
    part = juror.panel.part
    form = ReasonForm(posted(request), label=_("Vì sao bạn không chấm tác phẩm này"))
    if request.method == "POST" and form.is_valid():
        try:
            recuse(found, reason=form.cleaned_data["reason"], now=request.now, by=cast("User", request.user))
        except Refusal as refusal:
            refused(form, refusal, "reason")
        else:
            messages.success(request, _("Tác phẩm đã ra khỏi hàng chấm của bạn."))
            return redirect("judging:queue", part.contest.slug, part.key)
    status = 400 if form.is_bound else 200
    back = reverse("judging:queue", args=[part.contest.slug, part.key])
    return page(
        request,
        juror,
        "core/confirm.html",
        status,
        heading=_("Xin không chấm tác phẩm này"),
        text=found.entry.title,
        consequences=[_("Tác phẩm được giao cho giám khảo khác; Tổ Thư ký đọc được lý do.")],
        action=_("Xin không chấm"),
        back=back,
        form=form,
        fields={},
    )
