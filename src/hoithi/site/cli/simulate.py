"""`hoithi simulate`: a rehearsal of a whole contest in a scratch database on a virtual clock."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from hoithi.site.cli import _support

ROOT = Path(__file__).resolve().parents[4]


@click.command()
@click.argument("slug")
@click.option("--people", type=click.IntRange(1, 200_000), default=500, show_default=True, help="Synthetic entrants.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same result.")
@click.option("--sealed", type=click.Path(dir_okay=False, path_type=Path), help="Write the sealed result here.")
@_support.json_option
def command(slug: str, people: int, seed: int, sealed: Path | None, as_json: bool) -> None:
    """Rehearse the contest SLUG (from plans/, else from the database, or a plan file) from opening to prizes.

    Nothing is written to your database.

    Example: hoithi simulate soc-son-2024 --people 500 --seed 7
    """
    started = time.monotonic()
    if sealed is not None and not os.access(sealed.resolve().parent, os.W_OK):  # before the work, not after it
        raise click.BadParameter(_support.words("thư mục không ghi được", "not writable"), param_hint="--sealed")
    text = _plan_text(slug)
    with tempfile.TemporaryDirectory(prefix="hoithi-dien-tap-") as folder:
        _use_scratch(Path(folder), Path(slug).stem, seed)
        _support.setup_django()
        _make_tables()
        data, envelope = _rehearse(text, people, seed, started)
        _close()
    if sealed is not None:
        sealed.write_text(envelope, encoding="utf-8")
    _support.emit(data, as_json, _say)


def _plan_text(slug: str) -> str:
    """The plan of that slug: from the plan files, else as the database gives it; or the file of that name."""
    if slug.endswith(".toml") and Path(slug).is_file():
        return Path(slug).read_text(encoding="utf-8")
    for path in sorted((ROOT / "plans").glob("*.toml")):
        if path.stem == slug:
            return path.read_text(encoding="utf-8")
    call = [sys.executable, "-m", "hoithi.site.cli", "plan", "export", slug]
    # a process of its own: this one is about to use another database
    exported = subprocess.run(call, capture_output=True, text=True, check=False)  # noqa: S603 – our own program
    if exported.returncode != 0:
        sentence = _support.words(
            f"Không có kế hoạch “{slug}” trong thư mục plans/ và cũng không có trong cơ sở dữ liệu.",
            f"There is no plan “{slug}” in plans/ and none in the database.",
        )
        raise click.ClickException(sentence)
    return exported.stdout


def _use_scratch(folder: Path, slug: str, seed: int) -> None:
    """A database and keys of the rehearsal's own: a rehearsal is never signed with the site's key."""
    key = hashlib.sha256(f"hoithi-rehearsal-key/1:{slug}:{seed}".encode()).digest()
    os.environ.update(
        HOITHI_VAR=str(folder),
        HOITHI_MODE="development",
        DATABASE_URL=f"sqlite:///{folder / 'dien-tap.sqlite3'}",
        SECRET_KEY=hashlib.sha256(key).hexdigest(),
        IDENTITY_PEPPERS=f"1:{hashlib.sha256(key + b'pepper').hexdigest()}",
        SIGNING_KEY=b64encode(key).decode(),
    )
    os.environ.pop("HOITHI_NOW", None)


def _make_tables() -> None:
    from django.core.management import call_command
    from django.db import connection

    _support.note("Chuẩn bị cơ sở dữ liệu diễn tập…", "Preparing the rehearsal's database…")
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")  # a rehearsal is thrown away


def _rehearse(text: str, people: int, seed: int, started: float) -> tuple[dict[str, Any], str]:
    from hoithi.core.randomness import declare_rehearsal
    from hoithi.plans.files import parse_plan
    from hoithi.plans.rehearsal.result import count_attempts, result_json
    from hoithi.plans.rehearsal.run import rehearse

    declare_rehearsal()
    open_stages: list[_support.Progress] = []

    def stage(what: str, total: int) -> Callable[[], None]:
        for progress in open_stages:
            progress.__exit__()
        open_stages[:] = [_support.Progress(what, total)]
        return open_stages[0].step

    done = rehearse(parse_plan(text), people=people, seed=seed, stage=stage)
    for progress in open_stages:
        progress.__exit__()
    data = result_json(done, attempts=count_attempts(done.contest), seconds=time.monotonic() - started)
    return data, done.sealed.envelope


def _close() -> None:
    from django.db import connections

    connections.close_all()


def _say_ending(data: dict[str, Any]) -> None:
    """The decision, the money and the papers."""
    from hoithi.core.text import money

    for one in data["chosen"]:
        click.echo(f"  {one['prize']}: {one['subject']}" + (f" ({one['unit']})" if one["unit"] else ""))
    decision, payments = data["decision"], data["payments"]
    unset = _support.words("chưa đủ mức thưởng", "amounts not all set")
    cash = unset if payments["cash"] is None else money(payments["cash"])
    click.echo(
        _support.words(
            f"  Quyết định {decision['reference']}: {decision['awards']} giải; danh sách chi {payments['rows']} khoản,"
            f" {cash}; đã chi {money(payments['paid'])}; {data['papers']} giấy khen, giấy chứng nhận.",
            f"  Decision {decision['reference']}: {decision['awards']} awards; payment list of {payments['rows']},"
            f" {cash}; paid {money(payments['paid'])}; {data['papers']} certificates.",
        )
    )


def _say(data: dict[str, Any]) -> None:
    from hoithi.core.text import money

    click.echo(
        _support.words(
            f"Diễn tập {data['slug']}: {data['people']} người, {data['attempts']} lượt, {data['seconds']} giây.",
            f"Rehearsal of {data['slug']}: {data['people']} people, {data['attempts']} attempts, {data['seconds']} s.",
        )
    )
    for one in data["assumed"]:
        line = f"{one['at']} = {one['value']} ({one['because']})"
        click.echo(_support.words(f"  Giả định: {line}", f"  Assumed: {line}"))
    for award in data["awards"]:
        cash = "–" if award["cash"] is None else money(award["cash"])
        unit = f" ({award['unit']})" if award["unit"] and award["unit"] != award["subject"] else ""
        click.echo(f"  {award['prize']}: {award['subject']}{unit}, {cash}")
    _say_ending(data)
    for tie in data["ties"]:
        subjects = ", ".join(tie["subjects"])
        click.echo(
            _support.words(f"  Bằng nhau ở hạng {tie['place']}: {subjects}", f"  Tie at {tie['place']}: {subjects}")
        )
