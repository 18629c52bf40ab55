"""Item analysis (phân tích câu hỏi) after the close; texts and keys are for readers of the bank only."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Contest, Part
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, on_desk
from hoithi.core.charts import Item
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import number, percent
from hoithi.core.tables import OutColumn, Sheet
from hoithi.quiz.rules.items import SHOWN_FROM, SURE_FROM
from hoithi.reports.models import ItemStatistics
from hoithi.reports.queries import items as read
from hoithi.reports.queries.statistics import item_statistics
from hoithi.reports.views.files import workbook
from hoithi.reports.views.statistics import part_asked, part_tabs
from hoithi.reports.words import decimal, doubt_tags, doubt_words

PAGE = 50
LABELLED = 12
"""Doubtful questions named in the picture; the others stand in the table."""


@on_desk("bank.coverage")
@require_safe
def items(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/dieu-hanh/thong-ke/cau-hoi/`: `?phan=` part, `?loc=can-xem` doubtful ones only."""
    part = part_asked(request, contest)
    kept = item_statistics(part) if part else None
    lines = read.lines(kept) if kept else []
    doubtful = [line for line in lines if line.grave]
    chosen = doubtful if request.GET.get("loc") == "can-xem" else lines
    page = Paginator(chosen, PAGE).get_page(request.GET.get("trang"))
    reader = may(roles, "bank.read_sealed")
    context = {
        "part": part,
        "tabs": part_tabs(contest, part),
        "kept": kept,
        "found": page,
        "rows": [_row(line, found) for line, found in read.with_texts(page.object_list, texts=reader)],
        "total": len(lines),
        "doubtful": len(doubtful),
        "few": sum(1 for line in lines if line.p is None),
        "dots": _dots(lines),
        "reader": reader,
        "least": SHOWN_FROM,
        "sure": SURE_FROM,
    }
    return desk_page(request, contest, roles, "items", "reports/items.html", context)


def _dots(lines: list[read.Line]) -> list[Item]:
    """Difficulty × discrimination; the gravest doubts carry their code."""
    shown = [line for line in lines if line.p is not None and line.r is not None]
    named = {line.id for line in [line for line in shown if line.grave][:LABELLED]}
    return [
        Item(line.p, line.r, line.code if line.id in named else "")
        for line in shown
        if line.p is not None and line.r is not None
    ]


def _row(line: read.Line, text: read.Text | None) -> dict[str, Any]:
    words, tags = doubt_words(), doubt_tags()
    return {
        "line": line,
        "p": percent(line.p) if line.p is not None else "–",
        "r": decimal(line.r),
        "d": decimal(line.d),
        "omitted": percent(line.omitted) if line.omitted is not None else "–",
        "tags": [(tags[doubt], doubt in line.grave) for doubt in line.doubts],
        "words": [words[doubt] for doubt in line.doubts],
        "text": text,
    }


@on_desk("bank.coverage")
@require_safe
def items_file(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """All questions of the part asked for; options and key only for bank readers."""
    part = part_asked(request, contest)
    kept = item_statistics(part) if part else None
    if part is None or kept is None:
        raise NotFound(_("Chưa có phân tích câu hỏi."), hint=_("Phân tích có sau khi phần thi kết thúc."))
    lines = read.lines(kept)
    sheets = [_items_sheet(contest, part, lines, kept)]
    if may(roles, "bank.read_sealed"):
        sheets.append(_options_sheet(contest, part, lines))
    return workbook(sheets, f"{contest.slug}-{part.key}-cau-hoi.xlsx")


def _items_sheet(contest: Contest, part: Part, lines: list[read.Line], kept: ItemStatistics) -> Sheet:
    tags = doubt_tags()
    return Sheet(
        _("Phân tích câu hỏi"),
        [
            _("Mã câu"),
            _("Người gặp câu"),
            _("Độ khó p"),
            _("Độ phân biệt r"),
            _("Chênh lệch hai nhóm D"),
            _("Bỏ trống"),
            OutColumn(_("Cần xem"), 40),
        ],
        [
            (
                line.code,
                line.n,
                decimal(line.p),
                decimal(line.r),
                decimal(line.d),
                decimal(line.omitted),
                ", ".join(tags[doubt] for doubt in line.doubts),
            )
            for line in lines
        ],
        [contest.title, part.title, _("Tính trên lượt thi đầu tiên của {n} người").format(n=number(people_of(kept)))],
    )


def people_of(kept: ItemStatistics) -> int:
    return sum(int(entry["n"]) for entry in kept.reliability)


def _options_sheet(contest: Contest, part: Part, lines: list[read.Line]) -> Sheet:
    return Sheet(
        _("Phương án"),
        [
            _("Mã câu"),
            OutColumn(_("Câu hỏi"), 60),
            OutColumn(_("Phương án"), 40),
            _("Đáp án"),
            _("Người chọn"),
            _("Tỷ lệ"),
            _("Nhóm giỏi"),
            _("Nhóm yếu"),
        ],
        [
            (line.code, text.text, option.text, option.correct, option.chosen, option.share, option.top, option.bottom)
            for line, text in read.with_texts(lines, texts=True)
            if text is not None
            for option in text.options
        ],
        [contest.title, part.title, _("Có đáp án: chỉ Tổ ra đề và Tổ thẩm định đề giữ tệp này")],
    )
