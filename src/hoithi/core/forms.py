"""Forms in the look: the renderer, a day asked in three boxes, a long list one can search with or without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from hoithi.core.text import fold

_SEPARATORS = re.compile(r"[^0-9]+")
_NOTHING = "\0"  # never a choice: the person asked to search, not to answer


class LookRenderer(DjangoTemplates):
    """`{{ form }}` and `{{ field.as_field_group }}` in the look; `FORM_RENDERER` names this class."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"


class DayInput(forms.Widget):
    """Three boxes, day, month, year; a whole date pasted into the first box is understood too."""

    template_name = "core/widgets/day.html"
    use_fieldset = True
    parts = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        super().__init__(attrs)
        self.birthday = birthday

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        filled = self._split(value)
        context["widget"]["invalid"] = (attrs or {}).get("aria-invalid")
        labels = {"day": _("Ngày"), "month": _("Tháng"), "year": _("Năm")}
        context["widget"]["boxes"] = [
            {
                "part": part,
                "label": labels[part],
                "value": filled[part],
                "size": 4 if part == "year" else 2,
                "autocomplete": f"bday-{part}" if self.birthday else "off",
            }
            for part in self.parts
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        typed = [str(data.get(f"{name}_{part}", "")).strip() for part in self.parts]
        if typed == ["", "", ""]:
            return data.get(name)
        if typed[1:] == ["", ""] and len(_SEPARATORS.split(typed[0])) == 3:
            typed = _SEPARATORS.split(typed[0])
        return "/".join(typed)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}_{part}" in data for part in self.parts)

    def _split(self, value: Any) -> dict[str, str]:
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        typed = [*str(value or "").split("/"), "", "", ""][:3]
        return dict(zip(self.parts, typed, strict=True))


class DayField(forms.Field):
    """A calendar day written the Vietnamese way, "20/6/1990" (also "1990-06-20"); cleans to `date`."""

    widget = DayInput
    default_error_messages = {
        "required": _("Hãy nhập đủ ngày, tháng, năm."),
        "invalid": _("Ngày này không có trong lịch. Hãy nhập ngày, tháng, năm bằng số, ví dụ 20 / 6 / 1990."),
    }

    def __init__(self, *, birthday: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayInput(birthday=birthday))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        parts = [part for part in _SEPARATORS.split(str(value)) if part]
        if len(parts) == 3 and len(parts[0]) == 4:
            parts.reverse()
        try:
            day, month, year = (int(part) for part in parts)
            if year < 1000:
                raise ValueError
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class Picker(forms.Select):
    """A long list (units, people) with a search that ignores diacritics.

    With scripts the list filters while one types. Without, the search box and its button send the form back and the
    list shows the matches; what else was typed stays in the form.
    """

    template_name = "core/widgets/picker.html"
    most = 200

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Iterable[Any] = ()) -> None:
        super().__init__(attrs, choices)
        self.query = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        self.query = str(data.get(f"{name}_q", "")) if f"{name}_find" in data else ""
        return _NOTHING if self.query else data.get(name)

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, value, attrs)
        if not self.query:
            return groups
        words = fold(self.query).split()
        kept = []
        for group, options, index in groups:
            found = [o for o in options if all(word in fold(str(o["label"])) for word in words)]
            if found:
                kept.append((group, found[: self.most], index))
        return kept

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["query"] = self.query
        return context


PICKER_ERRORS: dict[str, Any] = {
    "required": _("Hãy chọn một dòng trong danh sách."),
    "invalid_choice": _("Hãy chọn một dòng trong danh sách rồi gửi lại."),
}


class PickerField(forms.ChoiceField):
    """A choice from a long list; see `Picker`."""

    widget = Picker
    default_error_messages = PICKER_ERRORS


class ModelPickerField(forms.ModelChoiceField):
    """A row of a queryset chosen from a long list; see `Picker`."""

    widget = Picker
    default_error_messages = PICKER_ERRORS
