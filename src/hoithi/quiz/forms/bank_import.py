"""The file of questions to be checked, and what the person picks where the file says nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.people.forms import UploadForm

ENDINGS = (".xlsx", ".csv", ".docx", ".gift", ".txt", ".xml", ".zip")
_PICK = {"required": _("Hãy chọn một trong các mục."), "invalid_choice": _("Hãy chọn một trong các mục.")}


class QuestionFileForm(UploadForm):
    """Any format; which one it is, is seen in what the file holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.label = _("Tệp câu hỏi")
        field.help_text = _("Excel, CSV, Word (.docx), GIFT, Aiken, Moodle XML hoặc QTI; tối đa 20 MB.")
        field.widget.attrs["accept"] = ",".join(ENDINGS)


class DefaultsForm(forms.Form):
    """Topic and difficulty of questions whose file names none; only what is missing is asked for."""

    def __init__(
        self,
        *args: Any,
        topics: dict[str, str],
        levels: dict[str, str],
        no_topic: int,
        no_difficulty: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if no_topic:
            label = _("Chủ đề cho các câu chưa có")
            self.fields["topic"] = forms.ChoiceField(label=label, choices=_choices(topics), error_messages=_PICK)
        if no_difficulty:
            label = _("Mức độ cho các câu chưa có")
            self.fields["difficulty"] = forms.ChoiceField(label=label, choices=_choices(levels), error_messages=_PICK)


def _choices(named: dict[str, str]) -> list[tuple[str, Any]]:
    return [("", _("– Hãy chọn –")), *named.items()]
