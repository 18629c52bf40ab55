"""The boards of a scorecard as an Excel workbook: one sheet of months and one of criteria for each group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.contests.models import Group, Part
from hoithi.contests.queries.standings import value_of
from hoithi.core.tables import OutColumn, Sheet, write_xlsx
from hoithi.emulation.queries.board import Board
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.words import month_title


def board_sheets(part: Part, boards: Sequence[tuple[Group, Board]], months: Sequence[str], at: datetime) -> bytes:
    """The workbook (bytes); `months` newest first, as in the boards."""
    notes = [
        part.contest.title,
        _("Tính đến {at:%H:%M ngày %d/%m/%Y}. Ô có dấu * là điểm tạm tính, chưa thẩm định.").format(at=at),
    ]
    sheets = []
    for group, board in boards:
        sheets.append(_by_month(group, board, months, [*notes, group.title]))
        sheets.append(_by_criterion(part, group, board, months[:1], [*notes, group.title]))
    return write_xlsx(sheets)


def _by_month(group: Group, board: Board, months: Sequence[str], notes: list[str]) -> Sheet:
    heads = [OutColumn(_("Hạng")), OutColumn(_("Đơn vị"), 40)]
    for month in months:
        heads += [OutColumn(month_title(month), 14), OutColumn(_("Ghi chú"), 12)]
    rows = []
    for line in board.lines:
        cells: list[object] = [line.place, line.unit.name]
        for cell in line.cells:
            cells += [cell.points, cell.marks + ("" if cell.verified else "*")]
        rows.append(cells)
    legend = _("t: báo cáo trễ; v: không báo cáo; k: không trung thực.")
    return Sheet(_("Tháng, {group}").format(group=group.title), heads, rows, [*notes, legend])


def _by_criterion(part: Part, group: Group, board: Board, month: Sequence[str], notes: list[str]) -> Sheet:
    lines = [one for one in settings_of(part).criteria if one.group == group.key]
    heads = [OutColumn(_("Hạng")), OutColumn(_("Đơn vị"), 40), *(OutColumn(one.title, 24) for one in lines)]
    heads += [OutColumn(_("Điểm trừ")), OutColumn(_("Tổng điểm"))]
    rows = []
    for line in board.lines:
        score = line.now.score if line.cells else None
        found = {item["criterion"]: value_of(item["points"]) for item in score.items} if score is not None else {}
        penalty = value_of(score.values["penalty"]) if score is not None else None
        total = value_of(score.values["points"]) if score is not None else None
        rows.append([line.place, line.unit.name, *(found.get(one.key) for one in lines), penalty, total])
    titles = [month_title(one) for one in month]
    return Sheet(_("Tiêu chí, {group}").format(group=group.title), heads, rows, [*notes, *titles])
