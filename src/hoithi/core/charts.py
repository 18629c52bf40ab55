"""Pictures of numbers: positions as exact text for SVG attributes (a strict style policy allows nothing else).

Horizontal positions are percentages, vertical ones px, so text keeps its size on phones. Every function takes plain
values and returns what its template in `core/charts/` draws; axes start at 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hoithi.core import spoken

Rational = int | Fraction
FILLS = ("f1", "f2", "f3", "f4", "f5")


def plain(value: Rational, places: int = 2) -> str:
    """A rational as decimal text with a point, zeros at the end dropped: Fraction(1, 3) → "0.33"."""
    units = 10**places
    scaled = (2 * abs(Fraction(value)) * units + 1) // 2
    whole, rest = divmod(int(scaled), units)
    digits = f"{rest:0{places}d}".rstrip("0")
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole}{'.' if digits else ''}{digits}"


def share(part: Rational, whole: Rational) -> str:
    """Part of whole as an SVG percentage, 0 when there is no whole; never outside 0…100."""
    if whole <= 0:
        return "0%"
    return plain(min(max(Fraction(part) / Fraction(whole), Fraction(0)), Fraction(1)) * 100) + "%"


def nice_step(highest: int, most: int = 4) -> int:
    """The smallest of 1, 2, 4, 5 × 10ⁿ that covers `highest` in at most `most` steps."""
    power = 1
    while True:
        for base in (1, 2, 4, 5):
            if base * power * most >= highest:
                return base * power
        power *= 10


@dataclass(frozen=True)
class Data:
    """The same numbers as a table, for those who cannot or would rather not look."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Column:
    """One bin of a distribution or one day: `label` under it, `above` over it, `kind` mute | bar | now | own."""

    value: int
    name: str
    label: str = ""
    above: str = ""
    kind: str = "bar"


@dataclass(frozen=True)
class Span:
    """A stretch of a calendar row: days `first` to `last` inclusive; `kind` indexes the legend."""

    first: date
    last: date
    kind: int = 0


@dataclass(frozen=True)
class CalendarRow:
    label: str
    spans: Sequence[Span]


@dataclass(frozen=True)
class Stack:
    """A scorecard as one bar: points per criterion in the plan's order; `note` writes the penalty."""

    label: str
    parts: Sequence[Rational]
    total: str
    note: str = ""
    own: bool = False


@dataclass(frozen=True)
class Item:
    """A question: difficulty (share correct) and discrimination; doubtful ones carry a label."""

    difficulty: Fraction
    discrimination: Fraction
    label: str = ""


def bars(rows: Sequence[tuple[str, int, int] | tuple[str, int, int, str]]) -> list[dict[str, str]]:
    """(label, part, whole[, href]) as bars against headcount; below half the fill is ochre, and the number says it."""
    drawn = []
    for label, part, whole, *href in rows:
        drawn.append(
            {
                "label": label,
                "href": href[0] if href else "",
                "share": spoken.percent(Fraction(part, whole), 0) if whole else "–",
                "count": f"{spoken.number(part)}/{spoken.number(whole)}",
                "width": share(part, whole),
                "css": "low" if part * 2 < whole else "f1",
            }
        )
    return drawn


def _ticks(highest: int, bottom: int, top: int) -> tuple[int, list[dict[str, str]]]:
    step = nice_step(max(highest, 1))
    ceiling = max(step * -(-highest // step), step)
    ticks = []
    for value in range(0, ceiling + 1, step):
        y = bottom - Fraction(value * (bottom - top), ceiling)
        ticks.append({"y": plain(y), "text_y": plain(y + 4), "text": spoken.number(value)})
    return ceiling, ticks


def columns(bins: Sequence[Column], *, axis: bool = True, plot: int = 140) -> dict[str, Any]:
    """Columns over `bins`; `axis` draws the scale (days), without it only the base line (distributions)."""
    bottom, top = plot + 10, 10 if axis else 26
    highest = max((b.value for b in bins), default=0)
    ceiling, ticks = _ticks(highest, bottom, top)
    if not axis:
        ceiling, ticks = max(highest, 1), [{"y": str(bottom), "text_y": "", "text": ""}]
    left = 9 if axis else 0
    slot = Fraction(100 - left, max(len(bins), 1))
    css = {"mute": "mute", "bar": "f1", "own": "f1", "now": "now"}
    drawn = []
    for index, one in enumerate(bins):
        tall = Fraction(one.value * (bottom - top), ceiling)
        drawn.append(
            {
                "css": css[one.kind],
                "own": one.kind == "own",
                "x": plain(left + slot * index + slot / 10) + "%",
                "mid": plain(left + slot * index + slot / 2) + "%",
                "y": plain(bottom - tall),
                "height": plain(tall),
                "label": one.label,
                "above": one.above,
                "above_y": plain(bottom - tall - 7),
            }
        )
    return {
        "height": plot + 34,
        "left": f"{left}%",
        "tick_x": f"{plain(left - Fraction(7, 5))}%",
        "label_y": bottom + 18,
        "width": plain(slot * 4 / 5) + "%",
        "ticks": ticks,
        "columns": drawn,
    }


def line(values: Sequence[int], marks: Mapping[int, str], *, plot: int = 120) -> dict[str, Any]:
    """One line over equally spaced `values`; `marks` are the words under the axis by index."""
    left, bottom = 8, plot + 10
    ceiling, ticks = _ticks(max(values, default=0), bottom, 10)
    last = max(len(values) - 1, 1)
    points = " ".join(
        f"{plain(Fraction(100 * i, last))},{plain(100 - Fraction(100 * value, ceiling))}"
        for i, value in enumerate(values)
    )
    words = [
        {
            "x": plain(left + Fraction((100 - left) * index, last)) + "%",
            "text": word,
            "css": "end" if index == last else "mid",
        }
        for index, word in marks.items()
    ]
    return {
        "height": plot + 34,
        "plot": plot,
        "left": f"{left}%",
        "room": f"{100 - left}%",
        "tick_x": "6.6%",
        "label_y": bottom + 18,
        "ticks": ticks,
        "points": points,
        "marks": words,
    }


def stacked(names: Sequence[str], rows: Sequence[Stack], *, cut: Rational | None = None) -> dict[str, Any]:
    """Scorecards side by side on one scale, a dashed line at `cut`; at most five criteria (five tellable colours)."""
    if len(names) > len(FILLS):
        raise ValueError("more than five criteria: draw small multiples")
    widest = max((sum((Fraction(p) for p in row.parts), Fraction(0)) for row in rows), default=Fraction(0))
    widest = max(widest, Fraction(cut or 0), Fraction(1))
    gap = Fraction(36, 100)
    drawn = []
    for row in rows:
        parts, at = [], Fraction(0)
        for css, points in zip(FILLS, row.parts, strict=False):
            wide = Fraction(points) * 100 / widest
            if wide > gap:
                parts.append({"css": css, "x": plain(at) + "%", "width": plain(wide - gap) + "%"})
            at += wide
        drawn.append({"label": row.label, "total": row.total, "note": row.note, "own": row.own, "parts": parts})
    return {
        "names": [{"css": css, "label": name} for css, name in zip(FILLS, names, strict=False)],
        "rows": drawn,
        "cut": share(cut, widest) if cut is not None else "",
    }


def calendar(
    rows: Sequence[CalendarRow], kinds: Sequence[str], *, first: date, last: date, today: date, today_word: str
) -> dict[str, Any]:
    """Contests on one time line from `first` to `last` (whole months read best), today in red."""
    days = (last - first).days + 1

    def at(day: date) -> str:
        return share((day - first).days, days)

    months, month = [], first.replace(day=1)
    while month <= last:
        if month >= first:
            months.append({"x": at(month), "text": f"T{month.month}"})
        month = (month + timedelta(days=32)).replace(day=1)
    drawn = []
    for index, row in enumerate(rows):
        spans = [s for s in row.spans if s.last >= first and s.first <= last]
        bars_ = [
            {
                "css": FILLS[s.kind],
                "x": at(max(s.first, first)),
                "width": share((min(s.last, last) - max(s.first, first)).days + 1, days),
            }
            for s in spans
        ]
        drawn.append({"label": row.label, "text_y": 48 + 58 * index, "y": 56 + 58 * index, "bars": bars_})
    names = [{"css": css, "label": kind} for css, kind in zip(FILLS, kinds, strict=False)]
    within = first <= today <= last
    return {
        "height": 36 + 58 * len(rows),
        "bottom": 34 + 58 * len(rows),
        "months": months,
        "rows": drawn,
        "today": at(today) if within else "",
        "names": [*names, {"css": "now", "label": today_word}] if within else names,
    }


LABEL, LABEL_PX = Fraction(3, 10), 16
"""Room a name takes on a phone: of the width, and in px of height."""


def scatter(items: Sequence[Item], *, cut: Fraction = Fraction(1, 5), plot: int = 150) -> dict[str, Any]:
    """Difficulty × discrimination; below `cut` a question is doubtful: another shape,
    and its name where there is room.

    The worst are named first; a table beside the picture names them all."""
    left, bottom, top = 8, plot + 20, 20
    ceiling = max([Fraction(3, 5), *(i.discrimination for i in items)])

    def x(item: Item) -> str:
        return plain(left + (100 - left) * item.difficulty) + "%"

    def y(value: Fraction) -> Fraction:
        return bottom - max(value, Fraction(0)) * (bottom - top) / ceiling

    ticks = []
    for fifth in range(int(ceiling * 5) + 1):
        level = Fraction(fifth, 5)
        css = "axis" if not fifth else "cut-line" if level == cut else "grid-line"
        word = plain(level, 1).replace(".", ",")
        ticks.append({"css": css, "y": plain(y(level)), "text_y": plain(y(level) + 4), "text": word})
    doubtful = []
    named: list[tuple[Fraction, Fraction]] = []
    for item in sorted((one for one in items if one.discrimination < cut), key=lambda one: one.discrimination):
        level = y(item.discrimination)
        free = all(abs(level - beside) >= LABEL_PX or abs(item.difficulty - at) >= LABEL for at, beside in named)
        if free:
            named.append((item.difficulty, level))
        doubtful.append(
            {
                "x": x(item),
                "y": plain(level),
                "text_y": plain(level + 4),
                "label": item.label if free else "",
                "right": item.difficulty * 5 > 4,
            }
        )
    return {
        "height": plot + 46,
        "left": f"{left}%",
        "tick_x": "6.6%",
        "label_y": bottom + 20,
        "ticks": ticks,
        "dots": [{"x": x(i), "y": plain(y(i.discrimination))} for i in items if i.discrimination >= cut],
        "doubtful": doubtful,
    }
