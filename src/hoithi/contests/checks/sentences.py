"""What a validator found, as plain sentences with the place in the file: `part[0].closes`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ValidationError

from hoithi.core.errors import Problem

PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": _("mã chỉ gồm chữ thường không dấu, chữ số và gạch nối, ví dụ “cong-dan”"),
    r"^[a-z][a-z0-9_]*$": _("tên chỉ gồm chữ thường không dấu, chữ số và gạch dưới, ví dụ “all_correct”"),
    r"^[A-Z0-9]{2,6}$": _("cần 2 đến 6 chữ hoa không dấu hoặc chữ số, ví dụ “SS24”"),
}
PLAIN = {
    "missing": _("thiếu khóa này"),
    "int_type": _("cần một số nguyên, viết không có dấu nháy"),
    "bool_type": _("cần true hoặc false, viết không có dấu nháy"),
    "string_type": _("cần một chuỗi chữ, đặt trong dấu nháy kép"),
    "list_type": _("cần một danh sách, đặt trong ngoặc vuông"),
    "dict_type": _("cần một bảng (các dòng khóa = giá trị)"),
    "model_type": _("cần một bảng (các dòng khóa = giá trị)"),
    "model_attributes_type": _("cần một bảng (các dòng khóa = giá trị)"),
    "datetime_type": _("cần ngày hoặc ngày giờ, ví dụ 2024-08-31 hoặc 2024-08-31T17:00:00, viết không có dấu nháy"),
    "date_type": _("cần một ngày, ví dụ 2024-08-31, viết không có dấu nháy"),
    "decimal_type": _("cần một số"),
}


def problems_of(error: ValidationError, root: type[BaseModel], at: str = "") -> list[Problem]:
    """Every finding of a validator on `root`, which stands at the place `at` of the file."""
    return [Problem(place(item["loc"], at), _sentence(item, root)) for item in error.errors(include_url=False)]


def place(loc: Iterable[str | int], at: str = "") -> str:
    """("part", 0, "closes") → "part[0].closes"; marks the validator adds for itself are left out."""
    found = at
    for step in loc:
        if isinstance(step, int):
            found += f"[{step}]"
        elif not any(mark in step for mark in "([{"):
            found += f".{step}" if found else step
    return found


def unknown(what: str, key: str, known: Iterable[str]) -> str:
    """ "không có khóa “cloze”, có phải “closes”?" """
    close = get_close_matches(key, list(known), n=1)
    if close:
        return _("không có %(what)s “%(key)s”, có phải “%(close)s”?") % {
            "what": what,
            "key": key,
            "close": close[0],
        }
    return _("không có %(what)s “%(key)s”") % {"what": what, "key": key}


def _sentence(item: Any, root: type[BaseModel]) -> str:
    context = item.get("ctx", {})
    match item["type"]:
        case "extra_forbidden":
            return unknown(str(_("khóa")), str(item["loc"][-1]), _keys(root, item["loc"][:-1]))
        case "literal_error":
            choices = context["expected"].replace(" or ", ", ").replace("'", "")
            sentence = _("không dùng được giá trị “%(found)s”, hãy chọn một trong: %(choices)s")
            return str(sentence % {"found": item["input"], "choices": choices})
        case "string_pattern_mismatch":
            sentence = PATTERNS.get(context["pattern"]) or _("không đúng mẫu %(pattern)s") % context
            return _("“%(found)s” không hợp lệ: %(sentence)s") % {
                "found": item["input"],
                "sentence": sentence,
            }
        case "value_error":
            return str(context["error"])
        case kind if kind in PLAIN:
            return str(PLAIN[kind])
        case kind:
            return _bounds(kind, context) or str(_("giá trị không hợp lệ (%(detail)s)") % {"detail": item["msg"]})


def _bounds(kind: str, context: dict[str, Any]) -> str:
    sentences = {
        "greater_than_equal": ("ge", _("phải từ %(limit)s trở lên")),
        "greater_than": ("gt", _("phải lớn hơn %(limit)s")),
        "less_than_equal": ("le", _("không được quá %(limit)s")),
        "less_than": ("lt", _("phải nhỏ hơn %(limit)s")),
        "too_short": ("min_length", _("cần ít nhất %(limit)s mục")),
        "too_long": ("max_length", _("không được quá %(limit)s mục")),
        "string_too_short": ("min_length", _("không được để trống")),
        "string_too_long": ("max_length", _("không được dài quá %(limit)s ký tự")),
    }
    if kind not in sentences:
        return ""
    name, sentence = sentences[kind]
    return str(sentence % {"limit": context[name]})


def _keys(root: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """The keys allowed at a place of the file."""
    model: type[BaseModel] | None = root
    for step in loc:
        if model is None or isinstance(step, int):
            continue
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        model = _model(fields[step].annotation) if step in fields else model
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model(arg))), None)
