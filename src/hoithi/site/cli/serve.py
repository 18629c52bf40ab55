"""`hoithi serve`: the whole product with one command, in one process or in several web processes.

The periodic jobs run once, in the process that was called; each web process has its own way into the database for
saves, submits and starts, and writes what waits there before it ends."""

from __future__ import annotations

import signal
import socket
import threading
from types import FrameType

import click

from hoithi.site.cli._support import needs_django, note, words


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--migrate", is_flag=True, help="Make the database fit first.")
@click.option("--no-jobs", is_flag=True, help="Leave the periodic jobs to `hoithi worker`.")
@needs_django
def command(host: str, port: int, workers: int, migrate: bool, no_jobs: bool) -> None:
    """Serve the site and run its periodic jobs until stopped (Ctrl-C).

    Example: hoithi serve --host 0.0.0.0 --port 8000
    """
    from hoithi.site.cli.migrate import apply_migrations, prepare_folder
    from hoithi.site.health import unapplied_migrations

    prepare_folder()
    if migrate:
        apply_migrations()
    elif unapplied_migrations():
        raise click.ClickException(
            words(
                "Cơ sở dữ liệu chưa đúng phiên bản: chạy `hoithi migrate` trước, hoặc `hoithi serve --migrate`.",
                "The database does not fit this version: run `hoithi migrate` first, or `hoithi serve --migrate`.",
            )
        )
    run_server(host, port, workers=workers, jobs=not no_jobs)


def run_server(host: str, port: int, *, workers: int = 1, jobs: bool = True) -> None:
    """Serve until a signal; used by `serve` and by the demonstration."""
    import uvicorn
    from django.conf import settings
    from uvicorn.supervisors import Multiprocess

    listener = listen(host, port)
    address = f"http://{host}:{listener.getsockname()[1]}"
    note(f"Đang phục vụ tại {address} (Ctrl-C để dừng).", f"Serving {address} (Ctrl-C to stop).")
    if workers > 1 and settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        note(
            f"{workers} tiến trình, mỗi tiến trình tự đếm giới hạn số lần; đặt CACHE_URL=db:// để đếm chung.",
            f"{workers} processes count limits each for itself; CACHE_URL=db:// makes them count together.",
        )
    config = uvicorn.Config(
        "hoithi.site.asgi:application",
        workers=workers,
        log_level="info" if settings.DEBUG else "warning",
        access_log=False,
        proxy_headers=False,  # the client's address is told by TRUSTED_PROXIES alone
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=10,
    )
    signal.signal(signal.SIGTERM, _end)
    stop = threading.Event()
    thread = _start_jobs(stop) if jobs else None
    try:
        if workers > 1:
            Multiprocess(config, sockets=[listener]).run()
        else:
            uvicorn.Server(config).run(sockets=[listener])
    finally:
        stop.set()
        if thread is not None:
            thread.join(10)
        listener.close()


def _end(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def _start_jobs(stop: threading.Event) -> threading.Thread:
    from hoithi.core import periodic
    from hoithi.site.cli.worker import start_jobs

    start_jobs()
    thread = threading.Thread(target=periodic.loop, args=[stop], name="jobs", daemon=True)
    thread.start()
    return thread


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, or a sentence saying why there is none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise click.ClickException(
            words(
                f"Không mở được {host}:{port} ({error.strerror}); chọn cổng khác bằng --port (make demo PORT=8010).",
                f"Cannot listen on {host}:{port} ({error.strerror}); choose another with --port (make demo PORT=8010).",
            )
        ) from error
    listener.set_inheritable(True)
    return listener
