"""`{% load charts %}`: pictures of numbers, each with one sentence for those who cannot see it and its data as a table.

Views build the values (`hoithi.core.charts`), templates say `{% columns bins label="…" data=table %}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext as _

from hoithi.core import charts, spoken

register = template.Library()


@register.inclusion_tag("core/charts/_bars.html")
def bars_headcount(rows: Sequence[Any]) -> dict[str, Any]:
    """`{% bars_headcount rows %}`, rows = (label, taken part, headcount[, href]); the list itself is the data."""
    return {"rows": charts.bars(rows)}


@register.inclusion_tag("core/charts/_columns.html")
def columns(
    bins: Sequence[charts.Column], label: str, *, axis: bool = True, head: str = "", value: str = ""
) -> dict[str, Any]:
    """`{% columns bins label="…" head=_("Ngày") value=_("Lượt thi") %}`; `axis=False` for distributions."""
    data = charts.Data([head, value or _("Số lượng")], [(b.name, spoken.number(b.value)) for b in bins])
    return {"chart": charts.columns(bins, axis=axis), "label": label, "data": data if head else None}


@register.inclusion_tag("core/charts/_line.html")
def line(
    values: Sequence[int], marks: Mapping[int, str], label: str, *, head: str = "", value: str = ""
) -> dict[str, Any]:
    """`{% line values marks label="…" head=_("Giờ") value=_("Lượt thi") %}`; marks = {index: word}."""
    data = charts.Data([head, value or _("Số lượng")], [(i, spoken.number(v)) for i, v in enumerate(values)])
    return {"chart": charts.line(values, marks), "label": label, "data": data if head else None}


@register.inclusion_tag("core/charts/_stacked.html")
def stacked(
    names: Sequence[str], rows: Sequence[charts.Stack], label: str, *, cut: Any = None, head: str = ""
) -> dict[str, Any]:
    """`{% stacked names rows label="…" cut=90 head=_("Đơn vị") %}`"""
    table = [(row.label, *row.parts, row.total) for row in rows]
    data = charts.Data([head, *names, _("Tổng")], table) if head else None
    return {"chart": charts.stacked(names, rows, cut=cut), "label": label, "data": data}


@register.inclusion_tag("core/charts/_calendar.html")
def calendar(
    rows: Sequence[charts.CalendarRow], kinds: Sequence[str], first: date, last: date, today: date, label: str
) -> dict[str, Any]:
    """`{% calendar rows kinds first last today label="…" %}`; the list of contests on the page is the data."""
    chart = charts.calendar(rows, kinds, first=first, last=last, today=today, today_word=_("Hôm nay"))
    return {"chart": chart, "label": label}


@register.inclusion_tag("core/charts/_scatter.html")
def items(questions: Sequence[charts.Item], label: str) -> dict[str, Any]:
    """`{% items questions label="…" %}`: item analysis; doubtful questions change shape and are named."""
    words = {"low_x": _("khó (ít người đúng)"), "high_x": _("dễ (nhiều người đúng)"), "high_y": _("phân biệt tốt")}
    return {"chart": charts.scatter(questions) | words, "label": label}
