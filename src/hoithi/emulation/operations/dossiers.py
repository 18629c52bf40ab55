"""Award dossiers (hồ sơ khen thưởng): papers, people proposed, handed in whole; late is stated, never refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import ContestUnit, Part
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.emulation.models import Dossier, DossierPaper, KeptScore, Nominee
from hoithi.emulation.operations.errors import ChangedMeanwhile, NotScored
from hoithi.emulation.operations.reports import check_running
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.settings import settings_of
from hoithi.files.models import StoredFile
from hoithi.people.models import User


class DossierIncomplete(InvalidInput):
    """What is still missing; `problems` name each thing."""


@transaction.atomic
def open_dossier(part: Part, unit: ContestUnit, *, now: datetime, by: User | None) -> Dossier:
    """The unit's dossier, begun where there is none yet. Raises NotScored, NotRunning."""
    check_running(part)
    if not scored_units(part).filter(pk=unit.pk).exists():
        raise NotScored(unit.name)
    found, created = Dossier.objects.get_or_create(part=part, unit=unit, defaults={"updated_at": now})
    if created:
        _tell("emulation:dossier:opened", found, now, by)
    return found


@transaction.atomic
def save_dossier(dossier: Dossier, *, note: str, version: int, now: datetime, by: User | None) -> Dossier:
    """Keep the note; one handed in before has to be handed in again. Raises ChangedMeanwhile, NotRunning."""
    dossier = _locked(dossier)
    if dossier.version != version:
        raise ChangedMeanwhile(dossier.updated_at)
    dossier.note = note.strip()
    return _changed(dossier, now, by)


@transaction.atomic
def put_paper(dossier: Dossier, paper: int, stored: StoredFile, *, now: datetime, by: User | None) -> DossierPaper:
    """The file of one of the plan's papers (from 1); an earlier one is replaced and stays. Raises InvalidInput."""
    dossier = _locked(dossier)
    papers = settings_of(dossier.part).dossier.papers
    if not 1 <= paper <= len(papers):
        raise InvalidInput([Problem("paper", _("Hồ sơ không có giấy tờ số {n}.").format(n=paper))])
    dossier.papers.filter(paper=paper, replaced_at__isnull=True).update(replaced_at=now)
    row = DossierPaper.objects.create(dossier=dossier, paper=paper, file=stored, added_at=now, added_by=by)
    _changed(dossier, now, by)
    return row


@transaction.atomic
def add_nominee(
    dossier: Dossier, *, name: str, position: str, achievement: str, now: datetime, by: User | None
) -> Nominee:
    """Propose an individual. Raises InvalidInput by field."""
    dossier = _locked(dossier)
    name, position = nfc(name), nfc(position)
    problems = [
        Problem(field, sentence)
        for field, wrong, sentence in (
            ("name", not name or len(name) > 160, _("Cần họ tên, tối đa 160 ký tự.")),
            ("position", not position or len(position) > 200, _("Cần chức vụ, tối đa 200 ký tự.")),
            ("achievement", not achievement.strip(), _("Cần tóm tắt thành tích.")),
        )
        if wrong
    ]
    if problems:
        raise InvalidInput(problems, _("Chưa ghi được vì có chỗ chưa đúng."))
    last = dossier.nominees.aggregate(last=Max("place"))["last"] or 0
    row = Nominee.objects.create(
        dossier=dossier, place=last + 1, name=name, position=position, achievement=achievement.strip()
    )
    _changed(dossier, now, by)
    return row


@transaction.atomic
def remove_nominee(nominee: Nominee, *, now: datetime, by: User | None) -> None:
    """Propose somebody no longer."""
    dossier = _locked(nominee.dossier)
    dossier.nominees.filter(pk=nominee.pk).delete()
    _changed(dossier, now, by)


@transaction.atomic
def submit_dossier(dossier: Dossier, *, now: datetime, by: User | None) -> Dossier:
    """Hand it in: every paper there. What the score is by now goes with it, said to be provisional until the unit's
    last report is verified. After the due moment it is taken all the same, and stated as late (`queries.dossiers`).

    Raises DossierIncomplete, NotRunning.
    """
    dossier = _locked(dossier)
    problems = list(missing_in(dossier))
    if problems:
        raise DossierIncomplete(problems, _("Chưa nộp được hồ sơ vì còn thiếu."))
    last = KeptScore.objects.filter(part=dossier.part, unit=dossier.unit).order_by("period").last()
    if last is not None:
        dossier.scores = {"period": last.period, "points": last.values["points"], "verified": last.verified}
    dossier.state, dossier.submitted_at, dossier.submitted_by = Dossier.SUBMITTED, now, by
    dossier.version += 1
    dossier.updated_at = now
    dossier.save()
    _tell("emulation:dossier:submitted", dossier, now, by)
    return dossier


def missing_in(dossier: Dossier) -> Iterable[Problem]:
    """Everything the plan asks for that is not there."""
    there = set(dossier.papers.filter(replaced_at__isnull=True).values_list("paper", flat=True))
    for n, title in enumerate(settings_of(dossier.part).dossier.papers, start=1):
        if n not in there:
            yield Problem(f"paper-{n}", _("Chưa có {title}.").format(title=title))


def _locked(dossier: Dossier) -> Dossier:
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("part__contest", "unit")
    dossier = rows.get(pk=dossier.pk)
    check_running(dossier.part)
    return dossier


def _changed(dossier: Dossier, now: datetime, by: User | None) -> Dossier:
    """A dossier changed after it was handed in waits to be handed in again; its first moment is gone with it."""
    dossier.state = Dossier.DRAFT
    dossier.version += 1
    dossier.updated_at = now
    dossier.save()
    _tell("emulation:dossier:changed", dossier, now, by)
    return dossier


def _tell(action: str, dossier: Dossier, now: datetime, by: User | None) -> None:
    data = {"part": dossier.part.key, "version": dossier.version}
    record(action, now=now, contest_key=dossier.part.contest.slug, actor=by, target=dossier.unit.code, data=data)
