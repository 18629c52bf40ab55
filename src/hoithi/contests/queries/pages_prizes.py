"""The prize structure as a table and as one line: one column per standing, counts and money added up from the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Prize
from hoithi.core import spoken


@dataclass(frozen=True)
class Totals:
    """Prizes the plan counts; `cash` None as soon as one amount is left unset. Recurring ones stand apart."""

    count: int
    cash: int | None
    recurring: int = 0

    @property
    def amount(self) -> str:
        """The money in words: a sum, "" where prizes bring none, or what the plan leaves to the rules in force."""
        if self.cash is None:
            return _("mức thưởng theo quy định hiện hành")
        return spoken.money(self.cash) if self.cash else ""


def totals_of(prizes: Iterable[Prize]) -> Totals:
    prizes = list(prizes)
    once = [prize for prize in prizes if prize.spec.per is None]
    cash = None if any(prize.cash is None for prize in once) else sum(p.quantity * (p.cash or 0) for p in once)
    return Totals(sum(prize.quantity for prize in once), cash, recurring=len(prizes) - len(once))


@dataclass
class PrizeRow:
    """A rank of prizes across the columns: "Giải nhất" | "1 × 1.500.000" | "1 × 2.500.000"."""

    label: str
    cells: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PrizeTable:
    """Cơ cấu giải thưởng; a total is None where an amount is unset."""

    heads: tuple[str, ...]
    rows: tuple[PrizeRow, ...]
    totals: tuple[str, ...]
    papers: tuple[str, ...]
    unset: bool


def prize_table(contest: Contest) -> PrizeTable:
    """Columns in the plan's order; prizes chosen by decision come last."""
    columns: dict[int, list[Prize]] = {}
    for prize in contest.prizes.all():
        columns.setdefault(prize.standing_id or 0, []).append(prize)
    heads, rows = [], dict[str, dict[int, Prize]]()
    for index, (standing, prizes) in enumerate(columns.items()):
        ending = _common_ending([prize.title for prize in prizes])
        heads.append(_head(ending, prizes[0], chosen=not standing))
        for prize in prizes:
            label = _unlike(prize.title.removesuffix(ending).strip() or prize.title, rows, index)
            rows.setdefault(label, {})[index] = prize
    each = [totals_of(prizes) for prizes in columns.values()]
    return PrizeTable(
        heads=tuple(heads),
        rows=tuple(
            PrizeRow(label, [_cell(found.get(index)) for index in range(len(heads))]) for label, found in rows.items()
        ),
        totals=tuple(_column_total(one) for one in each),
        papers=tuple(dict.fromkeys(prize.paper for prize in contest.prizes.all() if prize.paper)),
        unset=any(one.cash is None for one in each),
    )


def _column_total(totals: Totals) -> str:
    """A column's money; prizes given again and again have no sum."""
    if totals.cash is None:
        return _("theo quy định hiện hành")
    return _("theo từng kỳ") if totals.recurring and not totals.count else spoken.number(totals.cash)


def _common_ending(titles: Sequence[str]) -> str:
    """The words all titles of one standing end with: "cá nhân" of "Giải nhất cá nhân", "Giải nhì cá nhân"."""
    if len(titles) < 2:
        return ""
    words = [title.split() for title in titles]
    ending: list[str] = []
    for place in range(1, min(map(len, words))):
        if len({one[-place] for one in words}) > 1:
            break
        ending.insert(0, words[0][-place])
    return " ".join(ending)


def _head(ending: str, first: Prize, *, chosen: bool) -> str:
    if chosen:
        return _("Xét chọn")
    if ending:
        return ending[:1].upper() + ending[1:]
    return first.standing.title if first.standing else ""


def _unlike(label: str, rows: dict[str, dict[int, Prize]], index: int) -> str:
    """Two prizes of one column never share a row."""
    while index in rows.get(label, {}):
        label += "\u200b"
    return label


def _cell(prize: Prize | None) -> str:
    if prize is None:
        return "–"
    many = (
        f"{prize.quantity}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}{spoken.number(prize.cash)}"
        if prize.cash
        else _("{n} giải").format(n=prize.quantity)
    )
    per = {
        "month": _("mỗi tháng"),
        "round": _("mỗi vòng"),
        "group": _("mỗi đối tượng"),
        "unit": _("mỗi đơn vị"),
        "band": _("mỗi nhóm"),
    }
    return f"{many}, {per[prize.spec.per]}" if prize.spec.per else many
