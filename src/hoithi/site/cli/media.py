"""`hoithi media`: a video file against a plan's rules, and two videos side by side; needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hoithi.site.cli._numbers import existing
from hoithi.site.cli._support import emit, json_option, needs_django, note, say

if TYPE_CHECKING:
    from hoithi.entries.schema import FileRules, Media

FILE = click.Path(path_type=Path)


@click.group()
def command() -> None:
    """Video files: checked against a plan, compared with each other.

    Example: hoithi media check phim.mp4 --plan plans/vinh-linh-2024.toml
    """


@command.command(name="check")
@click.argument("file", type=FILE, callback=existing)
@click.option("--plan", type=FILE, callback=existing, required=True, help="The plan whose rules the file must meet.")
@click.option("--part", default="", help="Key of the part, where the plan has several that take files.")
@json_option
@needs_django(database=False)
def check_file(file: Path, plan: Path, part: str, as_json: bool) -> int:
    """A file of a work against the plan's rules; nothing is stored. Exit 1 when it is not accepted.

    Example: hoithi media check phim.mp4 --plan plans/vinh-linh-2024.toml --json
    """
    from hoithi.entries.formats.inspect import inspected

    rules, media = _rules(plan, part)
    report = inspected(file, rules, media=media)
    emit(report, as_json, _tell)
    return 0 if report["accepted"] else 1


def _rules(plan: Path, wanted: str) -> tuple[FileRules | None, Media]:
    from hoithi.entries.schema import EntriesSettings
    from hoithi.plans.files import load_plan

    parts = [part for part in load_plan(plan).parts if part.kind == "entries" and wanted in ("", part.key)]
    if not parts:
        if wanted:
            raise click.BadParameter(f"“{wanted}”", param_hint="--part")
        return None, "video"
    settings = EntriesSettings.model_validate(parts[0].settings["entries"])
    return settings.file, settings.media if settings.media in ("image", "document") else "video"


def _tell(report: dict[str, Any]) -> None:
    facts = report["facts"]
    told = [facts["container"] or "?"]
    if facts.get("width"):
        told.append(f"{facts['width']}×{facts['height']}")
    vietnamese, english = list(told), list(told)
    for name, form, vi, en in (("duration_s", ".1f", "giây", "seconds"), ("pages", "d", "trang", "pages")):
        if facts.get(name) is not None:
            vietnamese.append(f"{facts[name]:{form}} {vi}".replace(".", ","))
            english.append(f"{facts[name]:{form}} {en}")
    say(", ".join(vietnamese), ", ".join(english))
    for problem in report["problems"]:
        click.echo(f"  ✗ {problem['message']}")
    for warning in report["warnings"]:
        click.echo(f"  ! {warning['message']}")
    if report["accepted"]:
        say("Tệp đạt quy cách.", "The file meets the rules.")


@command.command(name="compare")
@click.argument("a", type=FILE, callback=existing)
@click.argument("b", type=FILE, callback=existing)
@json_option
@needs_django(database=False)
def compare_files(a: Path, b: Path, as_json: bool) -> int:
    """How alike two videos look, 0 to 1, whatever was re-encoded, cut, boxed or mirrored.

    Example: hoithi media compare phim-1.mp4 phim-2.mp4
    """
    from hoithi.entries.formats.compare import likeness
    from hoithi.entries.formats.limited import LimitReached
    from hoithi.entries.rules.likeness import verdict

    try:
        match = likeness(a, b)
    except LimitReached:
        note(
            "Không đọc được một trong hai tệp như video; hãy kiểm tra từng tệp bằng hoithi media check.",
            "One of the two files cannot be read as a video; try hoithi media check on each.",
        )
        return 1
    report = {"score": round(float(match.score), 4), "verdict": verdict(match.score)}
    emit(report, as_json, _tell_likeness)
    return 0


def _tell_likeness(report: dict[str, Any]) -> None:
    words = {
        "copy": ("gần như trùng", "a copy"),
        "alike": ("có đoạn giống", "alike"),
        "different": ("khác nhau", "different"),
    }
    vietnamese, english = words[report["verdict"]]
    say(
        f"Độ giống {report['score']:.2f}: {vietnamese}.".replace(".", ",", 1),
        f"Likeness {report['score']:.2f}: {english}.",
    )
