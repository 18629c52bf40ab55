"""`hoithi bank`: question banks from files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hoithi.site.cli._support import emit, json_option, needs_django, say, words

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Question banks: checked and imported from files.

    Example: hoithi bank check soc-son-2024 samples/banks/cchc.toml
    """


@command.command()
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--bank", "key", metavar="KEY", help="The bank of the plan; a .toml file names its banks itself.")
@json_option
@needs_django
def check(slug: str, file: Path, key: str | None, as_json: bool) -> int:
    """Check a file against a contest's topics; nothing is written. Exit 1 when a row is wrong.

    Example: hoithi bank check soc-son-2024 questions.xlsx --bank de-thi
    """
    from hoithi.quiz.operations.bank_file import read_bank_file
    from hoithi.quiz.operations.bank_import import check_import
    from hoithi.quiz.queries.bank import bank_contest, topics_of

    contest = bank_contest(slug)
    if file.suffix == ".toml":
        found = read_bank_file(file, topics_of(contest))
        result: dict[str, Any] = {"ok": True, "study": len(found.study), "sealed": len(found.sealed), "problems": []}
    else:
        result = _report(check_import(contest, _named(key), file.read_bytes(), file.name))
    emit(result, as_json, _tell_check)
    return 0 if result["ok"] else 1


@command.command(name="import")
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--bank", "key", metavar="KEY", help="The bank of the plan; a .toml file names its banks itself.")
@click.option("--skip-bad", is_flag=True, help="Take the good rows although others are wrong.")
@json_option
@needs_django
def import_(slug: str, file: Path, key: str | None, skip_bad: bool, as_json: bool) -> None:
    """Import questions as drafts, all of them or, when a row is wrong, none. Known codes get a new version.

    Example: hoithi bank import soc-son-2024 questions.xlsx --bank de-thi
    """
    from hoithi.core import clock
    from hoithi.quiz.operations.bank_file import import_bank_file
    from hoithi.quiz.operations.bank_import import import_questions
    from hoithi.quiz.queries.bank import bank_contest

    contest, now = bank_contest(slug), clock.now()
    if file.suffix == ".toml":
        result: dict[str, Any] = {"ok": True, "added": import_bank_file(contest, file, now=now)}
    else:
        done = import_questions(contest, _named(key), file.read_bytes(), file.name, now=now, by=None, skip_bad=skip_bad)
        result = {**_report(done), "ok": True}
    emit(result, as_json, _tell_import)


def _named(key: str | None) -> str:
    if key is None:
        raise click.UsageError(words("cần --bank: khóa của ngân hàng trong kế hoạch", "--bank is needed: its plan key"))
    return key


def _report(done: Any) -> dict[str, Any]:
    """Counts and places of an import; codes of questions only, never their text."""
    return {
        "ok": not done.problems,
        "rows": done.rows,
        "added": done.added,
        "changed": done.changed,
        "unchanged": done.unchanged,
        "bad_rows": done.bad_rows,
        "problems": [{"at": problem.at, "message": str(problem.message)} for problem in done.problems],
        "warnings": [{"at": problem.at, "message": str(problem.message)} for problem in done.warnings],
        "near_twins": [{"code": one, "bank": bank, "like": other} for one, (bank, other) in done.twins],
    }


def _tell_check(data: dict[str, Any]) -> None:
    for problem in data["problems"]:
        click.echo(f"{problem['at']}: {problem['message']}")
    for twin in data.get("near_twins", []):
        say(f"{twin['code']} gần giống {twin['like']} ({twin['bank']})", f"{twin['code']} is like {twin['like']}")
    if "study" in data:
        say(
            f"Hợp lệ: {data['study']} câu ôn tập, {data['sealed']} câu đề thi.",
            f"Valid: {data['study']} study questions, {data['sealed']} sealed ones.",
        )
        return
    say(
        f"{data['rows']} dòng: thêm {data['added']}, sửa {data['changed']}, lỗi {data['bad_rows']}.",
        f"{data['rows']} rows: {data['added']} new, {data['changed']} changed, {data['bad_rows']} wrong.",
    )


def _tell_import(data: dict[str, Any]) -> None:
    if isinstance(data["added"], dict):
        for key, count in data["added"].items():
            say(f"{key}: thêm {count} câu (bản nháp).", f"{key}: {count} questions added (drafts).")
        return
    _tell_check(data)
