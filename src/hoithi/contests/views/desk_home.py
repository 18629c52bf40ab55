"""My contests and roles, and the board "Việc cần làm" of one contest."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoithi.contests.desk_board import board
from hoithi.contests.figures import Figures, added
from hoithi.contests.models import Contest
from hoithi.contests.queries.desk import Attendance, Duty, allowed, attendance, counted, duties_of
from hoithi.contests.queries.pages import stage_of
from hoithi.contests.views.desk_frame import desk_page, link, me, on_desk, side
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import number, percent

LOWEST = 7
HOURS = {0: "0", 6: "6", 12: "12", 18: "18", 23: "23"}


@never_cache
@login_required
@require_safe
def mine(request: TimedRequest) -> HttpResponse:
    """`/dieu-hanh/`: every contest in which one holds a seat."""
    user = me(request)
    duties = [_duty(duty, request) for duty in duties_of(user, request.now)]
    places = [{"label": _("Cuộc thi của tôi"), "href": link("contests:desk_home"), "here": True}]
    if user.is_staff and (href := link("site_desk:admin")):
        places.append({"label": _("Quản trị hệ thống"), "href": href, "here": False})
    return render(request, "contests/desk/home.html", {"duties": duties, "side": places})


def _duty(duty: Duty, request: TimedRequest) -> dict[str, Any]:
    places = side(duty.contest, duty.roles, "")
    return {
        "contest": duty.contest,
        "bodies": ", ".join(duty.bodies),
        "units": duty.units,
        "stage": stage_of(duty.contest, request.now),
        "href": places[0]["href"] if places else duty.contest.get_absolute_url(),
        "places": places,
    }


@on_desk("console.view")
@require_safe
def desk(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/`: leaders read what the secretariat works with."""
    figures = counted(contest)
    total = added(figures)
    units = attendance(contest, figures)
    context = {
        "steps": board(contest, roles, units, request.now),
        "figures": _figures(total, units),
        "bars": [
            (row.unit.name, row.staff, row.headcount, link("contests:unit", contest.slug, row.unit.code))
            for row in units
            if row.headcount
        ][:LOWEST],
        "units": len(units),
        "read_only": not allowed(roles, "task.do", "contest.open")["task_do"],
        **_hours(total),
    }
    return desk_page(request, contest, roles, "board", "contests/desk/board.html", context)


def _figures(total: Figures, units: list[Attendance]) -> list[dict[str, str]]:
    staff, headcount = sum(row.staff for row in units), sum(row.headcount for row in units)
    without = sum(1 for row in units if row.headcount and not row.staff)
    today = _("hôm nay {n} lượt").format(n=number(total.today))
    found = [{"label": _("Người dự thi"), "value": number(total.people), "under": today if total.people else ""}]
    if headcount:
        share = percent(Fraction(staff, headcount))
        found.append({"label": _("Cán bộ đã thi"), "value": number(staff), "of": number(headcount), "under": share})
    if units:
        found.append({"label": _("Đơn vị chưa có ai thi"), "value": number(without), "of": number(len(units))})
    found.append({"label": _("Đang làm bài"), "value": number(total.open)})
    return found


def _hours(total: Figures) -> dict[str, Any]:
    values = [total.by_hour.get(str(hour), 0) for hour in range(24)]
    if not any(values):
        return {"hours": None}
    best = max(range(24), key=lambda hour: values[hour])
    label = _("Lượt thi theo giờ, cao nhất {n} lượt lúc {hour} giờ").format(n=number(values[best]), hour=best)
    marks = {hour: _("{hour} giờ").format(hour=word) for hour, word in HOURS.items()}
    return {"hours": values, "hour_marks": marks, "hours_label": label}
