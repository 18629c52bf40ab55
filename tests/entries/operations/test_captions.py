"""Captions beside a work: one in force for each language."""

from __future__ import annotations

import pytest

from hoithi.core.errors import InvalidInput
from hoithi.entries.operations.captions import add_captions
from hoithi.entries.operations.work_errors import WorkClosed
from hoithi.entries.queries.shown import shown_files
from hoithi.files.models import StoredFile
from hoithi.files.queries import local_path
from tests.entries import factories as works

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_here")]
NOW = works.NOW
SRT = "1\n00:00:01,500 --> 00:00:04,000\nKính chào quý vị\n"


def test_srt_of_any_unicode_encoding_is_kept_as_vtt_and_gives_way_to_a_newer() -> None:
    part = works.opened()
    by, unit = works.coordinator(part)
    work = works.draft(part, by, unit)
    add_captions(work, SRT.encode("utf-16"), language="vi", now=NOW, by=by)
    add_captions(work, SRT.encode(), language="en", now=NOW, by=by)
    newest = add_captions(work, b"\xef\xbb\xbf" + SRT.encode(), language="vi", now=NOW, by=by)
    captions = shown_files([work])[work.pk].captions
    assert [(one.language, one.file.media_type) for one in captions] == [("en", "text/vtt"), ("vi", "text/vtt")]
    assert captions[1] == newest
    with local_path(newest.file) as path:
        assert path.read_text(encoding="utf-8").startswith("WEBVTT\n\n00:00:01.500 --> ")


@pytest.mark.parametrize(
    ("data", "language", "said"),
    [
        (b"1\n00:00:01,000 --> x\nA", "vi", "dòng 2: thời gian phải viết như"),
        ("Kính".encode("cp1258", "replace"), "vi", "hãy lưu lại với mã UTF-8"),
        (SRT.encode(), "../vi", "mã ngôn ngữ"),
        (b"x" * 2_000_001, "vi", "quá 2 MB"),
        (b"", "vi", "không tìm thấy câu phụ đề nào"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_kept(data: bytes, language: str, said: str) -> None:
    part = works.opened()
    by, unit = works.coordinator(part)
    work = works.draft(part, by, unit)
    with pytest.raises(InvalidInput) as error:
        add_captions(work, data, language=language, now=NOW, by=by)
    assert said in "; ".join(str(problem) for problem in error.value.problems)
    assert not StoredFile.objects.exists()


def test_after_the_decision_only_the_committee_adds_captions() -> None:
    part = works.opened()
    by, unit = works.coordinator(part)
    work = works.submitted(part, by, unit)
    work.entry.state = "published"
    work.entry.save()
    count = StoredFile.objects.count()
    with pytest.raises(WorkClosed):
        add_captions(work, SRT.encode(), language="vi", now=NOW, by=by)
    assert StoredFile.objects.count() == count
    assert add_captions(work, SRT.encode(), language="vi", now=NOW, by=by, by_committee=True).language == "vi"
