"""The Excel sheet of an outside page's figures: a template with the works, and reading it back."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.tables import Column, Sheet, read_table, write_xlsx
from hoithi.core.tables.model import place
from hoithi.entries.models import Work
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.voting.operations.snapshot import Figures
from hoithi.voting.queries.settings import settings_of

MOST_ROWS = 20_000


def columns(part: Part) -> list[Column]:
    """The columns an import knows; those the plan counts must be there."""
    needed = settings_of(part).outside
    return [
        Column("number", "Số tác phẩm", ("số", "mã số", "stt tác phẩm"), kind="int", required=True),
        Column("title", "Tên tác phẩm", ("tác phẩm", "tên"), kind="text"),
        Column("likes", "Lượt thích", ("like", "likes", "thích"), kind="int", required="likes" in needed),
        Column("views", "Lượt xem", ("view", "views", "xem"), kind="int", required="views" in needed),
        Column("shares", "Lượt chia sẻ", ("share", "shares", "chia sẻ"), kind="int", required="shares" in needed),
    ]


def read_figures(part: Part, data: bytes, filename: str) -> list[Figures]:
    """Rows of a filled sheet. Raises InvalidInput with every bad row named."""
    table = read_table(data, filename, columns(part), max_rows=MOST_ROWS)
    problems = list(table.problems)
    found = []
    for row in table.rows:
        number = row.values.get("number")
        if number is None:
            if not any(problem.at.startswith(place(row.number)) for problem in problems):
                problems.append(Problem(place(row.number), _("thiếu số tác phẩm")))
            continue
        values = {name: row.values.get(name) for name in ("likes", "views", "shares")}
        found.append(Figures(number=number, place=place(row.number), **values))
    if problems:
        raise InvalidInput(problems)
    return found


def template(part: Part) -> bytes:
    """An .xlsx with every work in the contest, figures to be filled in."""
    works = (
        Work.objects.filter(entry__part=part, entry__state__in=IN_CONTEST).select_related("entry").order_by("number")
    )
    heads = [column.title for column in columns(part)]
    rows = [[work.number, work.entry.title, None, None, None] for work in works]
    return write_xlsx([Sheet("So lieu", heads, rows)])
