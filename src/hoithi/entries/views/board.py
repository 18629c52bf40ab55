"""Who owes works (theo dõi nộp tác phẩm): all units for the office, one's own for a coordinator; reminder, Excel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoithi.contests.models import Contest, ContestUnit, Part
from hoithi.contests.queries.roles import own_units
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import end_moment, number
from hoithi.core.tables import OutColumn, Sheet, write_xlsx
from hoithi.entries.operations.reminders import PAUSE, remind_people, remind_units
from hoithi.entries.queries import board as query
from hoithi.entries.queries import owing
from hoithi.entries.queries.deadline import deadline_of
from hoithi.people.views.desk import download

PAGE = 50
NAMED = 30


@dataclass(frozen=True)
class Shown:
    """The part that is looked at, its rows as the visitor may see them, and those they asked for."""

    part: Part
    parts: list[Part]
    groups: list[Any]
    every: QuerySet[ContestUnit]
    chosen: QuerySet[ContestUnit]


def _shown(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> Shown:
    parts = query.works_parts(contest)
    wanted = request.GET.get("phan", "")
    part = next((one for one in parts if not wanted or one.key == wanted), None)
    if part is None:
        raise NotFound(_("Cuộc thi này không có phần thi nộp tác phẩm."), hint=_("Hãy vào từ bàn điều hành."))
    groups = query.unit_groups(part)
    every = query.board_rows(part, groups)
    if not may(roles, "unit.view_all"):
        every = every.filter(pk__in=own_units(request.user, contest, request.now).values("pk"))
    given = request.GET
    chosen = query.narrowed(every, text=given.get("q", ""), group=given.get("nhom", ""), only=given.get("loc", ""))
    return Shown(part, parts, groups, every, chosen)


@on_desk("work.board")
@require_safe
def board(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/dieu-hanh/tac-pham/theo-doi/`: `?phan=`, `?q=`, `?nhom=`, `?loc=chua-nop|chua-du|da-du`."""
    shown = _shown(request, contest, roles)
    totals = query.totals(shown.every)
    last = query.last_reminder(shown.part)
    receiving = shown.part.closes is not None and request.now < shown.part.closes
    office = may(roles, "work.remind")
    context = {
        "part": shown.part,
        "parts": shown.parts,
        "groups": shown.groups,
        "totals": totals,
        "found": Paginator(shown.chosen, PAGE).get_page(request.GET.get("trang")),
        "deadline": deadline_of(shown.part),
        "all_units": may(roles, "unit.view_all"),
        "may_remind": office and receiving and bool(totals.owing),
        "reminded_at": last,
        "reminded": last is not None and request.now < last + PAUSE,
        "reminder": _reminder(request, shown) if office and totals.owing else "",
        "may_take_in": may(roles, "work.intake"),
        "people": _people(shown.part, roles, receiving=receiving and office, now=request.now),
    }
    return desk_page(request, contest, roles, "works_board", "entries/board/board.html", context)


def _people(part: Part, roles: frozenset[str], *, receiving: bool, now: datetime) -> dict[str, Any] | None:
    """Groups of persons that owe works, for the office; names only for whoever may know them."""
    groups = owing.person_groups(part) if may(roles, "unit.view_all") else []
    if not groups:
        return None
    rows = owing.people_rows(part, groups)
    totals, last = owing.people_totals(rows), owing.people_reminded_at(part)
    return {
        "groups": groups,
        "totals": totals,
        "rows": owing.owing(rows)[:PAGE] if may(roles, "unit.names") else None,
        "may_remind": receiving and bool(totals.owing),
        "reminded": last is not None and now < last + PAUSE,
        "reminded_at": last,
    }


def _reminder(request: TimedRequest, shown: Shown) -> str:
    """The text to paste into a chat: who still owes works, until when, where."""
    owing = query.narrowed(shown.every, only="chua-du")
    rows = list(owing.values_list("name", flat=True)[: NAMED + 1])
    names = ", ".join(rows[:NAMED]) + (_(" và các đơn vị khác") if len(rows) > NAMED else "")
    part = shown.part
    lines = [
        _("Kính gửi các đơn vị,"),
        _("{contest}, {part}: còn thiếu tác phẩm của {names}.").format(
            contest=part.contest.title, part=part.title, names=names
        ),
    ]
    if part.closes is not None:
        lines.append(_("Hạn nhận: {end}.").format(end=end_moment(part.closes)))
    lines.append(_("Nộp tại: {link}").format(link=own_address(request, part)))
    return "\n".join(lines)


def own_address(request: TimedRequest, part: Part) -> str:
    return request.build_absolute_uri(reverse("entries:own_works", args=[part.contest.slug, part.key]))


@on_desk("work.remind")
@require_POST
def remind(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """One press: letters to the coordinators of units that owe works, at most once a day."""
    part = _shown(request, contest, roles).part
    back = f"{reverse('entries:board', args=[contest.slug])}?phan={part.key}"
    if request.POST.get("ai") == "ca-nhan":
        n = remind_people(part, now=request.now, by=me(request), link=own_address(request, part))
        messages.success(request, _("Đã gửi thư nhắc {n} người.").format(n=number(n)))
        return redirect(back)
    done = remind_units(part, now=request.now, by=me(request), link=own_address(request, part))
    said = _("Đã gửi {letters} thư nhắc tới đầu mối của {units} đơn vị.")
    messages.success(request, said.format(letters=number(done.letters), units=number(done.units - len(done.unreached))))
    if done.unreached:
        names = ", ".join(done.unreached[:NAMED]) + ("…" if len(done.unreached) > NAMED else "")
        said = _("Chưa có thư điện tử của đầu mối, cần gọi điện: {names}.")
        messages.warning(request, said.format(names=names))
    return redirect(back)


@on_desk("work.board")
@require_safe
def workbook(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """The same rows in Excel, all of them."""
    shown = _shown(request, contest, roles)
    columns = [
        OutColumn("STT", 6),
        OutColumn(_("Đơn vị"), 40),
        OutColumn(_("Nhóm"), 28),
        OutColumn(_("Phải nộp"), 10),
        OutColumn(_("Được nộp"), 10),
        OutColumn(_("Đã nộp"), 10),
        OutColumn(_("Bản nháp"), 10),
        OutColumn(_("Nộp gần nhất"), 20),
    ]
    rows = [
        [n, row.name, row.group.title if row.group else "", row.owed, row.most, row.held, row.drafts, row.last_at]
        for n, row in enumerate(shown.chosen.iterator(), 1)
    ]  # type: ignore[attr-defined]
    notes = [contest.title, f"{shown.part.title}. {deadline_of(shown.part).sentence}"]
    data = write_xlsx([Sheet(_("Theo dõi nộp tác phẩm"), columns, rows, notes)])
    return download(data, f"theo-doi-nop-tac-pham-{contest.slug}.xlsx")


@on_desk("work.board")
@require_safe
def paper(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """All rows on one page, to be printed."""
    shown = _shown(request, contest, roles)
    context = {
        "contest": contest,
        "part": shown.part,
        "rows": shown.chosen,
        "totals": query.totals(shown.every),
        "deadline": deadline_of(shown.part),
        "now": request.now,
    }
    return render(request, "entries/board/paper.html", context)
