"""`hoithi bank`: files into banks from the console."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoithi.quiz.models import Question
from hoithi.site.cli import cli
from hoithi.site.cli._support import run
from tests.quiz import banks
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
