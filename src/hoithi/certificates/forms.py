"""Forms of the certificates desk and of the public check."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.certificates.models import Design
from hoithi.certificates.operations.designs import WORDS
from hoithi.core.forms import DayField


class DesignForm(forms.ModelForm):  # type: ignore[type-arg]
    """The words of a design. `version` is what the page was made from, against two people at once."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Design
        fields = [*WORDS, "framed"]
        widgets = {
            "body": forms.Textarea(attrs={"rows": 3}),
            "closing": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "over": _("Dòng trên, chữ thường đậm vừa; để trống nếu không có."),
            "heading": _("In chữ lớn ở giữa giấy."),
            "body": _("Phần trong ngoặc vuông được bỏ khi không có thông tin bên trong."),
            "place": _("Ghi trước ngày tháng: tên địa phương."),
            "symbol": _("Đứng sau số thứ tự: số 07/GCN-BTC có ký hiệu GCN-BTC."),
            "prefix": _("Ví dụ: TM. Ban Tổ chức; KT. Chủ tịch."),
            "framed": _("Bỏ chọn nếu in trên phôi đã có khung."),
        }


class PictureForm(forms.Form):
    """A logo or the picture of a signature."""

    picture = forms.FileField(
        label=_("Tệp hình"),
        help_text=_("PNG hoặc JPEG, không quá 2 MB."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )


class IssueForm(forms.Form):
    """The date papers carry."""

    issued_on = DayField(label=_("Ngày ghi trên giấy"))


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do thu hồi"),
        help_text=_("Lý do được giữ trong hồ sơ; trang kiểm tra chỉ cho biết giấy đã bị thu hồi."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class FileCheckForm(forms.Form):
    """A downloaded paper, to be compared with the one issued."""

    tep = forms.FileField(label=_("Tệp PDF đã tải"), widget=forms.FileInput(attrs={"accept": "application/pdf"}))
