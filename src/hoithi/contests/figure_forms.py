"""When and where an imported figure was read, and what proves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hoithi.core.clock import VIETNAM
from hoithi.core.forms import DayField
from hoithi.files.rules.evidence import HEAD, told_by
from hoithi.people.forms import REQUIRED

MOST_MB = 20


class FigureForm(forms.Form):
    """What a snapshot states besides its values."""

    day = DayField(label=_("Ngày ghi nhận"))
    time = forms.TimeField(
        label=_("Giờ ghi nhận"),
        error_messages={**REQUIRED, "invalid": _("Hãy nhập giờ như 17:30.")},
        help_text=_("Giờ nhìn thấy số liệu, ví dụ 17:30."),
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"}),
    )
    where = forms.CharField(
        label=_("Lấy từ đâu"), max_length=500, error_messages=REQUIRED, help_text=_("Tên trang hoặc địa chỉ.")
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    evidence = forms.FileField(
        label=_("Tệp minh chứng"),
        error_messages=REQUIRED,
        help_text=_("Ảnh chụp màn hình (PNG, JPG, WebP) hoặc PDF, không quá 20 MB."),
    )

    def clean_evidence(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["evidence"]
        if (file.size or 0) > MOST_MB * 1_000_000:
            raise forms.ValidationError(_("Tệp minh chứng nặng quá 20 MB. Hãy chụp lại hoặc nén tệp."))
        if not self.media_type:
            raise forms.ValidationError(_("Tệp minh chứng phải là ảnh PNG, JPG, WebP hoặc PDF."))
        return file

    @property
    def media_type(self) -> str:
        file = self.cleaned_data["evidence"]
        file.seek(0)
        head = file.read(HEAD)
        file.seek(0)
        return told_by(head)

    def taken_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], VIETNAM)
