"""Excel files for meetings, each for exactly those who may see the page it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoithi.awards.queries.sections import sections
from hoithi.contests.models import Contest
from hoithi.contests.queries.desk import attendance
from hoithi.contests.views.desk_frame import on_desk
from hoithi.contests.views.desk_unit import may_see_names, opened
from hoithi.contests.views.desk_units import selected
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.core.tables import Sheet, write_xlsx
from hoithi.reports.sheets import awards_sheets, missing_sheet, units_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@on_desk("unit.view_all")
@require_safe
def units_file(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """The units page as a workbook, with the page's filter and order."""
    rows = selected(attendance(contest), request.GET)
    return workbook([units_sheet(contest, rows, request.now)], f"{contest.slug}-don-vi.xlsx")


@on_desk("award.view")
@require_safe
def awards_file(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    found = sections(contest, on=request.now.astimezone(VIETNAM).date(), everybody=True)
    if not found:
        raise NotFound(_("Chưa lập danh sách giải dự kiến."), hint=_("Hãy lập danh sách trước."))
    return workbook(awards_sheets(contest, found, request.now), f"{contest.slug}-giai-du-kien.xlsx")


@never_cache
@login_required
@require_safe
def missing_file(request: TimedRequest, slug: str, code: str) -> HttpResponse:
    """Who of one unit has not taken part: its own coordinator and the secretariat only."""
    _contest, unit, roles, mine = opened(request, slug, code)
    if not may_see_names(roles, mine=mine):
        raise NotFound(_("Chỉ đầu mối của đơn vị và Tổ Thư ký xem được danh sách này."))
    return workbook([missing_sheet(unit, request.now)], f"{slug}-chua-du-thi.xlsx")


def workbook(sheets: Sequence[Sheet], name: str) -> HttpResponse:
    response = HttpResponse(write_xlsx(sheets), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
