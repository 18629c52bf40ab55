"""`{% load emulation %}`: points and months as people read them."""

from __future__ import annotations

from typing import Any

from django import template

from hoithi.emulation import words
from hoithi.emulation.queries.words import deduction as said
from hoithi.emulation.queries.words import month_name

register = template.Library()
register.filter("points", words.points)


@register.filter
def month(period: str) -> str:
    """ "2026-03" → "Tháng 3/2026"."""
    return words.month_title(period)


@register.filter
def month_in(period: str) -> str:
    """ "2026-03" → "tháng 3/2026", inside a sentence."""
    return month_name(period)


@register.filter
def signed(value: Any) -> str:
    """ "+98", "−2", "0"."""
    written = words.points(value)
    return written if written[:1] in ("−", "–", "0") else f"+{written}"


@register.filter
def points_of(score: Any, criterion: str) -> str:
    """What one line gave a kept score; "–" without a score."""
    items = score.items if score is not None else []
    return next((words.points(item["points"]) for item in items if item["criterion"] == criterion), "–")


@register.filter
def state_label(state: str) -> str:
    """What a report's state is called."""
    return str(words.REPORT_STATES[state][0])


@register.filter
def state_css(state: str) -> str:
    return words.REPORT_STATES[state][1]


@register.filter
def deduction(taken: Any) -> str:
    """ "Báo cáo tháng 7/2021 trễ 2 ngày: −2"."""
    return said(taken)
