"""A few curves on logarithmic axes as one SVG file that needs no style sheet: readable on white and on dark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from math import ceil, floor, log10

from hoithi.core.charts import plain
from hoithi.core.text import number

WIDE, LEFT, RIGHT, TOP, PLOT = 720, 64, 232, 44, 260
COLOURS = ("#1f5f8b", "#b4552d", "#2e7d4f", "#7a4b94", "#8a6d1a")
FAINT = "#8b8b8b"
APART = 16
"""px between the names at the right edge."""


@dataclass(frozen=True)
class Curve:
    """`points` are (people, milliseconds), both above 0; a faint one is there to compare with."""

    name: str
    points: Sequence[tuple[int, float]]
    faint: bool = False


def drawn(title: str, curves: Sequence[Curve]) -> str:
    """The picture; every number it shows is in the table beside it too."""
    sizes = sorted({size for curve in curves for size, _ in curve.points})
    found = [value for curve in curves for _, value in curve.points]
    low, high = floor(log10(min(found))), max(ceil(log10(max(found))), floor(log10(min(found))) + 1)

    def x(size: int) -> float:
        span = log10(sizes[-1] / sizes[0]) or 1
        return LEFT + (WIDE - LEFT - RIGHT) * log10(size / sizes[0]) / span

    def y(value: float) -> float:
        return TOP + PLOT * (high - log10(value)) / (high - low)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {TOP + PLOT + 44}" role="img"',
        f' font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{WIDE}" height="{TOP + PLOT + 44}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="14" font-weight="bold" fill="#222">{escape(title)}</text>',
    ]
    for power in range(low, high + 1):
        at, said = _px(y(10**power)), plain(Fraction(10) ** power, 3).replace(".", ",")
        parts.append(f'<path d="M{LEFT} {at}H{WIDE - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{at}" dy="4" text-anchor="end" fill="#555">{said} ms</text>')
    for size in sizes:
        words = f"{number(size)} người"
        parts.append(
            f'<text x="{_px(x(size))}" y="{TOP + PLOT + 24}" text-anchor="middle" fill="#555">{escape(words)}</text>'
        )
    colours = iter(COLOURS * 2)
    ends = []
    for curve in curves:
        colour = FAINT if curve.faint else next(colours)
        dash = ' stroke-dasharray="5 4"' if curve.faint else ""
        line = " ".join(f"{_px(x(size))},{_px(y(value))}" for size, value in curve.points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        parts += [
            f'<circle cx="{_px(x(size))}" cy="{_px(y(value))}" r="3" fill="{colour}"/>' for size, value in curve.points
        ]
        ends.append((y(curve.points[-1][1]), curve, colour))
    below = 0.0
    for end, curve, colour in sorted(ends, key=lambda one: one[0]):
        below = max(end, below + APART)
        words = f"{curve.name}: {_said(curve.points[-1][1])} ms"
        parts.append(f'<text x="{WIDE - RIGHT + 12}" y="{_px(below)}" dy="4" fill="{colour}">{escape(words)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _px(value: float) -> str:
    return f"{value:.1f}"


def _said(value: float) -> str:
    return (f"{value:.2f}" if value < 10 else f"{value:.0f}").replace(".", ",")
