"""Reading the environment: every value has a safe default, every mistake is one sentence, all of them said at once.

Secrets may be given directly (`SECRET_KEY=…`) or as a file (`SECRET_KEY_FILE=/run/secrets/…`). Outside production a
missing one is made once and kept under `var/keys/`, readable by this account only, never in the database.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from hoithi.core import clock
from hoithi.site.language import words

MODES = ("production", "development", "demo")
KEY_BYTES = 32
# Set by commands that need neither secrets nor a database: then nothing is made, kept or refused.
offline = False
YES, NO = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


class BadEnvironment(ImproperlyConfigured):
    """The environment cannot be used; `problems` are sentences, one per variable."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class Environment:
    """The variables of one process, read once; `check()` raises with everything that was wrong."""

    values: Mapping[str, str]
    var: Path
    problems: list[str] = field(default_factory=list)

    @property
    def mode(self) -> str:
        mode = self.text("HOITHI_MODE", "development")
        if mode not in MODES:
            self.say(
                f"HOITHI_MODE={mode}: phải là một trong {', '.join(MODES)}.",
                f"HOITHI_MODE={mode}: must be one of {', '.join(MODES)}.",
            )
            return "production"
        return mode

    def say(self, vietnamese: str, english: str) -> None:
        problem = words(vietnamese, english)
        if problem not in self.problems:
            self.problems.append(problem)

    def check(self) -> None:
        if self.problems and not offline:
            raise BadEnvironment(self.problems)

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def names(self, name: str, default: str = "") -> list[str]:
        return [part.strip() for part in self.text(name, default).split(",") if part.strip()]

    def number(self, name: str, default: int) -> int:
        raw = self.text(name, str(default))
        if not raw.isdecimal():
            self.say(
                f"{name}={raw}: phải là số nguyên từ 0 trở lên.", f"{name}={raw}: must be a whole number, 0 or more."
            )
            return default
        return int(raw)

    def flag(self, name: str, default: bool) -> bool:
        raw = self.values.get(name)
        if raw is None:
            return default
        if raw.strip().lower() not in YES + NO:
            self.say(f"{name}={raw}: phải là true hoặc false.", f"{name}={raw}: must be true or false.")
        return raw.strip().lower() in YES

    # --- secrets ---------------------------------------------------------------------------------------------------

    def secret(self, name: str, make: Callable[[], str]) -> str:
        """The secret's text; made and kept under `var/keys/` when missing, except in production."""
        given = self.text(name)
        if not given and (path := self.text(f"{name}_FILE")):
            try:
                given = Path(path).read_text("utf-8").strip()
            except OSError as error:
                self.say(
                    f"{name}_FILE={path}: không đọc được ({error.strerror}).",
                    f"{name}_FILE={path}: cannot be read ({error.strerror}).",
                )
        if given:
            return given
        if offline:
            return make()
        if self.mode == "production":
            self.say(
                f"{name} chưa đặt: chế độ production cần nó (hoặc {name}_FILE); xem `hoithi doctor --help`.",
                f"{name} is not set: production needs it (or {name}_FILE). `hoithi doctor --help` shows how.",
            )
            return make()
        return kept(self.var / "keys" / name.lower(), make)

    def secret_key(self) -> str:
        key = self.secret("SECRET_KEY", lambda: secrets.token_urlsafe(50))
        if len(key) < 40:
            self.say(
                "SECRET_KEY quá ngắn: cần ít nhất 40 ký tự ngẫu nhiên.",
                "SECRET_KEY is too short: at least 40 random characters.",
            )
        return key

    def peppers(self) -> dict[int, bytes]:
        """`IDENTITY_PEPPERS=1:hex,2:hex`: version → key of 32 bytes or more; the highest version writes."""
        found: dict[int, bytes] = {}
        for part in self.secret("IDENTITY_PEPPERS", lambda: f"1:{secrets.token_hex(KEY_BYTES)}").split(","):
            version, _, key = part.strip().partition(":")
            try:
                found[int(version)] = bytes.fromhex(key)
            except ValueError:
                self.say(
                    "IDENTITY_PEPPERS: phải là phiên bản:số hệ 16, như 1:00ff…, cách nhau bằng dấu phẩy.",
                    "IDENTITY_PEPPERS: must be version:hexadecimal, as in 1:00ff…, separated by commas.",
                )
                continue
            if len(found[int(version)]) < KEY_BYTES:
                self.say(
                    f"IDENTITY_PEPPERS: phiên bản {version} ngắn hơn {KEY_BYTES} byte.",
                    f"IDENTITY_PEPPERS: version {version} is shorter than {KEY_BYTES} bytes.",
                )
        return found

    def signing_key(self) -> bytes:
        """`SIGNING_KEY`: the site's Ed25519 private key, 32 raw bytes in base64."""
        text = self.secret("SIGNING_KEY", lambda: base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
        try:
            key = base64.b64decode(text, validate=True)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            self.say(
                "SIGNING_KEY: phải là 32 byte viết bằng base64 (openssl rand -base64 32).",
                "SIGNING_KEY: must be 32 bytes in base64 (openssl rand -base64 32).",
            )
            return bytes(KEY_BYTES)
        return key

    # --- services --------------------------------------------------------------------------------------------------

    def database(self) -> dict[str, Any]:
        """`DATABASE_URL`: sqlite:///relative, sqlite:////absolute or postgres://user:password@host:port/name."""
        url = self.text("DATABASE_URL", f"sqlite:///{self.var / 'hoithi.sqlite3'}")
        scheme = urlsplit(url).scheme
        if scheme == "sqlite":
            return {
                **environ.Env.db_url_config(url),
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
                },
            }
        if scheme not in ("postgres", "postgresql"):
            self.say(
                "DATABASE_URL: phải bắt đầu bằng sqlite:/// hoặc postgres://.",
                "DATABASE_URL: must begin with sqlite:/// or postgres://.",
            )
            return {"ENGINE": "django.db.backends.dummy"}
        return self._postgresql(environ.Env.db_url_config(url))

    def _postgresql(self, config: dict[str, Any]) -> dict[str, Any]:
        options: dict[str, Any] = {"application_name": "hoithi", "connect_timeout": 10, **config.pop("OPTIONS", {})}
        bouncer = self.flag("DATABASE_PGBOUNCER", False)
        if not bouncer:  # PgBouncer refuses start-up options
            timeouts = "-c statement_timeout=60s -c lock_timeout=15s -c idle_in_transaction_session_timeout=60s"
            options.setdefault("options", timeouts)
        if size := self.number("DATABASE_POOL", 10 if self.mode == "production" and not bouncer else 0):
            options["pool"] = {"min_size": 1, "max_size": size, "timeout": 10}
        return {**config, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": bouncer, "OPTIONS": options}

    def cache(self) -> dict[str, Any]:
        """`CACHE_URL`: locmem:// (one process), db:// (any number of processes, one database) or redis://host:6379/0."""
        url = self.text("CACHE_URL", "locmem://")
        scheme = urlsplit(url).scheme
        if scheme == "locmem":
            return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        if scheme == "db":
            return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "hoithi_cache"}
        if scheme in ("redis", "rediss"):
            return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "KEY_PREFIX": "hoithi"}
        self.say(
            "CACHE_URL: phải bắt đầu bằng locmem://, db:// hoặc redis://.",
            "CACHE_URL: must begin with locmem://, db:// or redis://.",
        )
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}

    def storage(self) -> dict[str, Any]:
        """Django's own store, for what passes through (imports to be looked at): a folder of this machine."""
        store = self.file_store()
        folder = store["folder"] if store["backend"] == "local" else str(self.var / "files")
        options = {"location": folder, "base_url": None}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}

    def file_store(self) -> dict[str, Any]:
        """`STORAGE_URL`: file:///folder (default `var/files`) or s3://bucket/prefix?endpoint=https://…&region=…"""
        url = self.text("STORAGE_URL", f"file://{self.var / 'files'}")
        parts = urlsplit(url)
        if parts.scheme == "file" and parts.path.startswith("/") and not parts.netloc:
            return {"backend": "local", "folder": parts.path}
        if parts.scheme == "s3" and parts.netloc:
            asked = dict(parse_qsl(parts.query))
            prefix = parts.path.strip("/")
            options = {
                "bucket": parts.netloc,
                "prefix": f"{prefix}/" if prefix else "",
                "endpoint": asked.get("endpoint", ""),
                "region": asked.get("region", "us-east-1"),
                "spool": str(self.var / "files" / "dang-tai"),
            }
            return {"backend": "s3", "options": options}
        self.say(
            "STORAGE_URL: phải là file:///thư-mục hoặc s3://kho/thư-mục?endpoint=https://….",
            "STORAGE_URL: must be file:///folder or s3://bucket/prefix?endpoint=https://….",
        )
        return {"backend": "local", "folder": str(self.var / "files")}

    def bucket_origins(self) -> list[str]:
        """Where browsers are sent to read files of the bucket."""
        options = self.file_store()["options"]
        if options["endpoint"]:
            parts = urlsplit(options["endpoint"])
            return [f"{parts.scheme}://{parts.netloc}"]
        bucket, region = options["bucket"], options["region"]
        return [f"https://{bucket}.s3.amazonaws.com", f"https://{bucket}.s3.{region}.amazonaws.com"]

    def email(self) -> dict[str, Any]:
        """`EMAIL_URL`: console:// , file:///folder, smtp+tls://user:password@host:587 or smtp+ssl://…:465."""
        url = self.text("EMAIL_URL", "" if self.mode == "production" else "console://")
        if not url:
            return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
        parts = urlsplit(url)
        if parts.scheme == "console":
            return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
        if parts.scheme == "file":
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": parts.path,
            }
        if parts.scheme not in ("smtp", "smtp+tls", "smtp+ssl"):
            self.say(
                "EMAIL_URL: phải bắt đầu bằng smtp://, smtp+tls://, smtp+ssl://, file:// hoặc console://.",
                "EMAIL_URL: must begin with smtp://, smtp+tls://, smtp+ssl://, file:// or console://.",
            )
            return {}
        return {name: value for name, value in environ.Env.email_url_config(url).items() if value not in (None, "")}

    # --- the clock -------------------------------------------------------------------------------------------------

    def clock_offset(self) -> timedelta:
        """`HOITHI_NOW`, allowed in a demonstration only: where the clock stood at the first start; it ticks from there.

        The offset is kept in `var/clock.json`, so every process of the demonstration, now and after a restart, shares
        it; another `HOITHI_NOW` sets a new one.
        """
        wanted = self.text("HOITHI_NOW")
        if self.mode != "demo":
            if wanted:
                self.say(
                    "HOITHI_NOW chỉ được dùng với HOITHI_MODE=demo.",
                    "HOITHI_NOW is allowed only with HOITHI_MODE=demo.",
                )
            return timedelta(0)
        path = self.var / "clock.json"
        stored: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {"now": "", "offset_s": 0}
        if wanted in ("", stored["now"]):
            return timedelta(seconds=stored["offset_s"])
        try:
            instant = datetime.fromisoformat(wanted)
        except ValueError:
            self.say(
                f"HOITHI_NOW={wanted}: phải là thời điểm như 2030-01-02T08:00:00+07:00.",
                f"HOITHI_NOW={wanted}: must be an instant like 2030-01-02T08:00:00+07:00.",
            )
            return timedelta(0)
        if offline:
            return timedelta(0)
        instant = instant if instant.tzinfo else instant.replace(tzinfo=clock.VIETNAM)
        seconds = int((instant - clock.now()).total_seconds())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"now": wanted, "offset_s": seconds}) + "\n", "utf-8")
        return timedelta(seconds=seconds)


def kept(path: Path, make: Callable[[], str]) -> str:
    """The secret in `path`; made there (0600, in a folder 0700) when missing, by whichever process comes first."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(make() + "\n")
        try:
            os.link(draft, path)  # appears whole or not at all, and never over another process's
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text("utf-8").strip()
