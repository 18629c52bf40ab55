"""`hoithi bank`: files into banks from the console."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.quiz.formats.word_write import write_word
from hoithi.quiz.models import Question
from hoithi.site.cli import cli
from hoithi.site.cli._support import run
from tests.quiz import banks
from tests.quiz.formats.items import item
from tests.quiz.operations.test_bank_import import book, row, sample_contest
from tests.samples.reading import SAMPLES

pytestmark = pytest.mark.django_db
SAMPLE = str(SAMPLES / "banks" / "cchc.toml")


def call(*args: str) -> int:
    return run(cli, ["bank", *args])


def test_a_sample_bank_is_checked_and_imported(capsys: pytest.CaptureFixture[str]) -> None:
    contest = sample_contest()
    assert call("check", contest.slug, SAMPLE, "--json") == 0
    assert json.loads(capsys.readouterr().out)["sealed"] >= 60
    assert not Question.objects.exists()
    assert call("import", contest.slug, SAMPLE) == 0
    assert set(Question.objects.values_list("state", flat=True)) == {"draft"}


def test_a_table_is_taken_whole_or_not_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contest = banks.contest()
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(row("A1"), row("A2", right="Z")))
    args = (contest.slug, str(path), "--bank", "de-thi")
    assert call("check", *args) == 1
    assert "dòng 3, cột Đáp án đúng" in capsys.readouterr().out
    assert call("import", *args) == 1
    assert "dòng 3" in capsys.readouterr().err
    assert not Question.objects.exists()
    assert call("import", *args, "--skip-bad") == 0
    assert Question.objects.get().code == "A1"


def test_wrong_calls_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contest = banks.contest()
    path = tmp_path / "a.xlsx"
    path.write_bytes(book(row("A1")))
    assert call("import", contest.slug, str(path)) == 2
    assert "--bank" in capsys.readouterr().err
    assert call("import", contest.slug, str(path), "--bank", "khac") == 1
    assert call("check", "khong-co", str(path), "--bank", "de-thi") == 1
    assert call("check", contest.slug, str(tmp_path / "x"), "--bank", "de-thi") == 2


def test_a_word_file_is_taken_with_what_it_does_not_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contest = banks.contest()
    path = tmp_path / "a.docx"
    path.write_bytes(write_word([item()], ""))
    args = (contest.slug, str(path), "--bank", "de-thi")
    assert call("check", *args, "--json") == 0
    said = capsys.readouterr().out
    assert (json.loads(said)["without_topic"], "Một cửa" in said) == (1, False)
    assert call("import", *args) == 1
    assert "chưa có chủ đề" in capsys.readouterr().err
    assert call("import", *args, "--topic", "khong-co", "--difficulty", "easy") == 2
    assert call("import", *args, "--topic", "mot-cua", "--difficulty", "easy") == 0
    assert Question.objects.get().topic == "mot-cua"


@pytest.mark.parametrize("ending", ["xlsx", "docx", "gift", "xml", "zip", "txt"])
def test_a_published_bank_is_written_and_logged(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    contest = banks.contest()
    banks.approved(contest, bank="on-tap", code="A1")
    path = tmp_path / f"a.{ending}"
    assert call("export", contest.slug, str(path), "--bank", "on-tap", "--json") == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 1
    assert call("check", contest.slug, str(path), "--bank", "on-tap") == 0
    event = AuditEvent.objects.get(action="quiz:bank:exported")
    assert (event.target, event.data["count"]) == ("on-tap", 1)


def test_a_sealed_bank_never_leaves_by_the_console(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contest = banks.contest()
    banks.approved(contest, code="A1")
    path = tmp_path / "a.docx"
    assert call("export", contest.slug, str(path), "--bank", "de-thi") == 1
    assert "tài liệu mật" in capsys.readouterr().err
    assert not path.exists()
    assert call("export", contest.slug, str(path), "--bank", "la") == 1
    assert call("export", contest.slug, str(tmp_path / "a.abc"), "--bank", "on-tap") == 2
