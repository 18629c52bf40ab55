"""What commands share: the language, Django when needed, one JSON document or words, errors as sentences, progress.

A command looks like this::

    @click.command()
    @json_option
    @needs_django
    def command(as_json: bool) -> None:
        '''What it does.

        Example: hoithi thing --json
        '''
        emit({"ok": True}, as_json, lambda data: say("xong", "done"))
"""

from __future__ import annotations

import functools
import json
import os
import re
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, ParamSpec, Self, TypeVar, overload

import click
from django.core.exceptions import ImproperlyConfigured

from hoithi.core.canonical import instant_text
from hoithi.core.errors import InvalidInput, Refusal
from hoithi.site import environment
from hoithi.site.language import language, words

__all__ = [
    "Progress",
    "emit",
    "explain",
    "json_option",
    "language",
    "needs_django",
    "note",
    "run",
    "say",
    "setup_django",
    "words",
]

P = ParamSpec("P")
R = TypeVar("R")

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
_state = {"emitted": False}


# --- language --------------------------------------------------------------------------------------------------------


def say(vietnamese: str, english: str) -> None:
    """A line for a person, on standard output."""
    click.echo(words(vietnamese, english))


def note(vietnamese: str, english: str) -> None:
    """A line beside the result (what is going on), on standard error."""
    click.echo(words(vietnamese, english), err=True)


# --- Django ----------------------------------------------------------------------------------------------------------


def setup_django(*, offline: bool = False) -> None:
    """Start Django once. `offline`: without secrets and database, so it works whatever the environment says."""
    import django
    from django.apps import apps
    from django.utils import translation

    if not apps.ready:
        environment.offline = offline
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoithi.site.settings")
        django.setup()
    translation.activate(language())


@overload
def needs_django(function: Callable[P, R]) -> Callable[P, R]: ...
@overload
def needs_django(*, database: bool) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def needs_django(function: Callable[P, R] | None = None, *, database: bool = True) -> Any:
    """Decorate a command's function: Django is started before it. `database=False` starts it offline."""
    if function is None:
        return functools.partial(_wrap, database=database)
    return _wrap(function, database=database)


def _wrap(function: Callable[P, R], *, database: bool) -> Callable[P, R]:
    @functools.wraps(function)
    def started(*args: P.args, **kwargs: P.kwargs) -> R:
        setup_django(offline=not database)
        return function(*args, **kwargs)

    return started


# --- output ----------------------------------------------------------------------------------------------------------


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, Decimal | Fraction):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)  # dates, paths, lazily translated sentences


def emit(data: Any, as_json: bool, human: Callable[[Any], object]) -> None:
    """The command's result: exactly one JSON document with `--json`, else whatever `human(data)` prints."""
    if not as_json:
        human(data)
        return
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=_plain))
    _state["emitted"] = True


class Progress:
    """Progress of long work on standard error: `with Progress("…", total) as progress: progress.step()`."""

    def __init__(self, label: str, total: int) -> None:
        self.label, self.total, self.done = label, total, 0
        self._live = sys.stderr.isatty()
        self._every_s = 0.2 if self._live else 5.0
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def step(self, count: int = 1) -> None:
        self.done += count
        moment = time.monotonic()
        if moment - self._last >= self._every_s:
            self._last = moment
            self._show()

    def _show(self) -> None:
        share = f"{self.done}/{self.total}" if self.total else str(self.done)
        click.echo(f"\r{self.label}: {share}" if self._live else f"{self.label}: {share}", err=True, nl=not self._live)

    def __exit__(self, *_: object) -> None:
        self._show()
        if self._live:
            click.echo("", err=True)


# --- errors ----------------------------------------------------------------------------------------------------------


def run(cli: click.Command, args: list[str]) -> int:
    """Run and answer with the exit code; every error becomes one sentence a line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    _state["emitted"] = False
    try:
        result = cli.main(args=args, prog_name="hoithi", standalone_mode=False)
        return result if isinstance(result, int) and not isinstance(result, bool) else 0
    except (KeyboardInterrupt, click.Abort):
        click.echo(words("Đã dừng theo yêu cầu.", "Stopped as asked."), err=True)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing it says nothing more
        return 1
    except Exception as error:  # the last stand before a person sees a trace
        code, problems = explain(error)
        for at, sentence in problems:
            click.echo(f"{at}: {sentence}" if at else sentence, err=True)
        if code == 1 and "--json" in args and not _state["emitted"]:
            document = {"ok": False, "problems": [{"at": at, "message": sentence} for at, sentence in problems]}
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return code


def explain(error: Exception) -> tuple[int, list[tuple[str, str]]]:
    """The exit code of an error and its sentences, each with its place ("" when there is none)."""
    from django.db import OperationalError, ProgrammingError

    if isinstance(error, click.ClickException):
        return _explain_call(error)
    if isinstance(error, InvalidInput) and error.problems:
        return 1, [(problem.at, str(problem.message)) for problem in error.problems]
    if isinstance(error, Refusal):
        return 1, [("", str(error))]
    if isinstance(error, environment.BadEnvironment):
        return 1, [("", problem) for problem in error.problems]
    if isinstance(error, OperationalError | ProgrammingError):
        first = (str(error).strip().splitlines() or [""])[0]
        return 1, [
            (
                "",
                words(
                    f"Cơ sở dữ liệu chưa dùng được ({first}); chạy `hoithi migrate`, xem `hoithi doctor`.",
                    f"The database cannot be used yet ({first}); run `hoithi migrate`, see `hoithi doctor`.",
                ),
            )
        ]
    if os.environ.get("LOG_LEVEL", "").upper() == "DEBUG":
        traceback.print_exc()
    what = f"{type(error).__name__}: {error}".strip().splitlines()[0]
    if isinstance(error, OSError) and error.filename:
        file, why = error.filename, error.strerror
        return 1, [("", words(f"Không đọc hay ghi được {file} ({why}).", f"Cannot read or write {file} ({why})."))]
    if isinstance(error, OSError | ImproperlyConfigured):
        return 1, [("", what)]
    return 1, [
        (
            "",
            words(
                f"Lỗi ngoài dự kiến ({what}); đặt LOG_LEVEL=DEBUG để xem chi tiết và báo cho nhóm phát triển.",
                f"An unexpected error ({what}); set LOG_LEVEL=DEBUG to see details and tell the developers.",
            ),
        )
    ]


def _explain_call(error: click.ClickException) -> tuple[int, list[tuple[str, str]]]:
    if not isinstance(error, click.UsageError):
        return 1, [("", error.format_message())]
    path = error.ctx.command_path if error.ctx else "hoithi"
    sentence = _call_sentence(error).rstrip(".")
    return 2, [("", words(f"{sentence}; xem `{path} --help`.", f"{sentence}; see `{path} --help`."))]


CLICKS_OWN = [
    (r"(?:File|Path) '(.*)' does not exist", r"không có tệp \1"),
    (r"(?:File|Path) '(.*)' is a directory", r"\1 là thư mục, cần một tệp"),
    (r"(?:File|Path) '(.*)' is not readable", r"không đọc được tệp \1"),
    (r"'(.*)' is not one of (.*)", r"“\1” không có trong các lựa chọn \2"),
    (r"(.*) is not in the range (.*)", r"\1 nằm ngoài khoảng \2"),
    (r"'(.*)' is not a valid integer.*", r"“\1” không phải số nguyên"),
]


def _in_vietnamese(message: str) -> str:
    """What click says of a value it refuses itself; sentences of our own stay."""
    plain = message.rstrip(".")
    for english, vietnamese in CLICKS_OWN:
        if re.fullmatch(english, plain):
            return re.sub(english, vietnamese, plain)
    return message


def _call_sentence(error: click.UsageError) -> str:
    english = error.format_message()
    if language() == "en":
        return english
    param = getattr(error, "param", None)
    name = param.get_error_hint(error.ctx) if param is not None and error.ctx is not None else ""
    name = name or str(getattr(error, "param_hint", None) or "")
    if isinstance(error, click.NoSuchOption):
        return f"Không có tùy chọn {error.option_name}"
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {name}"
    if isinstance(error, click.BadParameter):
        return f"Giá trị của {name} không dùng được: {_in_vietnamese(error.message)}"
    if english.startswith("No such command"):
        return f"Không có lệnh {english.split(chr(39))[1]}"
    return english
