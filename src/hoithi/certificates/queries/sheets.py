"""What stands on a paper: the design's wording filled with one holder's values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from hoithi.awards.models import Award
from hoithi.awards.queries.lines import AwardLine, award_lines
from hoithi.certificates.models import Design, number_of
from hoithi.certificates.rules.sheet import Sheet
from hoithi.certificates.rules.wording import fill
from hoithi.contests.models import Entrant
from hoithi.contests.registry import registry
from hoithi.core.codes import human_code

GIVEN = (Award.DECIDED, Award.ANNOUNCED, Award.CLAIMED, Award.PAID)
"""States in which an award has its decision: only then papers are made."""


@dataclass(frozen=True)
class Holder:
    """Whom a paper is for, in the words it prints."""

    name: str
    unit: str = ""
    position: str = ""
    work: str = ""
    prize: str = ""
    place: str = ""
    part: str = ""


def decided_lines(design: Design) -> list[AwardLine]:
    """Awards of the design's prizes that have their decision, best first."""
    keys = list(design.prizes)
    return award_lines(design.contest, GIVEN, prize__key__in=keys) if keys else []


def holder_of_line(line: AwardLine) -> Holder:
    return Holder(
        name=line.name,
        unit="" if line.unit == line.name else line.unit,
        position=line.position,
        work=line.work_title,
        prize=line.prize_title,
        place=str(line.place or ""),
        part=line.scope_title or line.standing_title,
    )


def holder_of_entrant(entrant: Entrant) -> Holder:
    unit = entrant.contest_unit.name if entrant.contest_unit else ""
    position = entrant.roster_entry.position if entrant.roster_entry else ""
    return Holder(name=entrant.display_name, unit="" if unit == entrant.display_name else unit, position=position)


def took_part(entrant: Entrant) -> bool:
    """Whether results are public and the entrant finished something in any part of the contest."""
    if entrant.contest.results_published_at is None:
        return False
    for part in entrant.contest.parts.all():
        kind = registry.kinds.get(part.kind)
        if (
            kind
            and kind.participants
            and Entrant.objects.filter(pk=entrant.pk, pk__in=kind.participants(part)).exists()
        ):
            return True
    return False


def sheet_of(design: Design, holder: Holder, *, no: int, code: str, issued_on: date, address: str) -> Sheet:
    """The printed words, in Vietnamese whatever language the screen has."""
    contest = design.contest
    values = {
        "ten": holder.name,
        "don_vi": holder.unit,
        "chuc_vu": holder.position,
        "tac_pham": holder.work,
        "giai": holder.prize,
        "hang": holder.place,
        "phan_thi": holder.part,
        "cuoc_thi": contest.title,
        "co_quan": contest.plan.organiser.name,
        "nam": str(contest.year),
    }
    with translation.override("vi"):
        written = _("ngày {day} tháng {month} năm {year}").format(
            day=f"{issued_on.day:02}", month=_month(issued_on), year=issued_on.year
        )
    return Sheet(
        over=design.over,
        issuer=design.issuer,
        heading=design.heading,
        opening=fill(design.opening, values),
        name=holder.name,
        body=fill(design.body, values),
        prize=holder.prize,
        closing=fill(design.closing, values),
        place_date=f"{design.place}, {written}" if design.place else written.capitalize(),
        prefix=design.prefix,
        signer_title=design.signer_title,
        signer=design.signer,
        number=number_of(no, design.symbol),
        code=human_code(contest.code, code),
        address=address,
    )


def _month(on: date) -> str:
    """Months 1 and 2 with a nought, as Nghị định 30/2020/NĐ-CP (phụ lục I) writes dates."""
    return f"{on.month:02}" if on.month < 3 else str(on.month)
