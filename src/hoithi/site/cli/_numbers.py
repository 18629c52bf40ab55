"""Exact numbers for JSON and for eyes, and the check that a named file is there."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import click

from hoithi.contests.rules.facts import Value
from hoithi.site.cli._support import language, words

MaybePath = TypeVar("MaybePath", Path, "Path | None")


def existing(ctx: click.Context, param: click.Parameter, path: MaybePath) -> MaybePath:
    """Called with a file that is not there: said in the terminal's language."""
    if path is None or path.is_file():
        return path
    raise click.BadParameter(words(f"không có tệp {path}", f"there is no file {path}"), param=param, ctx=ctx)


def as_number(value: Value) -> int | float:
    """A whole number as such, anything else rounded to six digits: whatever was decided was decided exactly."""
    return int(value) if value == int(value) else round(float(value), 6)


def shown(value: Value | None, rounding: str = ROUND_HALF_UP) -> str:
    """A number for people: whole, or rounded (half up) to two decimals, with a comma in Vietnamese."""
    if value is None:
        return "–"
    if value == int(value):
        return str(int(value))
    hundredths = Fraction(value) * 100
    rounded = (Decimal(hundredths.numerator) / hundredths.denominator).quantize(Decimal(1), rounding)
    text = str(rounded.scaleb(-2).quantize(Decimal("0.01")))
    return text if language() == "en" else text.replace(".", ",")
