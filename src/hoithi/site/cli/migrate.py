"""`hoithi migrate`: make the database and the static files fit this version."""

from __future__ import annotations

import io
from typing import Any

import click

from hoithi.site.cli._support import emit, json_option, needs_django, note, say


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when something is waiting.")
@json_option
@needs_django
def command(check: bool, as_json: bool) -> int:
    """Make the database fit this version; safe to run again, to be run after every update.

    In production it also collects the static files (with content hashes, compressed).

    Example: hoithi migrate
    """
    from hoithi.site.health import unapplied_migrations

    prepare_folder()
    waiting = unapplied_migrations()
    if not check:
        apply_migrations()
    emit(
        {"ok": not (check and waiting), "applied": [] if check else waiting, "waiting": waiting if check else []},
        as_json,
        _tell,
    )
    return 1 if check and waiting else 0


def _tell(data: dict[str, Any]) -> None:
    for name in data["applied"] + data["waiting"]:
        click.echo(f"  {name}")
    if data["waiting"]:
        say(f"{len(data['waiting'])} thay đổi đang chờ.", f"{len(data['waiting'])} changes are waiting.")
    else:
        say("Cơ sở dữ liệu đã đúng phiên bản.", "The database fits this version.")


def prepare_folder() -> None:
    """The folder of a SQLite file, made when missing."""
    from pathlib import Path

    from django.db import connection

    if connection.vendor == "sqlite" and (name := str(connection.settings_dict["NAME"])) != ":memory:":
        Path(name).parent.mkdir(parents=True, exist_ok=True)


def apply_migrations() -> None:
    """Migrations, the cache table where the cache lives in the database, static files in production."""
    from django.conf import settings
    from django.core.management import call_command

    prepare_folder()
    quiet = io.StringIO()
    call_command("migrate", interactive=False, verbosity=0, stdout=quiet)
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", verbosity=0, stdout=quiet)
    if settings.PRODUCTION:
        note("Đang gom tệp tĩnh…", "Collecting static files…")
        call_command("collectstatic", interactive=False, verbosity=0, stdout=quiet)
