"""`{% load stats %}`: cells of statistics as the page's language writes them."""

from __future__ import annotations

from django import template

from hoithi.core.spoken import number

register = template.Library()


@register.filter
def cell(value: int | str) -> str:
    """7903 → "7.903"; words stay as they are."""
    return number(value) if isinstance(value, int) else value
