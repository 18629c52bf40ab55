"""What `core.text` writes, in the language of the page: "15.350.000 đồng", "VND 15,350,000".

Pages and sentences use this; files, sealed results and the console use `core.text`, which is always Vietnamese.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoithi.core import text
from hoithi.core.clock import VIETNAM
from hoithi.core.text import NBSP

_MARKS = str.maketrans(".,", ",.")


def in_english() -> bool:
    return (get_language() or "").startswith("en")


def marks(vietnamese: str) -> str:
    """A number written the Vietnamese way ("1.234,5") with the marks of the page's language ("1,234.5")."""
    return vietnamese.translate(_MARKS) if in_english() else vietnamese


def number(value: int) -> str:
    return marks(text.number(value))


def money(dong: int) -> str:
    return f"VND{NBSP}{number(dong)}" if in_english() else text.money(dong)


def percent(share: Fraction, places: int = 1) -> str:
    written = marks(text.percent(share, places))
    return written.replace(NBSP, "") if in_english() else written


def duration(ms: int) -> str:
    return marks(text.duration(ms))


def day(value: date) -> str:
    """20/6/2024 in both: the British order is the Vietnamese one."""
    return text.day(value)


def moment(instant: datetime) -> str:
    """ "07:00 ngày 15/9/2021"."""
    local = instant.astimezone(VIETNAM)
    return _("{time} ngày {day}").format(time=f"{local:%H:%M}", day=text.day(local.date()))


def end_moment(instant: datetime) -> str:
    """The end of a half-open window as plans write it: midnight is "24:00" of the day before."""
    last = _last_day(instant)
    return moment(instant) if last is None else _("{time} ngày {day}").format(time="24:00", day=text.day(last))


def end_day(instant: datetime) -> str:
    """The same end in words: "hết ngày 31/8/2024", or "12:00 ngày 31/8/2024"."""
    last = _last_day(instant)
    return moment(instant) if last is None else _("hết ngày {day}").format(day=text.day(last))


def _last_day(end: datetime) -> date | None:
    """The day an end at midnight closes."""
    local = end.astimezone(VIETNAM)
    return local.date() - timedelta(days=1) if local.time() == time(0) else None
