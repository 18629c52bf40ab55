"""`hoithi plan`: contests as data, checked, shown, loaded, given back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hoithi.site.cli._support import emit, json_option, needs_django, note, say, words

if TYPE_CHECKING:
    from hoithi.contests.schema import Plan

FILES = click.Path(dir_okay=False, path_type=Path)
STAGES = ("open", "intake", "voting", "judging", "campaign", "ended")


@click.group()
def command() -> None:
    """Plans: a contest as a file.

    Example: hoithi plan check plans/*.toml
    """


@command.command()
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="FILE…")
@json_option
@needs_django(database=False)
def check(files: tuple[Path, ...], as_json: bool) -> int:
    """Validate plan files; each problem with its place. Exit 1 when any has one.

    Example: hoithi plan check plans/*.toml --json
    """
    results = [_checked(path) for path in files]
    emit(results, as_json, _tell_checks)
    for result in results:
        for problem in result["problems"] if as_json else []:
            click.echo(f"{result['file']}: {_placed(problem)}", err=True)
    return 0 if all(result["ok"] for result in results) else 1


@command.command()
@click.argument("file", type=FILES)
@json_option
@needs_django(database=False)
def show(file: Path, as_json: bool) -> None:
    """Show a plan as it was understood.

    Example: hoithi plan show plans/soc-son-2024.toml --json
    """
    from hoithi.plans.files import load_plan
    from hoithi.plans.show import show_plan

    emit(show_plan(load_plan(file)), as_json, _tell_plan)


@command.command()
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="FILE…")
@click.option("--as", "slug", metavar="SLUG", help="Load a copy under another name.")
@click.option("--stage", type=click.Choice(STAGES), help="Move the copy in time, so that now falls into this stage.")
@json_option
@needs_django
def apply(files: tuple[Path, ...], slug: str | None, stage: str | None, as_json: bool) -> None:
    """Load plans into the database: all of them or, when one is wrong, none. Loading twice changes nothing.

    Example: hoithi plan apply plans/soc-son-2024.toml --as soc-son-dang-mo --stage open
    """
    from hoithi.core import clock
    from hoithi.plans.operations import apply_plans
    from hoithi.plans.shift import copy_plan

    if stage and not slug:
        raise click.UsageError(words("--stage cần --as: bản gốc không dời thời gian", "--stage needs --as"))
    if slug and len(files) > 1:
        raise click.UsageError(words("--as chỉ dùng với một tệp", "--as takes one file"))
    now = clock.now()
    plans = [(_loaded(path, named=len(files) > 1), "") for path in files]
    if slug:
        plans = [(copy_plan(plan, slug=slug, stage=stage, now=now), plan.slug) for plan, _ in plans]
    emit(apply_plans(plans, now=now), as_json, _tell_applied)


@command.command()
@click.argument("slug")
@json_option
@needs_django
def export(slug: str, as_json: bool) -> None:
    """Print a contest's plan as canonical TOML (with --json: {"slug", "toml"}).

    Example: hoithi plan export soc-son-2024 > soc-son-2024.toml
    """
    from hoithi.plans.operations import export_plan

    text = export_plan(slug)
    emit({"slug": slug, "toml": text}, as_json, lambda data: click.echo(data["toml"], nl=False))


@command.command()
@needs_django(database=False)
def schema() -> None:
    """Print the JSON Schema of the plan format.

    Example: hoithi plan schema > docs/plan.schema.json
    """
    from hoithi.plans.schema_json import schema_text

    click.echo(schema_text(), nl=False)


def _loaded(path: Path, *, named: bool) -> Plan:
    """The plan of a file; of several files a problem's place begins with the file's name."""
    from hoithi.core.errors import Problem
    from hoithi.plans.files import InvalidPlan, load_plan

    try:
        return load_plan(path)
    except InvalidPlan as error:
        if not named:
            raise
        problems = [Problem(f"{path}: {one.at}" if one.at else str(path), one.message) for one in error.problems]
        raise InvalidPlan(problems) from None


def _checked(path: Path) -> dict[str, Any]:
    from hoithi.core.errors import InvalidInput
    from hoithi.plans.files import load_plan
    from hoithi.plans.show import open_questions

    try:
        plan = load_plan(path)
    except InvalidInput as error:
        problems = [{"at": problem.at, "message": str(problem.message)} for problem in error.problems]
        return {"file": str(path), "ok": False, "problems": problems, "open_questions": []}
    return {"file": str(path), "ok": True, "problems": [], "open_questions": open_questions(plan)}


def _placed(problem: dict[str, str]) -> str:
    return f"{problem['at']}: {problem['message']}" if problem["at"] else problem["message"]


def _tell_checks(results: list[dict[str, Any]]) -> None:
    for result in results:
        name, questions = result["file"], len(result["open_questions"])
        if result["ok"]:
            say(f"{name}: đạt, {questions} câu hỏi mở đã có lựa chọn", f"{name}: good, {questions} open questions set")
            continue
        count = len(result["problems"])
        note(f"{name}: {count} lỗi", f"{name}: {count} problem{'s'[: count > 1]}")
        for problem in result["problems"]:
            click.echo(f"  {_placed(problem)}", err=True)


def _tell_plan(plan: dict[str, Any]) -> None:
    click.echo(f"{plan['title']}\n{plan['organiser']}\n")
    unset = words("chưa định", "unset")
    for part in plan["parts"]:
        click.echo(f"  {part['key']} ({part['kind']}): {part['opens'] or unset} → {part['closes'] or unset}")
    for group in plan["groups"]:
        duty = words("bắt buộc", "mandatory") if group["mandatory"] else words("khuyến khích", "encouraged")
        click.echo(f"  {group['key']}: {group['title']} ({duty})")
    prizes = plan["prizes"]
    for prize in prizes["items"]:
        cash = unset if prize["cash"] is None else f"{prize['cash']:,}".replace(",", ".")
        click.echo(f"  {prize['quantity']} × {prize['title']}: {cash}")
    total = unset if prizes["total"] is None else f"{prizes['total']:,}".replace(",", ".")
    total = total if prizes["total"] is None else f"{total} đồng"
    say(f"  Tổng: {prizes['count']} giải, {total}", f"  Total: {prizes['count']} prizes, {total}")
    for question in plan["open_questions"]:
        click.echo(f"  ? {question['question']} → {question['at']} = {question['value']}")


def _tell_applied(done: dict[str, list[str]]) -> None:
    titles = {
        "created": words("mới", "created"),
        "changed": words("cập nhật", "changed"),
        "unchanged": words("không đổi", "unchanged"),
    }
    for outcome, slugs in done.items():
        for slug in slugs:
            click.echo(f"{slug}: {titles[outcome]}")
