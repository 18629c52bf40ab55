"""The boards of a scorecard on the console: months, criteria, progress, targets; on paper, in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Group, Part
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.queries.board import Board, month_board
from hoithi.emulation.queries.part_groups import months_newest_first, scored_groups, threshold_of
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.targets import TargetRow, measured, missing_points
from hoithi.emulation.sheets import board_sheets
from hoithi.emulation.views.frame import on_score, score_page
from hoithi.emulation.views.pictures import curves, names_of, stacks, taken_off, top_criteria
from hoithi.emulation.words import month_short, month_title, points
from hoithi.people.views.desk import download

VIEWS = ("thang", "tieu-chi", "tien-trinh", "chi-tieu")


@dataclass(frozen=True)
class Wanted:
    """What a query string asks for: `?nhom=`, `?ky=` (the month that decides), `?xem=`, `?q=`, `?trang=`."""

    group: Group
    groups: list[Group]
    periods: list[str]
    every: list[str]
    view: str
    search: str
    page: int


def wanted(request: TimedRequest, part: Part, groups: list[Group]) -> Wanted:
    """Raises NotFound where the part scores no group."""
    asked = request.GET
    if not groups:
        raise NotFound(_("Phần thi đua này không chấm điểm nhóm đơn vị nào."))
    group = next((one for one in groups if one.key == asked.get("nhom")), groups[0])
    every = months_newest_first(part)
    upto = asked.get("ky", "")
    periods = [one for one in every if one <= upto] if upto in every else every
    view = asked.get("xem", "")
    number = asked.get("trang", "")
    page = int(number) if number.isdecimal() and len(number) < 7 else 1
    return Wanted(group, groups, periods, every, view if view in VIEWS else VIEWS[0], asked.get("q", ""), page)


def board_of(part: Part, want: Wanted, *, whole: bool = False) -> Board:
    items = want.view == "tieu-chi" or whole
    return month_board(
        part,
        want.group.key,
        want.periods if want.view in ("thang", "tien-trinh") or whole else want.periods[:1],
        threshold=threshold_of(part),
        page=want.page,
        search="" if whole else want.search,
        size=None if whole else 50,
        items=items,
    )


def shown(part: Part, want: Wanted, board: Board, own: int = 0) -> dict[str, Any]:
    """The context of a board's templates, the console's and the public one alike."""
    card = settings_of(part)
    context: dict[str, Any] = {
        "want": want,
        "board": board,
        "period_title": month_title(want.periods[0]) if want.periods else "",
        "months": [{"key": one, "title": month_title(one), "short": month_short(one)} for one in want.periods],
        "every_month": [{"key": one, "title": month_title(one)} for one in want.every],
        "views": view_tabs(want),
        "bounds": [points(one) for one in board.bounds],
        "threshold": points(threshold_of(part)) if card.threshold is not None else "",
        "own": own,
        "criteria": list(zip(names_of(card, want.group.key), top_criteria(card, want.group.key), strict=True)),
    }
    if want.view == "tieu-chi":
        context["pictures"] = stacks(card, want.group.key, board, own)
    elif want.view == "tien-trinh":
        context["curves"] = curves(board, threshold_of(part), [one["title"] for one in context["months"]], own)
    elif want.view == "chi-tieu":
        context["rows"] = distance_rows(part, board)
        context["targets"] = [one for one in card.targets if one.share is not None]
        context["told"] = [one for one in card.targets if one.share is None]
    return context


def view_tabs(want: Wanted) -> list[dict[str, Any]]:
    names = {
        "thang": _("Theo tháng"),
        "tieu-chi": _("Từng tiêu chí"),
        "tien-trinh": _("Tiến trình"),
        "chi-tieu": _("Khoảng cách, chỉ tiêu"),
    }
    return [{"key": key, "label": label, "here": key == want.view} for key, label in names.items()]


def distance_rows(part: Part, board: Board) -> list[dict[str, Any]]:
    """How far each unit is from the threshold and from each target."""
    found = []
    for line in board.lines:
        score = line.now.score
        held: Sequence[TargetRow] = measured(part, score.figures) if score is not None else []
        gap = missing_points(part, score) if score is not None else None
        found.append({"line": line, "gap": points(gap) if gap else "", "reached": gap == 0, "targets": held})
    return found


@require_safe
@on_score("score.view_all")
def board(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/thi-dua/<part>/bang-diem/`."""
    want = wanted(request, part, scored_groups(part))
    context = shown(part, want, board_of(part, want))
    return score_page(request, part, roles, "board", "emulation/board/board.html", **context)


@require_safe
@on_score("score.view_all")
def paper(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """All rows of a group on one page, to be printed."""
    want = wanted(request, part, scored_groups(part))
    found = board_of(part, want, whole=True)
    rows = [(line, taken_off(line.now.score)) for line in found.lines]
    context = shown(part, want, found) | {"rows": rows, "now": request.now}
    return score_page(request, part, roles, "board", "emulation/board/paper.html", **context)


@require_safe
@on_score("score.view_all")
def workbook(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """Every group with its months and criteria, all rows."""
    return board_file(part, scored_groups(part), request)


def board_file(part: Part, groups: list[Group], request: TimedRequest) -> HttpResponse:
    every = months_newest_first(part)
    at = request.now.astimezone(VIETNAM)
    boards = [
        (group, month_board(part, group.key, every, threshold=threshold_of(part), size=None, items=True))
        for group in groups
    ]
    name = f"bang-diem-{part.contest.slug}-{part.key}.xlsx"
    return download(board_sheets(part, boards, every, at), name)
