"""Bodies and seats (ban, tổ): who holds what, appointing, vacating. Names only, never contacts or birth dates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.desk_forms import AppointForm, InviteForm
from hoithi.contests.models import Body, Contest, ContestUnit, Seat
from hoithi.contests.operations.bodies import appoint, vacate
from hoithi.contests.operations.invite import invite_person
from hoithi.contests.queries.desk_people import find_people
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, desk_page, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused
from hoithi.people.models import Person

FOR_UNITS = ("coordinators", "jury")
"""Bodies whose seats may be for one unit: a coordinator's always is, a juror's where each unit has its own jury."""


@on_desk("console.view")
@require_safe
def bodies(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/ban-to/`: every body with its seats."""
    held = Seat.objects.filter(body__contest=contest, until__isnull=True).select_related("person", "contest_unit")
    by_body: dict[int, list[Seat]] = {}
    for seat in held.order_by("position", "id"):
        by_body.setdefault(seat.body_id, []).append(seat)
    rows = [{"body": body, "seats": by_body.get(body.pk, [])} for body in contest.bodies.select_related("document")]
    context = {"rows": rows, "may_appoint": may(roles, "body.appoint"), "has_units": contest.units.exists()}
    return desk_page(request, contest, roles, "bodies", "contests/desk/bodies.html", context)


@on_desk("body.appoint")
@require_http_methods(["GET", "POST"])
def seat_appoint(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/ban-to/ghe/<id>/cu-nguoi/`: somebody for an empty seat of the plan."""
    seat = get_object_or_404(Seat.objects.select_related("body__contest"), pk=pk, body__contest=contest)
    return _appoint(request, contest, roles, seat.body, seat=seat)


@on_desk("body.appoint")
@require_http_methods(["GET", "POST"])
def body_appoint(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`…/ban-to/<key>/cu-nguoi/`: one more member; coordinators with their unit (`?don-vi=<code>`)."""
    body = get_object_or_404(Body.objects.select_related("contest"), contest=contest, key=key)
    return _appoint(request, contest, roles, body)


def _appoint(
    request: TimedRequest, contest: Contest, roles: frozenset[str], body: Body, seat: Seat | None = None
) -> HttpResponse:
    code = request.POST.get("unit") or request.GET.get("don-vi", "")
    unit = contest.units.filter(code=code).first() if code and body.kind in FOR_UNITS else None
    text = request.GET.get("tim", "")
    form, invite = AppointForm(posted(request)), InviteForm(request.POST if "invite" in request.POST else None)
    if request.method == "POST" and (done := _appointed(request, contest, body, seat, unit, form, invite)):
        return done
    context = {
        "body": body,
        "seat": seat,
        "unit": unit,
        "needs_unit": body.kind == "coordinators" and unit is None,
        "units": contest.units.all() if body.kind in FOR_UNITS and unit is None else [],
        "text": text,
        "found": find_people(text, request.now) if text and (unit or body.kind != "coordinators") else [],
        "invite": invite,
        "appoint": form,
    }
    status = 400 if request.method == "POST" else 200
    return desk_page(request, contest, roles, "bodies", "contests/desk/appoint.html", context, status=status)


def _appointed(
    request: TimedRequest,
    contest: Contest,
    body: Body,
    seat: Seat | None,
    unit: ContestUnit | None,
    form: AppointForm,
    invite: InviteForm,
) -> HttpResponse | None:
    """The answer after a successful appointment; None when the form has to be shown again."""
    if body.kind == "coordinators" and unit is None:
        messages.error(request, _("Hãy chọn đơn vị mà đầu mối phụ trách."))
        return None
    try:
        if "invite" in request.POST:
            if not invite.is_valid():
                return None
            person = invite_person(**invite.cleaned_data, now=request.now, by=me(request))
        else:
            chosen = request.POST.get("person", "")
            person = get_object_or_404(Person, pk=int(chosen) if chosen.isdecimal() else 0, erased_at__isnull=True)
        title = form.cleaned_data["title"] if form.is_valid() else ""
        appoint(body, person, now=request.now, by=me(request), seat=seat, title=title, contest_unit=unit)
    except Refusal as refusal:
        if "invite" in request.POST:
            refused(invite, refusal)
        else:
            messages.error(request, str(refusal))
        return None
    messages.success(request, _("Đã cử %(name)s vào %(body)s.") % {"name": person.full_name, "body": body.title})
    return redirect(f"{reverse('contests:desk_bodies', args=[contest.slug])}#{body.key}")


@on_desk("body.appoint")
@require_http_methods(["GET", "POST"])
def seat_vacate(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/ban-to/ghe/<id>/thoi/`: end somebody's time on a seat; pressing twice changes nothing."""
    seat = get_object_or_404(Seat.objects.select_related("body", "person"), pk=pk, body__contest=contest)
    back = f"{reverse('contests:desk_bodies', args=[contest.slug])}#{seat.body.key}"
    if seat.person is None:
        return redirect(back)
    if request.method == "POST":
        vacate(seat, now=request.now, by=me(request))
        messages.success(request, _("Đã ghi nhận %(name)s thôi nhiệm vụ.") % {"name": seat.person.full_name})
        return redirect(back)
    words: dict[str, Any] = {"name": seat.person.full_name, "body": seat.body.title}
    return confirm(
        request,
        contest,
        roles,
        "bodies",
        heading=_("Thôi cử %(name)s ở %(body)s?") % words,
        consequences=[_("Người này mất ngay quyền của vai trò; nhật ký vẫn giữ những việc đã làm.")],
        action=_("Thôi cử"),
        back=back,
    )
