"""What is missing or unsafe here, and how to mend it. Each check answers with findings; nothing is changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import DatabaseError, connection

from hoithi.audit.triggers import missing_triggers
from hoithi.contests import triggers as rank_triggers
from hoithi.core import clock
from hoithi.core.errors import Refusal
from hoithi.files.store import store
from hoithi.site.health import unapplied_migrations
from hoithi.site.language import words

GIB = 1024**3


@dataclass(frozen=True)
class Finding:
    """`level` is "ok", "warn" (works, not good enough for real use) or "bad" (must be mended)."""

    check: str
    level: str
    message: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def examine() -> list[Finding]:
    """Every finding, in the order of the checks below."""
    return [finding for check in CHECKS for finding in check()]


def python() -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Finding("python", "ok" if sys.version_info >= (3, 11) else "bad", f"Python {version}")


def mode() -> Iterator[Finding]:
    if settings.MODE == "production":
        yield Finding("mode", "ok", words("Chế độ vận hành thật.", "Production mode."))
    else:
        yield Finding(
            "mode",
            "warn",
            words(f"Chế độ {settings.MODE}, không dùng cho cuộc thi thật.", f"Mode {settings.MODE}, not for real use."),
            words("Đặt HOITHI_MODE=production.", "Set HOITHI_MODE=production."),
        )
    yield Finding("hosts", "ok", f"ALLOWED_HOSTS={','.join(settings.ALLOWED_HOSTS)}")
    if settings.PRODUCTION and not settings.HTTPS:
        message = words("Trang không bắt buộc HTTPS.", "HTTPS is not required.")
        yield Finding("https", "bad", message, words("Bỏ HTTPS=false.", "Remove HTTPS=false."))
    if settings.PRODUCTION and not settings.SITE_URL:
        message = words("SITE_URL chưa đặt: mã QR in ra giấy cần nó.", "SITE_URL is not set: printed QR codes need it.")
        yield Finding("site_url", "warn", message, "SITE_URL=https://…")


def keys() -> Iterator[Finding]:
    folder = settings.VAR_DIR / "keys"
    loose = [path for path in folder.glob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose:
        names = ", ".join(path.name for path in loose)
        message = words(f"Người khác đọc được khóa: {names}.", f"Others can read the keys: {names}.")
        yield Finding("keys", "bad", message, f"chmod 600 {folder}/*")
        return
    kept = sorted(path.name for path in folder.glob("*"))
    where = str(folder) if kept else words("môi trường", "the environment")
    yield Finding("keys", "ok", words(f"Khóa ở {where}.", f"Keys are in {where}."))


def database() -> Iterator[Finding]:
    try:
        connection.ensure_connection()
        waiting = unapplied_migrations()
        yield from _sqlite() if connection.vendor == "sqlite" else _postgresql()
    except DatabaseError as error:
        first = (str(error).strip().splitlines() or [""])[0]
        message = words(f"Không nối được cơ sở dữ liệu: {first}.", f"The database cannot be reached: {first}.")
        mend = words("Xem DATABASE_URL; chạy `hoithi migrate`.", "See DATABASE_URL; run `hoithi migrate`.")
        yield Finding("database", "bad", message, mend)
        return
    if waiting:
        message = words(f"Còn {len(waiting)} thay đổi chưa áp dụng.", f"{len(waiting)} migrations are not applied.")
        yield Finding("migrations", "bad", message, "hoithi migrate")
        return
    yield Finding("migrations", "ok", words("Đúng phiên bản.", "Up to date."))
    if lacking := missing_triggers(connection):
        message = words(
            f"Nhật ký không được khóa: {', '.join(lacking)}.", f"The log is unlocked: {', '.join(lacking)}."
        )
        yield Finding("audit", "bad", message, "hoithi migrate")
    else:
        yield Finding("audit", "ok", words("Nhật ký chỉ ghi thêm.", "The log is append-only."))
    if lacking := rank_triggers.missing_triggers(connection):
        message = words(
            f"Thứ hạng không được đếm theo: {', '.join(lacking)}.",
            f"Places are not kept count of: {', '.join(lacking)}.",
        )
        yield Finding("standings", "bad", message, "hoithi migrate")


def _value(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def _sqlite() -> Iterator[Finding]:
    journal, sync, foreign = (_value(f"PRAGMA {name}") for name in ("journal_mode", "synchronous", "foreign_keys"))
    durable = (journal, int(sync) >= 2, foreign) == ("wal", True, 1)
    facts = f"SQLite {sqlite3.sqlite_version}, {journal}, synchronous={sync}, foreign_keys={foreign}"
    mend = words(
        "Đặt tệp trên đĩa cục bộ, không phải đĩa mạng.", "Keep the file on a local disk, not on a network one."
    )
    yield Finding("database", "ok" if durable else "bad", facts, "" if durable else mend)
    if settings.PRODUCTION:
        message = words("SQLite đủ cho một xã, một máy chủ.", "SQLite is enough for a commune and one server.")
        yield Finding("database_size", "warn", message, "DATABASE_URL=postgres://…")


def _postgresql() -> Iterator[Finding]:
    names = ("fsync", "synchronous_commit", "full_page_writes")
    values = {name: _value(f"SHOW {name}") for name in names}
    version = int(_value("SHOW server_version_num")) // 10000
    facts = f"PostgreSQL {version}, " + ", ".join(f"{name}={value}" for name, value in values.items())
    unsafe = [f"{name}=on" for name, value in values.items() if value == "off"]
    mend = "postgresql.conf: " + ", ".join(unsafe) if unsafe else ""
    yield Finding("database", "bad" if unsafe or version < 15 else "ok", facts, mend)
    if (encoding := _value("SHOW server_encoding")) != "UTF8":
        yield Finding("encoding", "bad", f"server_encoding={encoding}", "createdb --encoding=UTF8")
    apart_s = abs((_value("SELECT clock_timestamp()") - datetime.now(UTC)).total_seconds())  # the machine's own clock
    if apart_s > 2:
        message = words(
            f"Đồng hồ hai máy lệch {apart_s:.0f} giây.", f"The two machines' clocks are {apart_s:.0f} s apart."
        )
        yield Finding("clocks", "bad", message, "chrony / systemd-timesyncd")


def files() -> Iterator[Finding]:
    folder: Path = settings.VAR_DIR
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    level = "ok" if free >= 2 * GIB else "warn" if free >= GIB // 4 else "bad"
    message = words(f"Còn {free / GIB:.1f} GiB trống.", f"{free / GIB:.1f} GiB free.")
    yield Finding("disk", level, message, "" if level == "ok" else words("Dọn hoặc thêm đĩa.", "Free or add space."))
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK):
        yield Finding(
            "folder", "bad", words(f"Không ghi được vào {folder}.", f"{folder} is not writable."), "HOITHI_VAR=…"
        )
    if settings.STATIC_ROOT and not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        message = words("Tệp tĩnh chưa được gom.", "Static files are not collected.")
        yield Finding("static", "bad", message, "hoithi migrate")
    missing = [weight for weight in (400, 600, 700) if not _font(weight)]
    if missing:
        message = words(f"Thiếu phông chữ: {missing}.", f"Fonts are missing: {missing}.")
        yield Finding("fonts", "warn", message, words("Cài lại phần mềm.", "Install the software again."))
    else:
        yield Finding("fonts", "ok", "Be Vietnam Pro")


def uploads() -> Iterator[Finding]:
    """The store uploads end in: room, or a bucket that answers."""
    where = settings.STORAGES["default"]["OPTIONS"]["location"] if settings.FILES_STORE["backend"] == "local" else "s3"
    try:
        free = store().free_bytes()
        if free is None:
            store().remove("hoithi-doctor")  # asks the bucket and changes nothing
    except (OSError, Refusal) as error:
        message = words(f"Kho tệp không dùng được: {error}", f"The store cannot be used: {error}")
        yield Finding("store", "bad", message, "STORAGE_URL=…")
        return
    if free is None:
        yield Finding("store", "ok", words("Kho S3 trả lời.", "The bucket answers."))
        return
    level = "ok" if free >= 20 * GIB else "warn" if free >= GIB // 4 else "bad"
    message = words(f"Kho tệp {where} còn {free / GIB:.1f} GiB.", f"The store {where} has {free / GIB:.1f} GiB free.")
    mend = words(
        "Video cần nhiều chỗ: thêm đĩa, hoặc đặt STORAGE_URL sang đĩa khác.",
        "Films need room: add a disk, or point STORAGE_URL to another.",
    )
    yield Finding("store", level, message, "" if level == "ok" else mend)


def _font(weight: int) -> bool:
    found = finders.find(f"core/fonts/be-vietnam-pro-vietnamese-{weight}.woff2")
    return bool(found)


def time() -> Iterator[Finding]:
    hours = clock.now().utcoffset()
    zone_ok = hours is not None and hours.total_seconds() == 7 * 3600
    yield Finding("zone", "ok" if zone_ok else "bad", "Asia/Ho_Chi_Minh +07:00", "" if zone_ok else "tzdata")
    if settings.CLOCK_OFFSET:
        now = f"{clock.now():%H:%M %d/%m/%Y}"
        message = words(f"Đồng hồ trình diễn đang là {now}.", f"The demonstration's clock stands at {now}.")
        yield Finding("clock", "warn", message, words("Bỏ HOITHI_NOW.", "Remove HOITHI_NOW."))


def services() -> Iterator[Finding]:
    if settings.PRODUCTION and settings.EMAIL_BACKEND.rsplit(".", 2)[-2] in ("dummy", "console"):
        message = words("Chưa gửi được thư điện tử.", "E-mail is not sent.")
        yield Finding("email", "warn", message, "EMAIL_URL=smtp+tls://…")
    if settings.PRODUCTION and settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
        message = words("Bộ nhớ đệm riêng từng tiến trình.", "Each process has a cache of its own.")
        yield Finding("cache", "warn", message, "CACHE_URL=redis://… | db://")
    message = words("Sao lưu tự động chưa có trong bản này.", "Backups are not built yet.")
    mend = words(
        f"Tự sao chép cơ sở dữ liệu và thư mục {settings.VAR_DIR}; giữ khóa ở nơi khác.",
        f"Copy the database and {settings.VAR_DIR} yourself; keep the keys elsewhere.",
    )
    yield Finding("backup", "warn", message, mend)


CHECKS: list[Callable[[], Iterator[Finding]]] = [python, mode, keys, database, files, uploads, time, services]
