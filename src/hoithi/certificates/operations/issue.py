"""Issuing papers (cấp giấy): numbers and codes at once, the PDF files by the background job.

A paper's words are fixed when its number is given; a design changed later changes later papers only.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.awards.queries.lines import AwardLine
from hoithi.certificates.errors import DesignIncomplete, NobodyToGive, NotYours
from hoithi.certificates.formats.typeset import set_sheets
from hoithi.certificates.models import CODE_SYMBOLS, Batch, Certificate, Design
from hoithi.certificates.operations.designs import PURPOSE, picture_bytes
from hoithi.certificates.queries.sheets import (
    Holder,
    decided_lines,
    holder_of_entrant,
    holder_of_line,
    sheet_of,
    took_part,
)
from hoithi.certificates.rules.sheet import Sheet
from hoithi.contests.models import Contest, Entrant
from hoithi.core.canonical import random_code
from hoithi.core.clock import VIETNAM
from hoithi.core.text import fold
from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file
from hoithi.people.models import User

PIECE = 40
"""Papers set before progress is written down."""
LEASE = timedelta(minutes=2)
MOST_TRIES = 3


@transaction.atomic
def issue_awards(
    design: Design,
    *,
    issued_on: date,
    now: datetime,
    by: User | None,
    awards: Iterable[int] | None = None,
    address: str = "",
) -> Batch:
    """Give a number to each decided award of the design's prizes that has no paper in force, of these `awards` only.

    `address` is the check page's, ending in "/" (else that of SITE_URL). Asking twice gives nobody two papers.
    Raises DesignIncomplete, NobodyToGive.
    """
    design = _locked(design)
    lines = _without_paper(design, decided_lines(design))
    if awards is not None:
        wanted = set(awards)
        lines = [line for line in lines if line.award_id in wanted]
    if not lines:
        raise NobodyToGive(
            _("Không còn giải nào cần cấp giấy theo mẫu này."),
            hint=_("Giấy chỉ cấp cho giải đã có quyết định; giải đã có giấy thì không cấp lần nữa."),
        )
    batch = _batch(design, len(lines), issued_on, now, by)
    owners = _owners(design.contest, lines)
    made = [
        _certificate(design, batch, holder_of_line(line), issued_on, now, by, address, award_id=line.award_id, no=no)
        for no, line in enumerate(lines, design.last_no + 1)
    ]
    for one, line in zip(made, lines, strict=True):
        one.entrant_id, one.contest_unit_id = owners.get(line.award_id, (None, None))
    Certificate.objects.bulk_create(made)
    _advance(design, len(made))
    return batch


@transaction.atomic
def own_certificate(design: Design, entrant: Entrant, *, now: datetime, address: str = "") -> Certificate:
    """The paper of participation of one entrant, made when first asked for. Raises NotYours, DesignIncomplete."""
    design = _locked(design)
    found = design.certificates.filter(entrant=entrant, award=None, revoked_at=None).first()
    if found is not None:
        found.design = design
        return found
    if design.paper != Design.Paper.PARTICIPATION or not took_part(entrant):
        raise NotYours(
            _("Bạn chưa có giấy chứng nhận tham gia ở cuộc thi này."),
            hint=_("Giấy cấp cho người đã hoàn thành ít nhất một phần thi, sau khi kết quả được công bố."),
        )
    today = (design.contest.results_published_at or now).astimezone(VIETNAM).date()
    made = _certificate(design, None, holder_of_entrant(entrant), today, now, None, address, no=design.last_no + 1)
    made.entrant, made.contest_unit = entrant, entrant.contest_unit
    made.save()
    _advance(design, 1)
    record("certificates:certificate:made", now=now, contest_key=design.contest.slug, actor=None, target=made.number)
    return made


def _locked(design: Design) -> Design:
    """The design under its lock: numbers run without gaps. Raises DesignIncomplete."""
    rows = Design.objects.select_for_update(of=("self",)).select_related("contest", "logo", "signature")
    design = rows.get(pk=design.pk)
    if missing := missing_of(design):
        raise DesignIncomplete(
            _("Mẫu giấy còn thiếu: {what}.").format(what=", ".join(missing)), hint=_("Hãy sửa mẫu rồi cấp giấy.")
        )
    return design


def missing_of(design: Design) -> list[str]:
    """Fields every paper needs and that are blank, by their names on screen."""
    needed = ("issuer", "heading", "place", "signer_title", "signer")
    fields = {field.name: field for field in design._meta.fields}
    return [str(fields[name].verbose_name) for name in needed if not getattr(design, name)]


def _without_paper(design: Design, lines: Sequence[AwardLine]) -> list[AwardLine]:
    have = set(design.certificates.filter(revoked_at=None).values_list("award_id", flat=True))
    return [line for line in lines if line.award_id not in have]


def _batch(design: Design, count: int, issued_on: date, now: datetime, by: User | None) -> Batch:
    batch = Batch.objects.create(
        design=design, issued_on=issued_on, wanted=count, due_at=now, asked_at=now, asked_by=by
    )
    data = {"count": count}
    contest = design.contest.slug
    record("certificates:batch:asked", now=now, contest_key=contest, actor=by, target=design.key, data=data)
    return batch


def _owners(contest: Contest, lines: Iterable[AwardLine]) -> dict[int, tuple[int | None, int | None]]:
    """Award → (entrant, contest unit) whose paper it is."""
    codes = [line.code for line in lines if line.code]
    entrants = {
        code: (pk, unit)
        for pk, code, unit in contest.entrants.filter(code__in=codes).values_list("pk", "code", "contest_unit")
    }
    found: dict[int, tuple[int | None, int | None]] = {}
    for line in lines:
        if line.subject_kind == "unit":
            found[line.award_id] = (None, line.subject_id)
        elif line.code in entrants:
            found[line.award_id] = entrants[line.code]
    return found


def _certificate(
    design: Design,
    batch: Batch | None,
    holder: Holder,
    issued_on: date,
    now: datetime,
    by: User | None,
    address: str,
    *,
    no: int,
    award_id: int | None = None,
) -> Certificate:
    code = random_code(CODE_SYMBOLS)
    base = address or f"{settings.SITE_URL.rstrip('/')}/giay/"
    sheet = sheet_of(design, holder, no=no, code=code, issued_on=issued_on, address=f"{base}{code}/")
    return Certificate(
        code=code,
        design=design,
        batch=batch,
        award_id=award_id,
        no=no,
        holder=holder.name,
        holder_norm=fold(holder.name),
        prize=holder.prize,
        sheet=sheet.stored(),
        issued_on=issued_on,
        made_at=now,
        made_by=by,
    )


def _advance(design: Design, count: int) -> None:
    design.last_no += count
    design.save(update_fields=["last_no"])


def paper_bytes(certificate: Certificate) -> bytes:
    """The PDF of one certificate, as it is set now: the same words give the same bytes."""
    design = certificate.design
    return set_sheets(
        [Sheet.read(certificate.sheet)],
        at=certificate.made_at,
        title=f"{design.heading} {certificate.number}",
        framed=design.framed,
        logo=picture_bytes(design.logo),
        signature=picture_bytes(design.signature),
    )


def ensure_file(certificate: Certificate, *, now: datetime) -> StoredFile:
    """The certificate's file, set and stored if it is not yet; its digest is kept. Two at once keep one file."""
    if certificate.file is not None:
        return certificate.file
    stored = _store(certificate, paper_bytes(certificate), now)
    with transaction.atomic():
        kept = Certificate.objects.select_for_update(of=("self",)).select_related("file").get(pk=certificate.pk)
        if kept.file is None:
            kept.file, kept.sha256 = stored, stored.sha256
            kept.save(update_fields=["file", "sha256"])
    certificate.file, certificate.sha256 = kept.file, kept.sha256
    return kept.file


def _store(certificate: Certificate, data: bytes, now: datetime) -> StoredFile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        path.write_bytes(data)
        name = f"{certificate.design.contest.slug}-{certificate.number.replace('/', '-')}.pdf"
        return add_file(path, name=name, media_type="application/pdf", purpose=PURPOSE, now=now)


def work_on_batches(now: datetime) -> int:
    """Set the files of the batches that wait, oldest first; returns how many papers were made.

    A run that was killed is taken up by the next after two minutes; papers already stored are not made again.
    """
    made = 0
    while (batch := _claim(now)) is not None:
        try:
            made += _run(batch, now)
        except Exception as error:
            _fail(batch, error, now)
            raise
    return made


def _claim(now: datetime) -> Batch | None:
    with transaction.atomic():
        due = Q(state__in=(Batch.WAITING, Batch.RUNNING), due_at__lte=now)
        batch = Batch.objects.select_for_update(of=("self",)).filter(due).order_by("pk").first()
        if batch is None:
            return None
        batch.state, batch.tries, batch.due_at = Batch.RUNNING, batch.tries + 1, now + LEASE
        batch.save(update_fields=["state", "tries", "due_at"])
        return batch


def _run(batch: Batch, now: datetime) -> int:
    made = 0
    waiting = batch.certificates.filter(file=None).select_related(
        "design__contest", "design__logo", "design__signature"
    )
    while papers := list(waiting[:PIECE]):
        for paper in papers:
            ensure_file(paper, now=now)
        made += len(papers)
        done = batch.certificates.exclude(file=None).count()
        Batch.objects.filter(pk=batch.pk).update(done=done, due_at=now + LEASE)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.DONE, done=batch.wanted, ended_at=now)
    return made


def _fail(batch: Batch, error: Exception, now: datetime) -> None:
    again = batch.tries < MOST_TRIES
    Batch.objects.filter(pk=batch.pk).update(
        state=Batch.WAITING if again else Batch.FAILED,
        due_at=now + timedelta(seconds=30),
        trouble=f"{type(error).__name__}: {error}"[:2000],
        ended_at=None if again else now,
    )


def print_book(design: Design, *, now: datetime) -> bytes:
    """One PDF with a page for every paper in force, in the order of numbers."""
    papers = design.certificates.filter(revoked_at=None).order_by("no").values_list("sheet", flat=True)
    sheets = [Sheet.read(stored) for stored in papers]
    if not sheets:
        raise NobodyToGive(_("Chưa có giấy nào theo mẫu này để in."), hint=_("Hãy cấp giấy trước."))
    return set_sheets(
        sheets,
        at=now,
        title=design.heading,
        framed=design.framed,
        logo=picture_bytes(design.logo),
        signature=picture_bytes(design.signature),
    )
