"""The form of a monthly report: a field for each figure of the plan, taken as typed; the operation judges them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import InvalidInput
from hoithi.emulation.schema import Figure, ScorecardSettings
from hoithi.people.forms import REQUIRED, refused

MARK = "so-"
"""Before the key of a figure, so that no figure takes the name of another field."""
LONGEST = 40


class FiguresForm(forms.Form):
    """Figures alone. `known` are notes under a field: last month's number, the portal's."""

    def __init__(
        self, *args: Any, card: ScorecardSettings, notes: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.figures: list[Figure] = card.asked
        for one in self.figures:
            self.fields[MARK + one.key] = _field(one, (notes or {}).get(one.key, ""))
            self.fields[MARK + one.key].needed_later = one.required  # type: ignore[attr-defined]

    def typed(self) -> dict[str, str]:
        """Figures as they were typed, whatever is wrong with them."""
        return {one.key: str(self.data.get(self.add_prefix(MARK + one.key), "")) for one in self.figures}

    def figure_fields(self) -> list[forms.BoundField]:
        return [self[MARK + one.key] for one in self.figures]

    def refuse(self, refusal: InvalidInput, other: str | None = None) -> None:
        """Show each problem at its figure; the rest at `other`, or on top."""
        known = {one.key for one in self.figures}
        for problem in refusal.problems:
            at = MARK + problem.at if problem.at in known else other if other in self.fields else None
            self.add_error(at, str(problem.message))
        if not refusal.problems:
            refused(self, refusal)


class ReportForm(FiguresForm):
    """A monthly report as its unit writes it."""

    fall_reason = forms.CharField(
        label=_("Lý do số lũy kế giảm so với tháng trước"),
        max_length=1000,
        required=False,
        help_text=_("Ví dụ: tháng trước đếm trùng 12 hồ sơ. Người thẩm định đọc được."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        label=_("Ghi chú"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def seen(self) -> int | None:
        written = str(self.data.get("version", ""))
        return int(written) if written.isdecimal() and len(written) < 10 else None


def initial_of(figures: Mapping[str, str]) -> dict[str, str]:
    """Values by figure as the fields' initial values."""
    return {MARK + key: value for key, value in figures.items()} | dict(figures)


def _field(one: Figure, note: str) -> forms.Field:
    help_text = ". ".join(part for part in (_unit(one), note) if part)
    if one.kind == "yes_no":
        choices = [("", _("Chưa chọn")), ("1", _("Có")), ("0", _("Không"))]
        return forms.ChoiceField(
            label=one.title, choices=choices, required=False, help_text=help_text, widget=forms.Select
        )
    attrs = {"inputmode": "decimal" if one.kind == "points" else "numeric", "autocomplete": "off"}
    return forms.CharField(
        label=one.title,
        max_length=LONGEST,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
    )


def _unit(one: Figure) -> str:
    return "" if one.kind == "yes_no" else one.unit


class SheetForm(forms.Form):
    """An Excel or CSV file."""

    file = forms.FileField(label=_("Tệp Excel hoặc CSV"), error_messages=REQUIRED)


class AppealForm(forms.Form):
    """What a unit objects to."""

    text = forms.CharField(
        label=_("Nội dung kiến nghị"),
        max_length=4000,
        error_messages={"required": _("Hãy nêu điều đơn vị không đồng ý và căn cứ.")},
        help_text=_("Nêu số liệu hoặc kết luận nào chưa đúng, số đúng là bao nhiêu, căn cứ vào đâu."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = forms.FileField(label=_("Tệp chứng minh"), required=False, help_text=_("Tối đa 20 MB."))
