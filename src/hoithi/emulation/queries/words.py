"""Lines of a scorecard in words of the page's language: "1.750 tài khoản: 35 + 5 × ⌊250/100⌋ = 45"."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.rules.facts import Value
from hoithi.core.errors import Problem
from hoithi.core.spoken import marks, number
from hoithi.emulation.rules.counts import Fault
from hoithi.emulation.rules.explain import Because
from hoithi.emulation.rules.stored import because_of
from hoithi.emulation.rules.stored import number as unstored
from hoithi.emulation.schema import ScorecardSettings


def month_name(key: str) -> str:
    """ "2021-07" → "tháng 7/2021"."""
    year, _dash, month = key.partition("-")
    return _("tháng {month}/{year}").format(month=int(month or 0), year=year)


def amount(value: Value | str | None, *, down: bool = False) -> str:
    """A number for people: whole ones with their marks, others to two decimals (a share rounded down: 97,99 % is not
    98 %); "–" for nothing."""
    value = unstored(value) if isinstance(value, str) else value
    if value is None:
        return "–"
    if value == int(value):
        return number(int(value)).replace("-", "−")
    exact = Fraction(value) * 100
    whole = (Decimal(exact.numerator) / exact.denominator).quantize(Decimal(1), ROUND_FLOOR if down else ROUND_HALF_UP)
    above, _point, below = str(whole.scaleb(-2)).partition(".")
    sign = "−" if above.startswith("-") else ""
    return sign + marks(f"{abs(int(above)):,}".replace(",", ".") + "," + below.ljust(2, "0"))


def because(item: Mapping[str, Any], unit: str = "") -> str:
    """Why a kept line gave its points; `unit` is the plan's word for what is counted ("tài khoản")."""
    why = because_of(item["because"])
    said = f"{_reached(why, unit)}: {_points(why)}"
    return said + _limits(why, unstored(item["points"]))


def _reached(why: Because, unit: str) -> str:
    if why.reason == "sum":
        return _("Cộng các nội dung")
    if why.value is None:
        return _("Chưa có số liệu")
    if why.over is not None:
        sides = {"of": amount(why.of), "over": amount(why.over), "percent": amount(why.value, down=True)}
        return _("{of}/{over} = {percent}%").format(**sides)
    return f"{amount(why.value)} {unit.lower()}".strip()


def _points(why: Because) -> str:
    percent = "%" if why.over is not None else ""
    if why.reason == "below":
        asked, points = f"{amount(why.at)}{percent}", amount(why.raw)
        return _("chưa đạt {asked}, được {points}").format(asked=asked, points=points)
    if why.reason == "given" and why.most is not None:
        return _("được chấm {points} trên tối đa {most}").format(points=amount(why.raw), most=amount(why.most))
    if why.reason != "bonus":
        return amount(why.raw)
    beyond, size = f"{amount(why.beyond, down=True)}{percent}", f"{amount(why.size)}{percent}"
    ratio = beyond if why.size == 1 and not percent else f"{beyond}/{size}"
    steps = f"({ratio})" if why.proportional else f"⌊{ratio}⌋"
    if why.first:
        steps = f"(1 + {steps})"
    return f"{amount(why.standard)} + {amount(why.each)} × {steps} = {amount(why.raw)}"


def _limits(why: Because, points: Value | None) -> str:
    said = ""
    if why.cap is not None:
        said += _("; tối đa {cap}").format(cap=amount(why.cap))
    if why.weight is not None:
        said += _("; × hệ số {weight} = {points}").format(weight=amount(why.weight), points=amount(points))
    return said


def deduction(taken: Mapping[str, Any]) -> str:
    """ "Báo cáo tháng 7/2021 trễ 2 ngày: −2"."""
    month, points = month_name(taken["period"]), amount(unstored(taken["points"])).replace("-", "−")
    if taken["kind"] == "late":
        return _("Báo cáo {month} trễ {n} ngày: {points}").format(month=month, n=taken["days_late"], points=points)
    if taken["kind"] == "missing":
        return _("Chưa có báo cáo {month}: {points}").format(month=month, points=points)
    return _("Báo cáo {month} không trung thực: {points}").format(month=month, points=points)


def figure_title(settings: ScorecardSettings, key: str) -> str:
    return next((figure.title for figure in settings.asked if figure.key == key), key)


def fault_problem(settings: ScorecardSettings, fault: Fault) -> Problem:
    """What is wrong with one figure, in one sentence that names it."""
    title, other = figure_title(settings, fault.figure), figure_title(settings, fault.other)
    told = {"title": title, "typed": fault.typed, "limit": amount(fault.limit), "other": other}
    sentences = {
        "percent": _("“{title}” cần số lượng, không phải tỷ lệ phần trăm “{typed}”."),
        "fraction": _("“{title}” phải là số nguyên, đang là “{typed}”."),
        "negative": _("“{title}” không được âm, đang là “{typed}”."),
        "not_a_number": _("“{title}” phải là một số, đang là “{typed}”."),
        "yes_or_no": _("“{title}” chỉ nhận có hoặc không, đang là “{typed}”."),
        "too_large": _("“{title}” lớn hơn mức tối đa {limit}, đang là “{typed}”."),
        "above": _("“{title}” ({typed}) lớn hơn “{other}” ({limit})."),
        "unknown": _("Báo cáo không có số liệu mang mã “{title}”."),
    }
    if fault.code == "fell":
        told["other"] = month_name(fault.other)
        sentence = _("“{title}” ({typed}) không khớp số lũy kế của báo cáo {other} ({limit}); hãy sửa, hoặc nêu lý do.")
        return Problem(fault.figure, sentence.format(**told))
    return Problem(fault.figure, sentences[fault.code].format(**told))
