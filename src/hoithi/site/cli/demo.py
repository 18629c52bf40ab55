"""`hoithi demo`: load the demonstration and serve it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from hoithi.site.cli._support import note, say, setup_django, words

if TYPE_CHECKING:
    from hoithi.plans.demo import Demonstration

ROLES = {
    "contestant": "người dự thi",
    "citizen": "công dân dự thi",
    "coordinator": "đầu mối đơn vị",
    "author": "Tổ ra đề",
    "reviewer": "Tổ thẩm định đề",
    "juror": "Ban Giám khảo",
    "secretary": "Tổ Thư ký",
    "leader": "lãnh đạo",
    "operator": "vận hành phần mềm",
    "administrator": "quản trị hệ thống",
}


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--load-only", is_flag=True, help="Load and stop; do not serve.")
def command(host: str, port: int, load_only: bool) -> None:
    """Load the signed plans with sample people and a contest that is open now, then serve it.

    Example: hoithi demo --port 8000
    """
    os.environ.setdefault("HOITHI_MODE", "demo")
    setup_django()
    from hoithi.site.cli.migrate import apply_migrations, prepare_folder
    from hoithi.site.cli.serve import run_server

    prepare_folder()
    apply_migrations()
    done = _load()
    _say(done, f"http://{host}:{port}")
    if not load_only:
        run_server(host, port)


def _load() -> Demonstration:
    from hoithi.core import clock
    from hoithi.plans.demo import load_demonstration

    return load_demonstration(clock.now(), told=lambda what: note(f"Nạp {what}…", f"Loading {what}…"))


def _say(done: Demonstration, address: str) -> None:
    say(f"\nBản chạy thử: {address}", f"\nThe demonstration: {address}")
    for contest in done.running:
        say(
            f"Đang mở: {contest.title}\n  {address}{contest.get_absolute_url()}",
            f"Open now: {contest.title}\n  {address}{contest.get_absolute_url()}",
        )
    say(
        f"\nĐăng nhập tại {address}/dang-nhap/, mật khẩu chung: {done.password}",
        f"\nSign in at {address}/dang-nhap/, password for all: {done.password}",
    )
    for one in done.sign_ins:
        click.echo(f"  {one.email:34} {words(ROLES.get(one.role, one.role), one.role):20} {one.name}")
    click.echo("")
