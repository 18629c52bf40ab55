"""Captions of a work (phụ đề): read, put right and kept as WebVTT, one for each language."""

from __future__ import annotations

import re
import tempfile
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.core.errors import InvalidInput, Problem
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.operations.work_errors import WorkClosed
from hoithi.entries.operations.work_steps import locked_work
from hoithi.entries.rules.captions import CaptionFault, Fault, as_vtt, read
from hoithi.entries.rules.states import LIVE, after
from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file, remove_file
from hoithi.people.models import User

MOST_BYTES = 2_000_000
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z][A-Za-z]{1,3})?$")


def add_captions(
    work: Work, data: bytes, *, language: str, now: datetime, by: User, by_committee: bool = False
) -> WorkFile:
    """Captions from a WebVTT or SRT file; those of the same language give way.

    The owner may as long as handing in again is possible, the committee as long as the work lives. Raises InvalidInput
    (the line of what is wrong), WorkClosed.
    """
    if not _LANGUAGE.match(language):
        raise InvalidInput([Problem("language", _("mã ngôn ngữ phải như “vi”, “en”"))], _("Chưa lưu được phụ đề."))
    text = vtt_of(data)
    with tempfile.TemporaryDirectory(prefix="hoithi-captions-") as name:
        path = Path(name) / "captions.vtt"
        path.write_text(text, encoding="utf-8")
        stored = add_file(
            path,
            name=f"{work.entry.code}.{language}.vtt",
            media_type="text/vtt",
            purpose="entries.captions",
            now=now,
            by=by,
        )
    try:
        return _attach(work, stored, language, now, by, by_committee=by_committee)
    except BaseException:
        remove_file(stored, now=now, keep_row=False)
        raise


@transaction.atomic
def _attach(work: Work, stored: StoredFile, language: str, now: datetime, by: User, *, by_committee: bool) -> WorkFile:
    work = locked_work(work.pk)
    state = work.entry.state
    if state not in LIVE or (not by_committee and after(state, "submit") is None):
        raise WorkClosed
    work.files.filter(role=WorkFile.CAPTIONS, language=language, replaced_at__isnull=True).update(replaced_at=now)
    kept = work.files.create(
        role=WorkFile.CAPTIONS,
        file=stored,
        language=language,
        check_state=WorkFile.PASSED,
        progress=100,
        added_by=by,
        added_at=now,
    )
    slug, data = work.entry.part.contest.slug, {"sha256": stored.sha256, "language": language}
    record("entries:captions:added", now=now, contest_key=slug, actor=by, target=work.entry.code, data=data)
    return kept


def vtt_of(data: bytes) -> str:
    """The captions as WebVTT. Raises InvalidInput with the line of the first thing wrong."""
    if len(data) > MOST_BYTES:
        raise InvalidInput([Problem("captions", _("tệp phụ đề nặng quá 2 MB"))], _("Chưa lưu được phụ đề."))
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return as_vtt(read(data.decode(encoding)))
    except UnicodeDecodeError as error:
        problem = Problem("captions", _("tệp phụ đề không phải chữ Unicode; hãy lưu lại với mã UTF-8"))
        raise InvalidInput([problem], _("Chưa lưu được phụ đề.")) from error
    except CaptionFault as error:
        where = _("dòng {n}").format(n=error.line)
        raise InvalidInput([Problem(where, _fault(error.fault))], _("Chưa lưu được phụ đề.")) from error


def _fault(fault: Fault) -> str:
    return {
        "empty": _("không tìm thấy câu phụ đề nào (cần tệp .vtt hoặc .srt)"),
        "timing": _("thời gian phải viết như 00:01:02.500 --> 00:01:05.000"),
        "backwards": _("thời điểm kết thúc phải sau thời điểm bắt đầu"),
        "no_text": _("câu phụ đề không có chữ"),
        "too_long": _("câu phụ đề quá dài"),
        "too_many": _("tệp có quá nhiều câu phụ đề"),
    }[fault]
