"""Forms of award dossiers and of what is registered as evidence for ties."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.core.forms import DayField
from hoithi.emulation.schema import ScorecardSettings
from hoithi.emulation.words import LEVELS
from hoithi.people.forms import REQUIRED


class NoteForm(forms.Form):
    """A word of the unit to whoever reads its dossier."""

    note = forms.CharField(
        label=_("Ghi chú của đơn vị"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class NomineeForm(forms.Form):
    """An individual proposed for an award."""

    name = forms.CharField(label=_("Họ và tên"), max_length=160, error_messages=REQUIRED)
    position = forms.CharField(label=_("Chức vụ, nhiệm vụ"), max_length=200, error_messages=REQUIRED)
    achievement = forms.CharField(
        label=_("Thành tích"), max_length=2000, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 3})
    )


class RecognitionForm(forms.Form):
    """An initiative, or what a higher authority recognised."""

    kind = forms.ChoiceField(label=_("Loại"), error_messages=REQUIRED)
    title = forms.CharField(label=_("Tên giải pháp, kết quả"), max_length=300, error_messages=REQUIRED)
    description = forms.CharField(
        label=_("Nội dung chính"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    level = forms.ChoiceField(label=_("Ai công nhận"), choices=list(LEVELS.items()), error_messages=REQUIRED)
    granted_by = forms.CharField(
        label=_("Văn bản, cơ quan công nhận"), max_length=200, required=False, help_text=_("Ví dụ: số, ngày văn bản.")
    )
    granted_on = DayField(label=_("Ngày công nhận"), required=False)
    file = forms.FileField(label=_("Tệp chứng minh"), required=False, help_text=_("Tối đa 20 MB."))

    def __init__(self, *args: Any, card: ScorecardSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.key, one.title) for one in card.evidence]  # type: ignore[attr-defined]


class RecognitionDecisionForm(forms.Form):
    """Why something registered is, or is not, taken as evidence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].needed_later = True  # type: ignore[attr-defined]

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=1000,
        required=False,
        help_text=_("Bắt buộc khi không ghi nhận; đơn vị đọc được."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
