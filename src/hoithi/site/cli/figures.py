"""`hoithi figures`: figures imported from outside, as a dated snapshot with what proves it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hoithi.site.cli._support import emit, json_option, needs_django, say, words

if TYPE_CHECKING:
    from hoithi.contests.models import Contest
    from hoithi.contests.operations.imported import Figure

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Figures from outside (likes, views, a portal's count) that standings of a plan read.

    Example: hoithi figures list soc-trang-2021
    """


@command.command(name="list")
@click.argument("slug")
@json_option
@needs_django
def list_(slug: str, as_json: bool) -> None:
    """Figures the plan reads, and when each was read last.

    Example: hoithi figures list soc-trang-2021 --json
    """
    from hoithi.contests.operations.imported import figures_of

    contest = _contest(slug)
    rows = []
    for one in figures_of(contest):
        last = contest.figure_snapshots.filter(key=one.key, subject_kind=one.subject_kind).last()
        about = {"key": one.key, "title": one.title, "of": one.subject_kind, "snapshots": last.no if last else 0}
        rows.append(about | {"taken_at": last.taken_at if last else None})
    emit({"ok": True, "contest": slug, "figures": rows}, as_json, _tell_list)


def _tell_list(data: dict[str, Any]) -> None:
    for one in data["figures"]:
        at = one["taken_at"] or words("chưa nhập", "never imported")
        click.echo(f"{one['key']} ({one['of']}) · {one['title']} · {at}")
    if not data["figures"]:
        say("Kế hoạch không dùng số liệu nào từ bên ngoài.", "The plan reads no figure from outside.")


@command.command(name="import")
@click.argument("slug")
@click.argument("key")
@click.argument("file", type=FILE)
@click.option("--taken-at", required=True, metavar="TIME", help="When the outside page was read: 2024-08-15T17:30.")
@click.option("--evidence", type=FILE, help="A screenshot (PNG, JPEG, WebP) or a PDF; needed unless --check.")
@click.option("--where", default="", metavar="PAGE", help="The page, in words or as an address.")
@click.option("--note", default="", metavar="TEXT")
@click.option("--of", "kind", type=click.Choice(["entry", "unit", "person"]), help="Where two figures share a key.")
@click.option("--check", "check_only", is_flag=True, help="Read the file and say what would be entered.")
@json_option
@needs_django
def import_(
    slug: str,
    key: str,
    file: Path,
    *,
    taken_at: str,
    evidence: Path | None,
    where: str,
    note: str,
    kind: str | None,
    check_only: bool,
    as_json: bool,
) -> None:
    """Enter everybody's values from an Excel or CSV sheet; every bad row is named and then nothing is entered.

    Example: hoithi figures import vi-du-2024 views luot-xem.xlsx --taken-at 2024-08-15T17:30 --evidence chup.png
    """
    from hoithi.contests.figure_sheets import read_values

    contest = _contest(slug)
    figure, at = _figure(contest, key, kind), _moment(taken_at)
    values = read_values(contest, figure, file.read_bytes(), file.name)
    result = {"ok": True, "contest": slug, "key": key, "of": figure.subject_kind, "rows": len(values), "taken_at": at}
    if not check_only:
        result["no"] = _entered(contest, figure, values, at, evidence, (where, note))
    emit(result, as_json, _tell_import)


def _tell_import(data: dict[str, Any]) -> None:
    if "no" in data:
        say(f"Đã nhập {data['rows']} dòng, lần {data['no']}.", f"Entered {data['rows']} rows, snapshot {data['no']}.")
    else:
        say(f"{data['rows']} dòng hợp lệ, chưa nhập.", f"{data['rows']} rows are fine; nothing was entered.")


def _entered(
    contest: Contest, figure: Figure, values: Any, at: datetime, evidence: Path | None, about: tuple[str, str]
) -> int:
    from hoithi.audit.actor import acting_as
    from hoithi.contests.operations.imported import set_figures
    from hoithi.core import clock
    from hoithi.core.errors import Refusal
    from hoithi.files.operations.made import add_file, remove_file
    from hoithi.files.rules.evidence import HEAD, told_by
    from hoithi.site.cli._people import CONSOLE

    if evidence is None:
        raise _invalid("--evidence", words("cần tệp minh chứng (ảnh hoặc PDF).", "a screenshot or PDF is needed."))
    with evidence.open("rb") as head:
        media_type = told_by(head.read(HEAD))
    if not media_type:
        raise _invalid("--evidence", words("phải là ảnh PNG, JPG, WebP hoặc PDF.", "must be PNG, JPEG, WebP or PDF."))
    now = clock.now()
    stored = add_file(evidence, name=evidence.name, media_type=media_type, purpose="figures.evidence", now=now)
    try:
        with acting_as(CONSOLE):
            snapshot = set_figures(
                contest,
                figure.key,
                values,
                subject_kind=figure.subject_kind,
                taken_at=at,
                now=now,
                evidence=stored,
                where=about[0],
                note=about[1],
            )
    except Refusal:
        remove_file(stored, now=now, keep_row=False)
        raise
    return snapshot.no


def _contest(slug: str) -> Contest:
    from hoithi.contests.models import Contest
    from hoithi.core.errors import NotFound

    found = Contest.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound(words(f"Chưa có cuộc thi “{slug}”.", f"There is no contest “{slug}”."))
    return found


def _figure(contest: Contest, key: str, kind: str | None) -> Figure:
    from hoithi.contests.operations.imported import figures_of

    known = figures_of(contest)
    found = [one for one in known if one.key == key and kind in (None, one.subject_kind)]
    if len(found) != 1:
        have = ", ".join(f"{one.key} ({one.subject_kind})" for one in known) or "–"
        vi, en = f"kế hoạch không có đúng một số liệu “{key}”; có: {have}.", f"no single “{key}”; there is: {have}."
        raise _invalid("", words(vi, en))
    return found[0]


def _moment(text: str) -> datetime:
    from hoithi.core.clock import VIETNAM

    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise _invalid("--taken-at", words("viết như 2024-08-15T17:30.", "write it like 2024-08-15T17:30.")) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=VIETNAM)


def _invalid(at: str, message: str) -> Exception:
    from hoithi.core.errors import InvalidInput, Problem

    return InvalidInput([Problem(at, message)])
