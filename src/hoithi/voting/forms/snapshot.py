"""Entering figures of an outside page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hoithi.core.clock import VIETNAM
from hoithi.core.forms import DayField
from hoithi.people.forms import REQUIRED

MOST_MB = 20
SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"%PDF-", "application/pdf"),
)


def media_type(file: UploadedFile[Any]) -> str:
    """By the first bytes, whatever its name says; "" for anything else."""
    file.seek(0)
    head = file.read(16)
    file.seek(0)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for sign, kind in SIGNATURES if head.startswith(sign)), "")


class SnapshotForm(forms.Form):
    """The figures as an Excel sheet, when and by whom they were seen, and what shows it."""

    sheet = forms.FileField(
        label=_("Bảng số liệu (Excel hoặc CSV)"),
        error_messages=REQUIRED,
        help_text=_("Tải tệp mẫu, điền lượt thích, lượt xem, lượt chia sẻ của từng tác phẩm."),
    )
    day = DayField(label=_("Ngày ghi nhận"))
    time = forms.TimeField(
        label=_("Giờ ghi nhận"),
        error_messages=REQUIRED,
        help_text=_("Giờ nhìn thấy số liệu trên trang, ví dụ 17:30."),
        widget=forms.TimeInput(format="%H:%M", attrs={"inputmode": "numeric"}),
    )
    signer = forms.CharField(
        label=_("Người chịu trách nhiệm về số liệu"),
        max_length=160,
        error_messages=REQUIRED,
        help_text=_("Họ tên và chức vụ; được công bố cùng số liệu."),
    )
    evidence = forms.FileField(
        label=_("Tệp minh chứng"),
        required=False,
        help_text=_("Ảnh chụp màn hình (PNG, JPG, WebP) hoặc PDF, không quá 20 MB."),
    )
    reason = forms.CharField(
        label=_("Lý do thay số liệu trước"),
        max_length=500,
        required=False,
        help_text=_("Chỉ cần khi đã có số liệu ghi nhận trước; được công bố."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_evidence(self) -> UploadedFile[Any] | None:
        file: UploadedFile[Any] | None = self.cleaned_data.get("evidence")
        if file is None:
            return None
        if (file.size or 0) > MOST_MB * 1_000_000:
            raise forms.ValidationError(_("Tệp minh chứng nặng quá 20 MB. Hãy chụp lại hoặc nén tệp."))
        if not media_type(file):
            raise forms.ValidationError(_("Tệp minh chứng phải là ảnh PNG, JPG, WebP hoặc PDF."))
        return file

    def clean_sheet(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["sheet"]
        if (file.size or 0) > MOST_MB * 1_000_000:
            raise forms.ValidationError(_("Bảng số liệu nặng quá 20 MB."))
        return file

    def taken_at(self) -> datetime:
        """The moment of the figures, in Vietnam's zone."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"], VIETNAM)
