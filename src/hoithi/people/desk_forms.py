"""Forms of the administrator: units and their changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.core.forms import DayField, PickerField
from hoithi.people.forms import REQUIRED
from hoithi.people.models import Unit
from hoithi.people.queries.units import units_at


def unit_choices(day: date, *, but: Unit | None = None, empty: str = "") -> list[tuple[str, str]]:
    """Units in force as choices; `empty` names the choice of none."""
    rows = units_at(day).values_list("pk", "name", "code")
    choices = [(str(pk), f"{name} ({code})" if code else name) for pk, name, code in rows if not but or pk != but.pk]
    return [("", empty), *choices] if empty else choices


class UnitForm(forms.Form):
    """A unit to be founded."""

    kind = forms.CharField(
        label=_("Loại"), max_length=40, error_messages=REQUIRED, help_text=_("Ví dụ: Sở, Phòng, Xã, Phường, Trường học")
    )
    name = forms.CharField(label=_("Tên đơn vị"), max_length=200, error_messages=REQUIRED)
    short_name = forms.CharField(label=_("Tên gọi tắt"), max_length=80, required=False)
    code = forms.CharField(label=_("Mã đơn vị"), max_length=40, required=False)
    parent = PickerField(label=_("Đơn vị cấp trên"), required=False)
    headcount = forms.IntegerField(
        label=_("Số người"),
        min_value=0,
        required=False,
        help_text=_("Chỉ dùng khi chưa nhập danh sách cán bộ."),
        error_messages={"invalid": _("Hãy nhập một số nguyên."), "min_value": _("Số người không thể âm.")},
    )
    valid_from = DayField(label=_("Từ ngày"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = unit_choices(day, empty=str(_("Không có cấp trên")))  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """What every change of a unit needs: the day."""

    on = DayField(label=_("Từ ngày"), help_text=_("Ngày đầu tiên thay đổi có hiệu lực."))


class RenameForm(ChangeForm):
    """A new name, perhaps a new kind."""

    name = forms.CharField(label=_("Tên mới"), max_length=200, error_messages=REQUIRED)
    field_order = ["name", "on"]


class TargetForm(ChangeForm):
    """The unit to be merged into, or to stand under."""

    target = PickerField(label=_("Đơn vị nhận"))
    field_order = ["target", "on"]

    def __init__(self, *args: Any, unit: Unit, day: date, optional: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = unit_choices(day, but=unit, empty=optional)  # type: ignore[attr-defined]
        self.fields["target"].required = not optional

    def unit(self) -> Unit | None:
        chosen = self.cleaned_data["target"]
        return Unit.objects.get(pk=chosen) if chosen else None
