"""Scores as tables people go on working with."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import Entry
from hoithi.core.tables import OutColumn, Sheet
from hoithi.judging.models import Pair, Panel
from hoithi.judging.models import Sheet as Marked
from hoithi.judging.queries.board import work_lines
from hoithi.judging.queries.pairs import compared
from hoithi.judging.queries.settings import points_of, rubric_of
from hoithi.judging.rules.aggregate import Method


def score_sheets(panel: Panel, method: Method | None, label: str, names: Mapping[Method, Any]) -> list[Sheet]:
    """Three sheets: works with every juror's points, signed sheets by criterion, the criteria in force."""
    jurors = list(panel.jurors.select_related("person"))
    lines = work_lines(panel, method)
    lines.sort(key=lambda line: (line.score is None, -(line.score or 0), line.number or 0))
    note = f"{label}: {names[method] if method else _('chưa chốt')}"
    works = Sheet(
        _("Điểm"),
        [_("Số"), OutColumn(_("Tác phẩm"), 40), *(str(juror) for juror in jurors), _("Điểm chung"), _("Chênh lệch")],
        [
            [
                line.number,
                line.entry.title,
                *(line.points.get(juror.code) for juror in jurors),
                line.score,
                line.spread.width if line.spread else None,
            ]
            for line in lines
        ],
        [note],
    )
    return [works, _sheets(panel), _criteria(panel)]


def _sheets(panel: Panel) -> Sheet:
    keys: dict[str, str] = {}
    for rubric in panel.rubrics.all():
        keys |= {one["key"]: one["title"] for one in rubric.criteria}
    signed = Marked.objects.filter(juror__panel=panel, signed_at__isnull=False)
    rows = signed.select_related("juror__person", "entry__work", "rubric").order_by("entry__work__number", "juror")
    return Sheet(
        _("Phiếu"),
        [
            _("Số"),
            OutColumn(_("Tác phẩm"), 40),
            _("Giám khảo"),
            *keys.values(),
            _("Cộng"),
            _("Nhận xét"),
            _("Ký lúc"),
            _("Mã phiếu"),
        ],
        [
            [
                getattr(getattr(sheet.entry, "work", None), "number", None),
                sheet.entry.title,
                str(sheet.juror),
                *(Fraction(sheet.marks[key]) if key in sheet.marks else None for key in keys),
                points_of(sheet.rubric, sheet.marks),
                sheet.comment,
                sheet.signed_at,
                sheet.code,
            ]
            for sheet in rows
        ],
    )


def pair_sheets(panel: Panel) -> list[Sheet]:
    """Two sheets: works in order, every signed comparison."""
    found = compared(panel)
    works = Sheet(
        _("Điểm"),
        [
            _("Hạng"),
            _("Số"),
            OutColumn(_("Tác phẩm"), 40),
            _("Được cho là hay hơn"),
            _("Bị cho là kém hơn"),
            _("Điểm chung"),
        ],
        [[one.place, one.number, one.entry.title, one.better, one.worse, one.points] for one in found.lines],
        [_("Cách tính: so sánh từng cặp (Bradley–Terry), 1.000 là mức giữa.")],
    )
    rows = Pair.objects.filter(juror__panel=panel, juror__finished_at__isnull=False, better__isnull=False)
    pairs = Sheet(
        _("So sánh"),
        [_("Giám khảo"), OutColumn(_("Hay hơn"), 40), OutColumn(_("Kém hơn"), 40), _("Lúc"), _("Mã cặp")],
        [
            [str(one.juror), *(work.title for work in _in_order(one)), one.decided_at, one.code]
            for one in rows.select_related("juror__person", "first", "second").order_by("juror", "pk")
        ],
    )
    return [works, pairs]


def _in_order(pair: Pair) -> tuple[Entry, Entry]:
    """(better, worse)"""
    first_better = pair.better_id == pair.first_id
    return (pair.first, pair.second) if first_better else (pair.second, pair.first)


def _criteria(panel: Panel) -> Sheet:
    rubric = rubric_of(panel)
    return Sheet(
        _("Thang điểm"),
        [_("Nhóm"), OutColumn(_("Tiêu chí"), 40), _("Điểm tối đa"), _("Bước điểm"), _("Hệ số")],
        [
            [one["block"], one["title"], *(Fraction(str(one[name])) for name in ("maximum", "step", "weight"))]
            for one in (rubric.criteria if rubric else [])
        ],
    )
