"""Plan files (tệp kế hoạch): read strictly, written canonically."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from hoithi.contests.checks import check_plan, problems_of
from hoithi.contests.schema import Plan
from hoithi.contests.written import as_written
from hoithi.core.errors import InvalidInput, Problem

PLACE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)$")
SYNTAX = {
    "Expected '=' after a key": _("sau tên khóa phải có dấu bằng"),
    "Invalid value": _("giá trị viết không đúng; chuỗi chữ phải đặt trong dấu nháy kép"),
    "Cannot overwrite a value": _("khóa này đã có ở trên"),
    "Cannot declare": _("bảng này đã có ở trên"),
    "Unclosed array": _("danh sách thiếu dấu đóng ngoặc vuông"),
    "Unclosed inline table": _("bảng một dòng thiếu dấu đóng ngoặc nhọn"),
    "Unterminated string": _("chuỗi chữ thiếu dấu nháy đóng"),
    "Illegal character": _("có ký tự không được phép trong chuỗi chữ"),
    "Expected newline": _("thừa chữ ở cuối dòng"),
    "Expected ']": _("tên bảng thiếu dấu đóng ngoặc vuông"),
}


class InvalidPlan(InvalidInput):
    """A plan file that is wrong, with every problem and its place; nothing was changed."""


def load_plan(path: Path, *, check: bool = True) -> Plan:
    """The plan in a file. Raises InvalidPlan; `check=False` leaves out what concerns only cross-references."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidPlan([Problem("", str(_("tệp không phải chữ UTF-8 (byte thứ %d)") % (error.start + 1)))]) from None
    except FileNotFoundError:
        raise InvalidPlan([Problem("", str(_("không có tệp %(path)s") % {"path": path}))]) from None
    except OSError as error:
        sentence = _("không đọc được tệp %(path)s (%(why)s)") % {"path": path, "why": error.strerror}
        raise InvalidPlan([Problem("", str(sentence))]) from None
    return parse_plan(text, check=check)


def parse_plan(text: str, *, check: bool = True) -> Plan:
    """The plan in a TOML text. Raises InvalidPlan."""
    try:
        return build_plan(tomllib.loads(text), check=check)
    except tomllib.TOMLDecodeError as error:
        raise InvalidPlan([_syntax(str(error))]) from None


def build_plan(data: dict[str, Any], *, check: bool = True) -> Plan:
    """The plan in tables as TOML gives them; equal plans are equal however they were written. Raises InvalidPlan."""
    try:
        plan = Plan.model_validate(data)
    except ValidationError as error:
        raise InvalidPlan(problems_of(error, Plan)) from None
    problems = check_plan(plan) if check else []
    if problems:
        raise InvalidPlan(problems)
    return Plan.model_validate(as_written(plan))  # a kind's settings are plain data: 0.50 and 0.5 become one


def _syntax(message: str) -> Problem:
    found = PLACE.search(message)
    what = message[: found.start()].strip() if found else message
    meant = next((str(sentence) for start, sentence in SYNTAX.items() if what.startswith(start)), what)
    at = str(_("cuối tệp"))
    if found and found[1]:
        at = str(_("dòng %(line)s, cột %(column)s") % {"line": found[1], "column": found[2]})
    return Problem(at, str(_("tệp TOML sai cú pháp: %(meant)s") % {"meant": meant}))
