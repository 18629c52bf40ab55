"""Forms of judging."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import fold
from hoithi.judging.models import Sheet
from hoithi.judging.operations.sheet import Given

MOST_BYTES = 64_000
MARK = "diem-"


class ReasonForm(forms.Form):
    """Why something is done that the minutes should tell."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Cần nêu lý do, sẽ ghi vào biên bản chấm.")},
    )

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label


class CriterionForm(forms.Form):
    """One criterion; a line without a title is left out."""

    title = forms.CharField(label=gettext_lazy("Tiêu chí"), max_length=200, required=False)
    block = forms.CharField(label=gettext_lazy("Nhóm"), max_length=100, required=False)
    maximum = forms.CharField(label=gettext_lazy("Điểm tối đa"), max_length=10, required=False)
    step = forms.CharField(label=gettext_lazy("Bước điểm"), max_length=10, required=False)
    weight = forms.CharField(label=gettext_lazy("Hệ số"), max_length=10, required=False)
    nothing = forms.CharField(label=gettext_lazy("0 điểm nghĩa là"), max_length=300, required=False)
    half = forms.CharField(label=gettext_lazy("Nửa số điểm nghĩa là"), max_length=300, required=False)
    full = forms.CharField(label=gettext_lazy("Điểm tối đa nghĩa là"), max_length=300, required=False)
    key = forms.CharField(required=False, widget=forms.HiddenInput)


CriteriaFormSet = forms.formset_factory(CriterionForm, extra=3, max_num=30)


def written_criteria(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Filled lines as the plan would write them; keys are made of titles and kept from version to version."""
    found: list[dict[str, Any]] = []
    for line in lines:
        if not line.get("title"):
            continue
        key = line.get("key") or key_of(line["title"])
        if any(one["key"] == key for one in found):
            key = f"{key[:50]}-{len(found) + 1}"
        numbers = {
            name: line[name].replace(",", ".") for name in ("maximum", "step", "weight") if line.get(name, "").strip()
        }
        words = {name: line.get(name, "") for name in ("nothing", "half", "full")}
        base = {"key": key, "title": line["title"], "block": line.get("block", "").strip(), "descriptors": words}
        found.append(base | numbers)
    return found


def key_of(title: str) -> str:
    """ "Nội dung, ý nghĩa" → "noi-dung-y-nghia"."""
    flat = "".join(char if char.isascii() and char.isalnum() else " " for char in fold(title))
    return "-".join(flat.split())[:50].strip("-") or "tieu-chi"


def shown_criteria(criteria: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored criteria as the form shows them."""
    return [
        {name: str(one[name]).replace(".", ",") for name in ("maximum", "step", "weight")}
        | {name: one["descriptors"].get(name, "") for name in ("nothing", "half", "full")}
        | {"title": one["title"], "block": one["block"], "key": one["key"]}
        for one in criteria
    ]


def read_form(request: HttpRequest, sheet: Sheet) -> Given:
    """A sheet as a plain form sends it."""
    post = request.POST
    marks = {one["key"]: str(post.get(MARK + one["key"], "")) for one in sheet.rubric.criteria}
    unknown = {name.removeprefix(MARK): str(post[name]) for name in post if name.startswith(MARK)}
    return Given(
        unknown | marks,
        str(post.get("nhan-xet", "")),
        _number(post.get("phien-ban")),
        str(post.get("trang", "")),
        _number(post.get("lan")),
    )


def read_json(body: bytes) -> Given:
    """A sheet as the page's script sends it. Raises InvalidInput."""
    try:
        if len(body) > MOST_BYTES:
            raise ValueError
        data = json.loads(body)
        marks = {str(key): str(value) for key, value in data["marks"].items()}
        return Given(marks, str(data["comment"]), int(data["revision"]), str(data["tab"]), int(data["seq"]))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidInput([Problem("", _("Không đọc được phiếu gửi lên. Hãy tải lại trang."))]) from error


def _number(text: Any) -> int:
    written = str(text or "")
    return int(written) if written.isdecimal() and len(written) < 16 else -1
