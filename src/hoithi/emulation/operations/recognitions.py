"""Registering initiatives and recognitions (sáng kiến, ghi nhận): evidence for ties, never points."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import ContestUnit, Part
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.emulation.models import Recognition
from hoithi.emulation.operations.errors import AlreadyDecided, NotScored, ReasonMissing
from hoithi.emulation.operations.reports import check_running
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.settings import settings_of
from hoithi.files.models import StoredFile
from hoithi.people.models import User


@transaction.atomic
def register_recognition(
    part: Part,
    unit: ContestUnit,
    *,
    kind: str,
    title: str,
    level: str,
    description: str = "",
    granted_by: str = "",
    granted_on: date | None = None,
    file: StoredFile | None = None,
    now: datetime,
    by: User | None,
) -> Recognition:
    """Register one. `kind` is a key of the plan's `evidence`. Raises InvalidInput by field, NotScored, NotRunning."""
    check_running(part)
    if not scored_units(part).filter(pk=unit.pk).exists():
        raise NotScored(unit.name)
    problems = []
    if kind not in {one.key for one in settings_of(part).evidence}:
        problems.append(Problem("kind", _("Kế hoạch không có loại minh chứng này.")))
    if not nfc(title):
        problems.append(Problem("title", _("Chưa nhập tên sáng kiến, kết quả được ghi nhận.")))
    if len(nfc(title)) > 300:
        problems.append(Problem("title", _("Tên dài quá 300 ký tự.")))
    if level not in Recognition.LEVELS:
        problems.append(Problem("level", _("Chưa chọn cấp công nhận.")))
    if granted_on is not None and granted_on > now.date():
        problems.append(Problem("granted_on", _("Ngày công nhận ở tương lai.")))
    if problems:
        raise InvalidInput(problems, _("Chưa ghi được vì có chỗ chưa đúng."))
    row = Recognition.objects.create(
        part=part,
        unit=unit,
        kind=kind,
        title=nfc(title),
        description=description.strip(),
        level=level,
        granted_by=nfc(granted_by)[:200],
        granted_on=granted_on,
        file=file,
        registered_at=now,
        registered_by=by,
    )
    _tell("emulation:recognition:registered", row, now, by)
    return row


@transaction.atomic
def decide_recognition(
    row: Recognition, *, accepted: bool, reason: str = "", now: datetime, by: User | None
) -> Recognition:
    """Accept it as evidence, or refuse it with a reason. Raises AlreadyDecided, ReasonMissing."""
    row = Recognition.objects.select_for_update(of=("self",)).select_related("part__contest", "unit").get(pk=row.pk)
    if row.state != Recognition.REGISTERED:
        raise AlreadyDecided(row.decided_at)
    if not accepted and not reason.strip():
        raise ReasonMissing
    row.state = Recognition.ACCEPTED if accepted else Recognition.REFUSED
    row.reason, row.decided_at, row.decided_by = reason.strip(), now, by
    row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    _tell(f"emulation:recognition:{row.state}", row, now, by)
    return row


def _tell(action: str, row: Recognition, now: datetime, by: User | None) -> None:
    data = {"kind": row.kind, "level": row.level, "part": row.part.key}
    record(action, now=now, contest_key=row.part.contest.slug, actor=by, target=row.unit.code, data=data)
