"""The sheet of an imported figure (bảng số liệu nhập): which figures a contest reads, a template, reading it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest
from hoithi.contests.operations.imported import LONGEST_VALUE, Figure
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.tables import Column, Sheet, read_table, write_xlsx
from hoithi.core.tables.model import place

MOST_ROWS = 50_000
COLUMNS = [
    Column("code", "Mã", ("mã đơn vị", "mã tác phẩm", "mã người dự thi", "mã số"), kind="code", required=True),
    Column("name", "Tên", ("tên đơn vị", "tên tác phẩm", "họ và tên"), kind="text"),
    Column("value", "Số liệu", ("giá trị", "số lượt", "lượt"), kind="decimal", required=True),
]


@dataclass(frozen=True)
class Subject:
    """Who a row is about: `code` is what the sheet calls them by."""

    pk: int
    code: str
    name: str


def subjects_of(contest: Contest, figure: Figure) -> list[Subject]:
    """Everybody the figure may be given for, in the order of the template."""
    if figure.subject_kind == "unit":
        units = contest.units.order_by("position").values_list("pk", "code", "name")
        return [Subject(*one) for one in units]
    if figure.subject_kind == "person":
        people = contest.entrants.filter(kind="person").order_by("display_name", "pk")
        return [Subject(*one) for one in people.values_list("pk", "code", "display_name")]
    return list(_entries(contest))


def _entries(contest: Contest) -> Iterator[Subject]:
    for part in contest.parts.order_by("position"):
        for pk, code, title in part.entries.order_by("pk").values_list("pk", "code", "title"):
            yield Subject(pk, code, title)


def read_values(contest: Contest, figure: Figure, data: bytes, filename: str) -> dict[int, Fraction]:
    """Values by subject. Raises InvalidInput with every bad row named; rows without a value are bad rows too."""
    table = read_table(data, filename, COLUMNS, max_rows=MOST_ROWS)
    known = {one.code: one.pk for one in subjects_of(contest, figure)}
    problems, seen, found = list(table.problems), set(), {}
    told = {problem.at.split(",")[0] for problem in problems}
    for row in table.rows:
        at, code, value = place(row.number), row.values.get("code"), row.values.get("value")
        if code is None or value is None:
            if at not in told:
                problems.append(Problem(at, _("thiếu mã") if code is None else _("thiếu số liệu")))
            continue
        if code not in known:
            problems.append(Problem(at, _("không có mã “{code}” trong cuộc thi này").format(code=code)))
        elif code in seen:
            problems.append(Problem(at, _("mã “{code}” có hai dòng").format(code=code)))
        elif value < 0 or len(str(Fraction(value))) > LONGEST_VALUE:
            problems.append(Problem(at, _("số liệu phải là số không âm")))
        else:
            found[known[code]] = Fraction(value)
        seen.add(code)
    if not table.rows and not problems:
        problems.append(Problem("", _("tệp không có dòng nào")))
    if problems:
        raise InvalidInput(problems)
    return found


def template(contest: Contest, figure: Figure) -> bytes:
    """An .xlsx with everybody's row, values to be filled in."""
    rows = [[one.code, one.name, None] for one in subjects_of(contest, figure)]
    return write_xlsx([Sheet("So lieu", [column.title for column in COLUMNS], rows)])
