"""`hoithi bank`: question banks from files and into files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from hoithi.site.cli._support import emit, json_option, needs_django, say, words

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Question banks: checked and imported from files of any format, published ones exported.

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

    Excel, CSV, Word, GIFT, Aiken, Moodle XML, QTI or TOML; which one it is, is seen in the file.

    Example: hoithi bank check soc-son-2024 questions.docx --bank de-thi
    """
    from hoithi.core import clock
    from hoithi.quiz.operations.bank_file import read_bank_file
    from hoithi.quiz.operations.bank_import import check_import
    from hoithi.quiz.queries.bank import bank_contest, topics_of

    contest = bank_contest(slug)
    if file.suffix == ".toml":
        found = read_bank_file(file, topics_of(contest))
        result: dict[str, Any] = {"ok": True, "study": len(found.study), "sealed": len(found.sealed), "problems": []}
    else:
        found_in = check_import(contest, _named(key), file.read_bytes(), file.name, now=clock.now(), by=None)
        result = _report(found_in)
    emit(result, as_json, _tell_check)
    return 0 if result["ok"] else 1


@command.command(name="import")
@click.argument("slug")
@click.argument("file", type=FILE)
@click.option("--bank", "key", metavar="KEY", help="The bank of the plan; a .toml file names its banks itself.")
@click.option("--skip-bad", is_flag=True, help="Take the good rows although others are wrong.")
@click.option("--topic", default="", metavar="KEY", help="Topic of questions whose file names none.")
@click.option("--difficulty", default="", type=click.Choice(["", "easy", "medium", "hard"]), help="The same.")
@json_option
@needs_django
def import_(slug: str, file: Path, key: str | None, skip_bad: bool, topic: str, difficulty: str, as_json: bool) -> None:
    """Import questions as drafts, all of them or, when a row is wrong, none. Known codes get a new version.

    Example: hoithi bank import soc-son-2024 questions.xlsx --bank de-thi
    """
    from hoithi.core import clock
    from hoithi.quiz.operations.bank_file import import_bank_file
    from hoithi.quiz.operations.bank_import import import_questions
    from hoithi.quiz.operations.bank_reading import Defaults
    from hoithi.quiz.queries.bank import bank_contest, topics_of

    contest, now = bank_contest(slug), clock.now()
    if file.suffix == ".toml":
        result: dict[str, Any] = {"ok": True, "added": import_bank_file(contest, file, now=now)}
    else:
        if topic and topic not in topics_of(contest):
            raise click.UsageError(words(f"kế hoạch không có chủ đề “{topic}”", f"the plan has no topic “{topic}”"))
        picked, data = Defaults(topic, difficulty), file.read_bytes()
        done = import_questions(
            contest, _named(key), data, file.name, now=now, by=None, skip_bad=skip_bad, defaults=picked
        )
        result = {**_report(done), "ok": True}
    emit(result, as_json, _tell_import)


@command.command()
@click.argument("slug")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--bank", "key", metavar="KEY", required=True, help="A published bank of the plan.")
@click.option(
    "--format", "form", metavar="FORMAT", help="xlsx, docx, gift, moodle, qti21, qti3, aiken; else by the name."
)
@json_option
@needs_django
def export(slug: str, file: Path, key: str, form: str | None, as_json: bool) -> None:
    """Write a published bank into a file. A sealed bank leaves only by the page of a person who may read it.

    Example: hoithi bank export soc-son-2024 on-tap.docx --bank on-tap
    """
    from hoithi.core import clock
    from hoithi.quiz.formats.files import FORMATS
    from hoithi.quiz.operations.bank_errors import BankNotFound, FormatCannotHold, SealedBankByConsole
    from hoithi.quiz.operations.bank_import import log_export
    from hoithi.quiz.queries.bank import bank_contest, filtered, newest, planned_banks, questions_of
    from hoithi.quiz.queries.bank_export import not_held, write_bank_as

    contest = bank_contest(slug)
    bank = planned_banks(contest).get(key)
    if bank is None:
        raise BankNotFound
    if bank.sealed:
        raise SealedBankByConsole
    name = form or {one.ending: one.key for one in reversed(FORMATS.values())}.get(file.suffix.lstrip("."), "")
    if name not in FORMATS:
        raise click.UsageError(
            words(f"--format là một trong: {', '.join(FORMATS)}", f"--format is one of: {', '.join(FORMATS)}")
        )
    versions = [newest(question) for question in filtered(questions_of(contest), {"bank": key}).order_by("code")]
    if problems := not_held(contest, name, versions):
        raise FormatCannotHold(FORMATS[name].title, problems)
    file.write_bytes(write_bank_as(contest, name, bank.title, versions))
    log_export(contest, key, len(versions), now=clock.now(), by=None, form=name)
    emit({"ok": True, "questions": len(versions), "format": name, "file": str(file)}, as_json, _tell_export)


def _tell_export(data: dict[str, Any]) -> None:
    count, file = data["questions"], data["file"]
    say(f"Đã ghi {count} câu vào {file}.", f"{count} questions written to {file}.")


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
        "without_topic": done.no_topic,
        "without_difficulty": done.no_difficulty,
        "near_twins": [
            {"code": twin.one, "bank": twin.bank, "like": twin.other, "percent": twin.percent, "differ": twin.kinds}
            for twin in done.twins
        ],
    }


def _tell_check(data: dict[str, Any]) -> None:
    for problem in data["problems"]:
        click.echo(f"{problem['at']}: {problem['message']}")
    for twin in data.get("near_twins", []):
        where = f" ({twin['bank']})" if twin["bank"] else ""
        say(f"{twin['code']} gần giống {twin['like']}{where}", f"{twin['code']} is like {twin['like']}{where}")
    if "study" in data:
        say(
            f"Hợp lệ: {data['study']} câu ôn tập, {data['sealed']} câu đề thi.",
            f"Valid: {data['study']} study questions, {data['sealed']} sealed ones.",
        )
        return
    if data["without_topic"] or data["without_difficulty"]:
        lacking = data["without_topic"], data["without_difficulty"]
        say(
            f"{lacking[0]} câu chưa có chủ đề (--topic), {lacking[1]} câu chưa có mức độ (--difficulty).",
            f"{lacking[0]} without a topic (--topic), {lacking[1]} without a difficulty (--difficulty).",
        )
    say(
        f"{data['rows']} câu: thêm {data['added']}, sửa {data['changed']}, lỗi {data['bad_rows']}.",
        f"{data['rows']} rows: {data['added']} new, {data['changed']} changed, {data['bad_rows']} wrong.",
    )


def _tell_import(data: dict[str, Any]) -> None:
    if isinstance(data["added"], dict):
        for key, count in data["added"].items():
            say(f"{key}: thêm {count} câu (bản nháp).", f"{key}: {count} questions added (drafts).")
        return
    _tell_check(data)
