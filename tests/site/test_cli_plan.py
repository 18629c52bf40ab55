"""`hoithi plan`: JSON on stdout, sentences on stderr, exit codes 0, 1, 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoithi.contests.models import Contest
from hoithi.site.cli import _support, cli
from tests.plans.conftest import EVERY, MINIMAL, ROOT, SIGNED

SOC_SON = str(ROOT / "plans" / "soc-son-2024.toml")


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "sai.toml"
    path.write_text(MINIMAL.replace("closes =", "cloze ="), encoding="utf-8")
    return str(path)


def run(*args: str) -> int:
    return _support.run(cli, ["plan", *args])


def test_check_says_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", *map(str, EVERY)) == 0
    out = capsys.readouterr().out
    assert len(out.splitlines()) == len(EVERY)
    assert all(": đạt, " in line for line in out.splitlines())


def test_check_as_json(capsys: pytest.CaptureFixture[str], bad: str) -> None:
    assert run("check", SOC_SON, bad, "--json") == 1
    captured = capsys.readouterr()
    good, wrong = json.loads(captured.out)
    assert (good["ok"], good["problems"]) == (True, [])
    question = next(row for row in good["open_questions"] if row["at"] == "part[trac-nghiem].quiz.attempts")
    assert (question["default"], question["value"]) == (3, 3)
    assert (wrong["ok"], wrong["open_questions"]) == (False, [])
    assert wrong["problems"][0] == {"at": "part[0].cloze", "message": "không có khóa “cloze”, có phải “closes”?"}
    assert "part[0].cloze: không có khóa" in captured.err


def test_check_of_a_bad_file_in_words(capsys: pytest.CaptureFixture[str], bad: str) -> None:
    assert run("check", bad) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "part[0].cloze: không có khóa “cloze”, có phải “closes”?" in captured.err


def test_show(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", SOC_SON, "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["slug"], shown["organiser"]) == ("soc-son-2024", "Ủy ban nhân dân huyện Sóc Sơn")
    assert shown["parts"][0]["closes"] == "2024-09-01T00:00:00+07:00"
    assert set(shown["prizes"]["items"][0]) >= {"title", "quantity", "cash", "paper", "standing", "per"}
    assert run("show", SOC_SON) == 0
    assert "16 giải, 15.350.000 đồng" in capsys.readouterr().out


def test_show_of_a_bad_file(capsys: pytest.CaptureFixture[str], bad: str) -> None:
    assert run("show", bad, "--json") == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["at"] == "part[0].cloze"


@pytest.mark.django_db
def test_apply_and_export(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(path) for path in SIGNED]
    assert run("apply", *files, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["created"]) == 5
    assert run("apply", *files, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "created": [],
        "changed": [],
        "unchanged": [path.stem for path in SIGNED],
    }
    assert run("export", "soc-son-2024") == 0
    exported = capsys.readouterr().out
    assert 'slug = "soc-son-2024"' in exported
    assert "closes = 2024-08-31" in exported
    assert run("export", "khong-co") == 1


@pytest.mark.django_db
def test_a_bad_file_among_good_ones_loads_nothing(bad: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("apply", SOC_SON, bad) == 1
    assert f"{bad}: part[0].cloze: không có khóa" in capsys.readouterr().err
    assert Contest.objects.count() == 0


@pytest.mark.django_db
def test_apply_a_copy(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("apply", SOC_SON, "--as", "soc-son-dang-mo", "--stage", "open", "--json") == 0
    assert json.loads(capsys.readouterr().out)["created"] == ["soc-son-dang-mo"]
    assert Contest.objects.get().copied_from == "soc-son-2024"
    assert run("apply", SOC_SON, "--as", "x", "--stage", "intake") == 1


@pytest.mark.parametrize(
    "args",
    [
        ("check",),
        ("apply", SOC_SON, "--stage", "open"),
        ("apply", SOC_SON, SOC_SON, "--as", "x"),
        ("apply", SOC_SON, "--as", "x", "--stage", "never"),
    ],
)
def test_called_wrong(args: tuple[str, ...]) -> None:
    assert run(*args) == 2


def test_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("schema") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "hoithi-plan/1"
