"""What every part of a plan shares: strictness, sources, keys, and the way a plan writes time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)

from hoithi.core.clock import VIETNAM
from hoithi.core.text import nfc

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, AfterValidator(nfc), StringConstraints(min_length=1)]
Precision = Literal["exact", "day", "month", "quarter"]
MOST_DONG = 10**12
"""No prize and no budget line of an authority comes near; an amount above has zeros too many."""
YEARS = range(1900, 2201)
"""Days outside are slips of the pen, and some have no place in a calendar once they are moved."""


class Strict(BaseModel):
    """Unknown keys are refused; values are never guessed from another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class Sourced(Strict):
    """A table of the plan with the section it comes from; `note` keeps the reason for a choice."""

    source: str = ""
    """Section of the signed plan, e.g. "IV.2"; empty only for settings the plan leaves open."""
    note: str = ""
    """Why this value was chosen where the plan is silent."""


def as_opening(value: Any) -> Any:
    """A day alone opens at its first instant; a local time is Vietnam's."""
    if isinstance(value, str):
        value = _parsed(value)
    _in_range(value)
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM) if value.tzinfo else value.replace(tzinfo=VIETNAM)
    if isinstance(value, date):
        return datetime.combine(value, time(0), VIETNAM)
    return value


def as_closing(value: Any) -> Any:
    """A day alone closes at its end: the instant the next day begins ("đến hết ngày D")."""
    if isinstance(value, str):
        value = _parsed(value)
    _in_range(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value + timedelta(days=1), time(0), VIETNAM)
    return as_opening(value)


def _parsed(text: str) -> date | datetime | str:
    """JSON has no dates: the stored definition carries them as ISO text."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return text


def as_day(value: Any) -> Any:
    value = _parsed(value) if isinstance(value, str) else value
    _in_range(value)
    return value


def _in_range(value: Any) -> None:
    if isinstance(value, date) and value.year not in YEARS:
        told = {"first": YEARS[0], "last": YEARS[-1]}
        raise ValueError(_("ngày phải trong khoảng từ năm %(first)d đến năm %(last)d") % told)


def as_exact(value: Any) -> Any:
    """Numbers are exact: integers and decimal text; a TOML float is read by its written digits."""
    try:
        number = Decimal("" if isinstance(value, bool) else str(value))
    except ArithmeticError:
        raise ValueError(_("cần một số")) from None
    if not number.is_finite():
        raise ValueError(_("cần một số hữu hạn"))
    return Decimal(int(number)) if number == number.to_integral_value() else number.normalize()


def plain(value: Any) -> Any:
    """Free data in the form the stored definition keeps: ISO text for dates, decimal text for floats."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float):
        return str(as_exact(value))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


_INSTANT = WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]})

Opening = Annotated[datetime, BeforeValidator(as_opening), _INSTANT]
Closing = Annotated[datetime, BeforeValidator(as_closing), _INSTANT]
Day = Annotated[date, BeforeValidator(as_day)]
Exact = Annotated[Decimal, BeforeValidator(as_exact), WithJsonSchema({"type": ["number", "string"]})]


def after_opening(closes: datetime | None, info: ValidationInfo) -> datetime | None:
    """A field validator for `closes`, declared after `opens`: an end stands after its beginning."""
    opens = info.data.get("opens")
    if opens and closes and closes <= opens:
        raise ValueError(_("thời điểm kết thúc (closes) phải sau thời điểm bắt đầu (opens)"))
    return closes
