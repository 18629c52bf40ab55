"""What people type into the fields of a report, read exactly and never guessed (số liệu gõ vào)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from hoithi.contests.rules.facts import Value, exact

Kind = Literal["count", "yes_no", "points"]
Code = Literal["percent", "fraction", "negative", "not_a_number", "yes_or_no", "too_large", "above", "fell", "unknown"]
MOST = 10**12
NOTHING = ("", "-", "–", "—")
YES = ("1", "yes", "true", "có", "x", "đúng", "on")
NO = ("0", "no", "false", "không")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one figure; `limit` is the number it is held against."""

    figure: str
    code: Code
    typed: str = ""
    limit: Value | None = None
    other: str = ""
    """The other figure, or the month, it does not agree with."""


def read(figure: str, kind: Kind, typed: object, most: Value | None = None) -> Value | Fault | None:
    """The exact number, None for nothing typed, or what is wrong with it."""
    text = "" if typed is None else " ".join(str(typed).split()).lower()
    if text in NOTHING:
        return None
    if kind == "yes_no":
        return _yes_no(figure, text)
    code: Code | None = None
    value: Value | None = None
    if "%" in text:
        code = "percent"
    elif re.fullmatch(r"[-\N{MINUS SIGN}].*\d.*", text):
        code = "negative"
    elif re.fullmatch(r"\d{1,15}|\d{1,3}([. ]\d{3})+", text):
        value = int(re.sub(r"[. ]", "", text))
    elif re.fullmatch(r"\d+([.,]\d+)|\d+/\d+", text):
        value, code = _fraction(text, kind)
    else:
        code = "not_a_number"
    if code is None and value is not None and value > (MOST if most is None else most):
        code = "too_large"
    return Fault(figure, code, str(typed), MOST if most is None else most) if code else value


def _yes_no(figure: str, text: str) -> Value | Fault:
    if text in YES + NO:
        return int(text in YES)
    return Fault(figure, "yes_or_no", text)


def _fraction(text: str, kind: Kind) -> tuple[Value | None, Code | None]:
    """Points may have decimals, a count of things may not."""
    above, _slash, below = text.replace(",", ".").partition("/")
    if below and not int(below):
        return None, "not_a_number"
    value = exact(Fraction(above) / int(below or 1))
    return value, None if kind == "points" or isinstance(value, int) else "fraction"


def share_faults(figures: Mapping[str, Value | None], shares: Iterable[tuple[str, str]]) -> list[Fault]:
    """Pairs (of, over) where the part is larger than the whole: resolved above received."""
    found = []
    for of, over in sorted(set(shares)):
        part, whole = figures.get(of), figures.get(over) or 0
        if part is not None and part > whole:
            found.append(Fault(of, "above", str(part), whole, over))
    return found


def falls(
    figures: Mapping[str, Value | None], earlier: Mapping[str, Value | None], month: str, *, after: bool = False
) -> list[Fault]:
    """Figures counted since the start that fall below an earlier month's, or with `after` exceed a later one's."""
    found = []
    for name, value in figures.items():
        other = earlier.get(name)
        if value is not None and other is not None and (value > other if after else value < other):
            found.append(Fault(name, "fell", str(value), other, month))
    return found
