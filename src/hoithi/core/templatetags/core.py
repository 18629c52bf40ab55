"""`{% load core %}`: icons, Vietnamese numbers and moments, links that exist. Charts: `{% load charts %}`."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString, mark_safe

from hoithi.core import spoken
from hoithi.core.clock import VIETNAM
from hoithi.core.icons import icon_svg

register = template.Library()
NOTHING = "–"


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "check" %}`"""
    return mark_safe(icon_svg(name))


@register.filter
def number(value: int | None) -> str:
    return NOTHING if value is None else spoken.number(value)


@register.filter
def money(value: int | None) -> str:
    return NOTHING if value is None else spoken.money(value)


@register.filter
def duration(value: int | None) -> str:
    return NOTHING if value is None else spoken.duration(value)


@register.filter
def moment(value: datetime | None) -> str:
    return NOTHING if value is None else spoken.moment(value)


@register.filter
def end_moment(value: datetime | None) -> str:
    return NOTHING if value is None else spoken.end_moment(value)


@register.filter
def end_day(value: datetime | None) -> str:
    return NOTHING if value is None else spoken.end_day(value)


@register.filter
def day(value: date | datetime | None) -> str:
    if value is None:
        return NOTHING
    return spoken.day(value.astimezone(VIETNAM).date() if isinstance(value, datetime) else value)


@register.filter
def clock_time(value: datetime | None) -> str:
    """ "10:32:05" in Vietnam."""
    return NOTHING if value is None else f"{value.astimezone(VIETNAM):%H:%M:%S}"


@register.filter
def instant(value: datetime) -> str:
    """For `datetime` attributes and data-…: ISO 8601 with Vietnam's offset and thousandths."""
    return value.astimezone(VIETNAM).isoformat(timespec="milliseconds")


@register.filter
def percent(value: Fraction | tuple[int, int] | None, places: int = 1) -> str:
    """A fraction, or a pair (part, whole): "72,5 %"; a whole of 0 has no percentage."""
    if value is None:
        return NOTHING
    if isinstance(value, tuple):
        if value[1] == 0:
            return NOTHING
        value = Fraction(value[0], value[1])
    return spoken.percent(value, places)


@register.filter
def percent_of(part: int, whole: int) -> str:
    """`{{ taken|percent_of:headcount }}`"""
    return percent((part, whole))


@register.filter
def is_single_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_file(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.FileInput)


@register.simple_tag
def page_link(path: str) -> str:
    """`path` when a page answers there, else "": a link is never shown to a page that is not built or switched off."""
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path


@register.simple_tag(takes_context=True)
def back_link(context: Context) -> str:
    """The page one came from, when it is one of ours, else ""."""
    request = context.get("request")
    if request is None:
        return ""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    if came_from.netloc != request.get_host() or came_from.path == request.path:
        return ""
    return came_from.path + (f"?{came_from.query}" if came_from.query else "")


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """`<a href="{% query trang=page.next %}">`: the present query string with some values changed (None removes)."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    return "?" + params.urlencode()
