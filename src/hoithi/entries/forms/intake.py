"""Forms of the desk that takes works in for others."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Group
from hoithi.core.clock import VIETNAM
from hoithi.core.forms import DayField
from hoithi.entries.forms.work import REQUIRED
from hoithi.entries.queries.words import INTAKES
from hoithi.entries.schema import Declaration


class WayForm(forms.Form):
    """How the work reached the office."""

    way = forms.ChoiceField(
        label=_("Tác phẩm đến bằng cách nào"),
        choices=[(key, label) for key, label in INTAKES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một cách.")},
    )


class NewPersonForm(forms.Form):
    """Somebody without an account who brings a work: as written on the paper they filled in."""

    full_name = forms.CharField(
        label=_("Họ và tên người dự thi"),
        max_length=120,
        error_messages=REQUIRED,
        help_text=_("Đúng như trên phiếu đăng ký; tên này sẽ in trên giấy chứng nhận."),
    )
    birth_date = DayField(label=_("Ngày sinh"), required=False)
    contact = forms.CharField(
        label=_("Số điện thoại hoặc thư điện tử"),
        max_length=120,
        error_messages=REQUIRED,
        help_text=_("Nếu người này đã có tài khoản trùng cả tên, tác phẩm sẽ hiện trong tài khoản đó."),
    )
    group = forms.ChoiceField(label=_("Đối tượng dự thi"), widget=forms.RadioSelect, error_messages=REQUIRED)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {group.key: group for group in groups}
        self.fields["group"].choices = [(group.key, group.title) for group in groups]  # type: ignore[attr-defined]
        if len(groups) == 1:
            self.fields["group"].initial = groups[0].key
            self.fields["group"].widget = forms.HiddenInput()

    def chosen(self) -> Group:
        return self.groups[self.cleaned_data["group"]]


class TakeInForm(forms.Form):
    """When it arrived, what the desk noted, which declarations lie there signed on paper."""

    day = DayField(label=_("Ngày nhận"))
    hour = forms.TimeField(
        label=_("Giờ nhận"),
        input_formats=["%H:%M", "%H:%M:%S", "%Hh%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
        help_text=_("Ví dụ 14:05."),
        error_messages={**REQUIRED, "invalid": _("Hãy nhập giờ như 14:05.")},
    )
    note = forms.CharField(
        label=_("Ghi chú tiếp nhận"),
        required=False,
        max_length=300,
        help_text=_("Người mang đến, số công văn, dấu bưu điện, địa chỉ thư. Bắt buộc khi ghi nhận sau hạn."),
    )

    def __init__(self, *args: Any, declarations: list[Declaration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.declarations = declarations
        for one in declarations:
            self.fields[f"declaration-{one.key}"] = forms.BooleanField(
                label=_("Có bản ký giấy: %(title)s") % {"title": one.title}, help_text=one.text, required=False
            )

    def received(self) -> datetime:
        at: time = self.cleaned_data["hour"]
        return datetime.combine(self.cleaned_data["day"], at, tzinfo=VIETNAM)

    def agreed(self) -> list[str]:
        return [one.key for one in self.declarations if self.cleaned_data.get(f"declaration-{one.key}")]


class AnswerForm(forms.Form):
    """What the owner answers to the committee."""

    answer = forms.CharField(
        label=_("Câu trả lời của bạn"),
        max_length=2000,
        error_messages={"required": _("Hãy viết câu trả lời.")},
        help_text=_("Ban Tổ chức đọc nguyên văn; trả lời rồi không sửa được."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class WithdrawForm(forms.Form):
    """Why a work is taken back."""

    reason = forms.CharField(
        label=_("Lý do rút tác phẩm"),
        max_length=500,
        error_messages={"required": _("Hãy viết ngắn gọn lý do.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
