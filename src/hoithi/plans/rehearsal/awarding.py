"""The last mile of a rehearsal: prizes chosen, a decision issued, results public, prizes handed over, papers given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hoithi.awards.models import Award, Claim, Fulfilment
from hoithi.awards.operations.choose import Choice, choose_awards
from hoithi.awards.operations.decide import decide_awards
from hoithi.awards.operations.fulfil import NAMES, fulfil, propose_individuals
from hoithi.awards.operations.hand_over import claim_award, pay_awards
from hoithi.certificates.operations.everything import issue_everything
from hoithi.contests.models import Contest, ContestUnit, Prize, StandingRow
from hoithi.contests.operations.publication import publish_results
from hoithi.core.clock import VIETNAM
from hoithi.documents.models import Document
from hoithi.documents.operations import draft_document, issue_document
from hoithi.papers.operations import write_paper
from hoithi.plans.rehearsal.people import Names

SIGNER = "Người Ký Ví Dụ"
DRAFTED = ("qd_khen_thuong", "ds_chi", "bc_ket_qua")
"""Official documents drafted at the end: the decision, the list of payments, the report of results."""
FIRST_NUMBER = 100
"""Numbers of synthetic papers begin here, one hundred apart for each contest."""


@dataclass(frozen=True)
class Awarded:
    """How the rehearsal ended: the decision, how many prizes were chosen, handed over and given a paper."""

    decision: Document
    decided: int
    chosen: int
    paid: int
    papers: int


def award_everything(contest: Contest, names: Names, now: datetime, *, left: int = 0) -> Awarded:
    """From sealed standings to papers and money, every step through the operation a committee would use.

    Prizes without an amount stay unpaid: a rehearsal assumes no money. `left`: how many winners have not come yet.
    """
    chosen = choose_all(contest, names, now)
    decision = paper(contest, "quyet_dinh", "Công nhận kết quả và khen thưởng", now)
    decided = decide_awards(contest, document=decision, now=now)
    publish_results(contest, now=now)
    contest.refresh_from_db()
    papers = issue_everything(contest, signer=SIGNER, now=now)
    paid = _hand_over(contest, now, left)
    for row in Fulfilment.objects.filter(award__contest=contest).select_related("award__contest"):
        _fulfil(row, names, now)
    for key in DRAFTED:
        write_paper(contest, key, by=None, now=now)
    return Awarded(decision, decided, chosen, paid, papers)


def choose_all(contest: Contest, names: Names, now: datetime) -> int:
    """Every prize without a standing: units with the best figures, invented people by name."""
    prizes = list(contest.prizes.filter(standing=None).select_related("contest"))
    if not prizes:
        return 0
    minutes = paper(contest, "bien_ban", "Biên bản họp xét khen thưởng", now)
    chosen = 0
    for prize in prizes:
        choices = _units(contest, prize) if prize.spec.subject == "unit" else _people(contest, prize, names)
        reason = "Biên bản diễn tập."
        chosen += len(choose_awards(prize, choices, document=minutes, reason=reason, now=now))
    return chosen


def _units(contest: Contest, prize: Prize) -> list[Choice]:
    units = contest.units.filter(competes=True, **({"group__key": prize.spec.group} if prize.spec.group else {}))
    ids = list(units.values_list("pk", flat=True))
    rows = StandingRow.objects.filter(standing__contest=contest, standing__subject="unit", scope="", ranked=True)
    best = rows.filter(subject_id__in=ids).order_by("standing__position", "rank_key", "subject_id")
    order = list(dict.fromkeys(best.values_list("subject_id", flat=True)))
    return [Choice("unit", pk) for pk in order[: prize.quantity]]


def _people(contest: Contest, prize: Prize, names: Names) -> list[Choice]:
    groups = {one.spec.group for one in contest.prizes.filter(standing=None) if one.spec.group}
    rows = contest.units.filter(competes=True, **({"group__key__in": groups} if groups else {}))
    units: list[ContestUnit] = list(rows.order_by("position")[: prize.quantity])
    return [
        Choice(Award.NOMINEE, name=names.person().name, unit=units[n % len(units)].name if units else "")
        for n in range(prize.quantity)
    ]


def paper(contest: Contest, kind: str, title: str, now: datetime) -> Document:
    """A synthetic paper of the contest, issued the day it is written."""
    symbol = {"quyet_dinh": "QĐ-DT", "bien_ban": "BB-DT"}[kind]
    taken = Document.objects.filter(contest_key=contest.slug, kind=kind).count()
    draft = draft_document(
        kind,
        f"{title}: {contest.short_title}",
        by=None,
        now=now,
        contest_key=contest.slug,
        issuer_unit_name=contest.plan.organiser.name,
    )
    return issue_document(
        draft,
        number=FIRST_NUMBER * contest.pk + taken + 1,
        issued_on=now.astimezone(VIETNAM).date(),
        signer=SIGNER,
        symbol=symbol,
        by=None,
        now=now,
    )


def _hand_over(contest: Contest, now: datetime, left: int) -> int:
    """Everybody comes in person; prizes with an amount are paid on one voucher."""
    awards = contest.awards.filter(state=Award.ANNOUNCED, cash__isnull=False).select_related("contest", "prize")
    for award in awards[: max(0, len(awards) - left)]:
        claim_award(award, how=Claim.How.ID_CARD, now=now, by=None)
    ids = contest.awards.filter(state=Award.CLAIMED).values_list("pk", flat=True)
    day = now.astimezone(VIETNAM).date()
    return pay_awards(contest, list(ids), paid_on=day, voucher="PC-DT", signed=True, now=now, by=None)


def _fulfil(row: Fulfilment, names: Names, now: datetime) -> None:
    if row.kind == NAMES:
        people = [{"name": names.person().name} for _number in range(row.amount or 1)]
        propose_individuals(row, people, now=now, by=None)
    fulfil(row, evidence="Văn bản diễn tập", now=now, by=None)
