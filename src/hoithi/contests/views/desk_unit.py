"""The coordinator's page (đầu mối đơn vị): participation, who has not taken part, notes to the committee, the kit."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.desk_forms import AnswerForm, NoteForm
from hoithi.contests.models import Contest, ContestUnit
from hoithi.contests.operations.office import report_note
from hoithi.contests.queries.desk import attendance_of, desk_contest, missing_staff, page_after, shown_code, staff_of
from hoithi.contests.queries.pages import organiser_lines, stage_of
from hoithi.contests.queries.roles import own_units, require_unit, roles_of
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, link, me, on_desk
from hoithi.contests.views.desk_live import unit_live
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotAllowed, NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import end_day
from hoithi.people.forms import posted

ROWS = 100


@on_desk("unit.view_own")
@require_safe
def own(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/don-vi/`: the units one answers for; a single one opens at once."""
    units = list(own_units(request.user, contest, request.now))
    if len(units) == 1:
        return redirect("contests:unit", contest.slug, units[0].code)
    return desk_page(request, contest, roles, "own_units", "contests/desk/own_units.html", {"units": units})


def opened(request: TimedRequest, slug: str, code: str) -> tuple[Contest, ContestUnit, frozenset[str], bool]:
    """The unit for its coordinator (last value True) or for somebody who may see all units. Raises NotFound."""
    contest = desk_contest(slug)
    unit = require_unit(request.user, contest, code, "unit.view_all", request.now)
    unit.contest = contest
    mine = own_units(request.user, contest, request.now).filter(pk=unit.pk).exists()
    return contest, unit, roles_of(request.user, contest, request.now), mine


def may_see_names(roles: frozenset[str], *, mine: bool) -> bool:
    """Who has not taken part is for the unit's own coordinator and the secretariat, nobody else."""
    return mine or may(roles, "unit.names")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def unit(request: TimedRequest, slug: str, code: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/don-vi/<code>/`."""
    contest, shown, roles, mine = opened(request, slug, code)
    form = NoteForm(posted(request))
    if request.method == "POST":
        if not mine:
            raise NotAllowed(_("Chỉ đầu mối của đơn vị gửi báo cáo từ trang này."))
        if form.is_valid():
            report_note(shown, **form.cleaned_data, now=request.now, by=me(request))
            messages.success(request, _("Đã gửi Ban Tổ chức. Câu trả lời sẽ hiện ngay dưới báo cáo."))
            return redirect("contests:unit", slug, shown.code)
    names = may_see_names(roles, mine=mine)
    missing = missing_staff(shown, request.now)
    has_roster = staff_of(shown, request.now.astimezone(VIETNAM).date()).exists()
    context = {
        "unit": shown,
        **unit_live(request, shown),
        "stage": stage_of(contest, request.now),
        "mine": mine,
        "names": names,
        "has_roster": has_roster,
        "missing": missing.count() if has_roster else None,
        "first_missing": list(missing[:5]) if names and has_roster else [],
        "form": form if mine else None,
        "notes": shown.notes.select_related("answered_by__person").all()[:50],
        "may_answer": may(roles, "unit.answer"),
        "answer_form": AnswerForm(auto_id=False),
        **_kit(request, contest, shown),
    }
    here = "own_units" if mine else "units"
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, here, "contests/desk/unit.html", context, status=status)


def _kit(request: TimedRequest, contest: Contest, shown: ContestUnit) -> dict[str, Any]:
    """Address, QR code, banner and call text for the unit's own channels."""
    address = request.build_absolute_uri(contest.get_absolute_url())
    banner = static(f"core/art/{contest.plan.look.banner}") if contest.plan.look.banner else ""
    picture = f'<img src="{request.build_absolute_uri(banner)}" alt="{contest.short_title}" width="1600" height="520">'
    embed = f'<a href="{address}">{picture if banner else contest.title}</a>'
    return {
        "address": address,
        "qr": qr_svg(address),
        "banner": banner,
        "embed": embed,
        "call": _call(contest, address),
    }


def _call(contest: Contest, address: str) -> str:
    ends = [part.closes for part in contest.parts.all() if part.closes is not None and part.precision == "exact"]
    lines = [contest.title, contest.plan.texts.summary or contest.plan.texts.how, contest.plan.texts.who]
    if ends:
        lines.append(_("Thời gian: đến {end}.").format(end=end_day(max(ends))))
    lines.append(_("Mời vào thi tại: {url}").format(url=address))
    return "\n".join(line for line in lines if line)


def qr_svg(text: str) -> SafeString:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, svgclass="qr", lineclass=None, omitsize=True, border=2, light="#fff"
    )
    return mark_safe(out.getvalue().decode())


@never_cache
@login_required
@require_safe
def qr_file(request: TimedRequest, slug: str, code: str) -> HttpResponse:
    """`…/don-vi/<code>/ma-qr.svg`: to print on a poster."""
    contest, _shown, _roles, _mine = opened(request, slug, code)
    out = io.BytesIO()
    address = request.build_absolute_uri(contest.get_absolute_url())
    segno.make(address, error="q", micro=False).save(out, kind="svg", scale=12, border=4, light="#fff")
    response = HttpResponse(out.getvalue(), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="ma-qr-{contest.slug}.svg"'
    return response


@never_cache
@login_required
@require_safe
def missing(request: TimedRequest, slug: str, code: str) -> HttpResponse:
    """`…/don-vi/<code>/chua-du-thi/`: names, searched and paged by key. NotFound for whoever may not see names."""
    contest, shown, roles, mine = opened(request, slug, code)
    if not may_see_names(roles, mine=mine):
        raise NotFound(_("Chỉ đầu mối của đơn vị và Tổ Thư ký xem được danh sách này."))
    text, after = request.GET.get("tim", ""), request.GET.get("sau", "")
    rows, following = page_after(missing_staff(shown, request.now, text), after, ROWS)
    context = {
        "unit": shown,
        "row": attendance_of(shown),
        "rows": [(entry, shown_code(entry)) for entry in rows],
        "text": text,
        "after": after,
        "following": following,
        "at": request.now,
        "export": link("reports:missing_file", contest.slug, shown.code),
        "office": organiser_lines(contest),
    }
    here = "own_units" if mine else "units"
    return desk_page(request, contest, roles, here, "contests/desk/missing.html", context)
