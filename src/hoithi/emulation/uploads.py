"""What uploads of this room are for: evidence beside a report, papers of a dossier; sent by the unit's coordinator."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from hoithi.contests.models import ContestUnit, Part
from hoithi.contests.queries.roles import own_units
from hoithi.core.errors import NotFound
from hoithi.emulation.models import Dossier, MonthlyReport
from hoithi.emulation.operations.dossiers import open_dossier, put_paper
from hoithi.emulation.operations.errors import AlreadyVerified
from hoithi.emulation.operations.reports import add_report_file, check_month_open, check_running, open_period
from hoithi.emulation.queries.settings import settings_of
from hoithi.files.models import StoredFile, Upload
from hoithi.files.registry import Purpose, register_purpose
from hoithi.people.models import User

EVIDENCE = "emulation.evidence"
PAPER = "emulation.paper"
MOST_BYTES = 50_000_000
SUFFIXES = frozenset({"pdf", "doc", "docx", "xls", "xlsx", "csv", "odt", "ods", "jpg", "jpeg", "png", "webp", "zip"})


def report_target(part: Part, unit: ContestUnit, period: str) -> str:
    return f"{part.pk}-{unit.pk}-{period}"


def paper_target(part: Part, unit: ContestUnit, paper: int) -> str:
    return f"{part.pk}-{unit.pk}-{paper}"


def _owned(user: User, target: str, now: datetime) -> tuple[Part, ContestUnit, str]:
    """The part and unit of a target, for the unit's own coordinator. Raises NotFound."""
    numbers = target.split("-", 2)
    if len(numbers) == 3 and all(one.isdecimal() for one in numbers[:2]):
        part = Part.objects.select_related("contest").filter(pk=numbers[0], kind="scorecard").first()
        unit = own_units(user, part.contest, now).filter(pk=numbers[1]).first() if part is not None else None
        if part is not None and unit is not None:
            unit.contest = part.contest
            return part, unit, numbers[2]
    raise NotFound(_("Không có báo cáo này, hoặc bạn không phải là đầu mối của đơn vị."))


def _evidence_bytes(user: User, target: str, now: datetime) -> int:
    """Asked while a page is shown: nothing is locked, whoever finishes the upload is checked again under the lock."""
    part, unit, period = _owned(user, target, now)
    check_running(part)
    open_period(part, period, now)
    check_month_open(part, period)
    done = MonthlyReport.objects.filter(part=part, unit=unit, period=period, state__in=MonthlyReport.VERIFIED).first()
    if done is not None:
        raise AlreadyVerified(done.verified_at)
    return MOST_BYTES


def _evidence_finished(upload: Upload, stored: StoredFile, now: datetime) -> str:
    part, unit, period = _owned(upload.owner, upload.target, now)
    add_report_file(part, unit, period, stored, now=now, by=upload.owner)
    return reverse("emulation:report", args=[part.contest.slug, part.key, unit.code, period])


def _paper(user: User, target: str, now: datetime) -> tuple[Part, ContestUnit, int]:
    part, unit, number = _owned(user, target, now)
    papers = settings_of(part).dossier.papers
    if not number.isdecimal() or not 1 <= int(number) <= len(papers):
        raise NotFound(_("Hồ sơ không có giấy tờ này."))
    return part, unit, int(number)


def _paper_bytes(user: User, target: str, now: datetime) -> int:
    _paper(user, target, now)
    return MOST_BYTES


def _paper_finished(upload: Upload, stored: StoredFile, now: datetime) -> str:
    part, unit, number = _paper(upload.owner, upload.target, now)
    dossier = Dossier.objects.filter(part=part, unit=unit).first()
    dossier = dossier or open_dossier(part, unit, now=now, by=upload.owner)
    put_paper(dossier, number, stored, now=now, by=upload.owner)
    return reverse("emulation:dossier", args=[part.contest.slug, part.key, unit.code])


def register() -> None:
    register_purpose(Purpose(EVIDENCE, _evidence_bytes, _evidence_finished, SUFFIXES))
    register_purpose(Purpose(PAPER, _paper_bytes, _paper_finished, SUFFIXES))
