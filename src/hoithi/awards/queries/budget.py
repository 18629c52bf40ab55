"""The budget as a table of lines and stages, and the money of prizes beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hoithi.awards.models import Award, BudgetFigure, Payment
from hoithi.awards.rules.budget import Given, PrizeMoney, over_run, prize_money
from hoithi.contests.models import Contest, Prize
from hoithi.contests.queries.facts import scopes_of
from hoithi.contests.schema.office import BudgetLine

STAGES = tuple(BudgetFigure.Stage.values)
PRIZES = "prizes"


@dataclass
class Line:
    """One line of the budget with its amount in force at each stage (None: nothing stated yet)."""

    spec: BudgetLine
    figures: dict[str, BudgetFigure] = field(default_factory=dict)
    history: list[BudgetFigure] = field(default_factory=list)

    def amount(self, stage: str) -> int | None:
        """The amount stated; of the first stage the plan's own where nobody stated another."""
        found = self.figures.get(stage)
        if found is not None:
            return found.amount
        return self.spec.amount if stage == STAGES[0] else None

    @property
    def cells(self) -> list[tuple[str, int | None, BudgetFigure | None]]:
        return [(stage, self.amount(stage), self.figures.get(stage)) for stage in STAGES]

    @property
    def latest(self) -> int | None:
        """What the line comes to by the latest stage reached before the settlement."""
        stated = [self.amount(stage) for stage in STAGES[:-1]]
        return next((amount for amount in reversed(stated) if amount is not None), None)


@dataclass(frozen=True)
class Budget:
    """Everything the budget page says; amounts in đồng, None where nothing is stated."""

    lines: list[Line]
    totals: dict[str, int | None]
    prizes: PrizeMoney
    planned: int | None
    """What the lines for prizes come to at the latest stage."""
    over: int
    """Đồng by which the prize structure exceeds them."""
    awarded: int | None
    """Đồng of the awards that stand."""
    paid: int
    recalled: int
    """Đồng paid, revoked and not come back yet."""


def budget_of(contest: Contest) -> Budget:
    """A handful of queries whatever the number of lines."""
    lines = {one.key: Line(one) for one in contest.plan.budget.lines}
    for figure in contest.budget_figures.select_related("document", "by").order_by("at", "pk"):
        if figure.line in lines:
            lines[figure.line].figures[figure.stage] = figure
            lines[figure.line].history.append(figure)
    found = list(lines.values())
    of_prizes = [one for one in found if one.spec.kind == PRIZES]
    money = money_of(contest)
    planned = _whole([one.latest for one in of_prizes]) if of_prizes else None
    awards = contest.awards.filter(state__in=Award.LIVE).values_list("cash", flat=True)
    payments = Payment.objects.filter(award__contest=contest)
    taken_back = payments.filter(award__state=Award.REVOKED).values_list("cash", "award__revocation__returned")
    return Budget(
        lines=found,
        totals={stage: _whole([one.amount(stage) for one in found]) for stage in STAGES},
        prizes=money,
        planned=planned,
        over=over_run(money.whole if money.whole is not None else money.once, planned),
        awarded=_whole(list(awards)),
        paid=sum(payments.values_list("cash", flat=True)),
        recalled=sum(cash - (returned or 0) for cash, returned in taken_back),
    )


def _whole(amounts: Sequence[int | None]) -> int | None:
    """The sum, None as soon as one is unset."""
    stated = [amount for amount in amounts if amount is not None]
    return sum(stated) if len(stated) == len(amounts) else None


def money_of(contest: Contest) -> PrizeMoney:
    """What the plan's prizes come to, recurring ones as often as their standing has scopes."""
    return prize_money(_given(prize) for prize in contest.prizes.select_related("standing__contest"))


def _given(prize: Prize) -> Given:
    if prize.spec.per is None:
        return Given(prize.quantity, prize.cash)
    scopes = [scope for scope in scopes_of(prize.standing) if scope] if prize.standing is not None else []
    return Given(prize.quantity, prize.cash, recurring=True, times=len(scopes) or None)
