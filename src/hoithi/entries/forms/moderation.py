"""Forms of moderators: a reason, what the public reads, where a work was published, a sheet."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.core.forms import DayField
from hoithi.entries.operations.publishing import LONGEST_PUBLIC
from hoithi.entries.queries.publications import channels
from hoithi.people.forms import REQUIRED


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class DecisionForm(forms.Form):
    """The reason of a decision, or the question."""

    reason = forms.CharField(
        label=_("Lý do, hoặc câu hỏi"),
        max_length=2000,
        required=False,
        help_text=_("Bắt buộc khi không duyệt, hỏi lại hoặc đổi quyết định. Người nộp đọc được nguyên văn."),
        widget=_area(3),
    )


class LikenessForm(forms.Form):
    """Why two works are a copy, or are not."""

    reason = forms.CharField(label=_("Đã đối chiếu gì"), max_length=2000, error_messages=REQUIRED, widget=_area(2))


class TakeDownForm(forms.Form):
    """Why a work disappears: one sentence for everybody, the rest for the file."""

    public = forms.CharField(
        label=_("Lý do hiện trên trang của tác phẩm"),
        max_length=LONGEST_PUBLIC,
        error_messages=REQUIRED,
        help_text=_("Một câu ngắn, mọi người đọc được. Không nêu tên, số điện thoại của ai."),
    )
    reason = forms.CharField(
        label=_("Chi tiết cho hồ sơ"),
        max_length=2000,
        required=False,
        help_text=_("Người nộp và Ban Tổ chức đọc được."),
        widget=_area(3),
    )


class AgainForm(forms.Form):
    """Why a work that was taken down is shown again."""

    reason = forms.CharField(label=_("Lý do đăng lại"), max_length=2000, error_messages=REQUIRED, widget=_area(2))


class PublicationForm(forms.Form):
    """Where and when a work was published."""

    channel = forms.ChoiceField(label=_("Kênh"), error_messages=REQUIRED)
    url = forms.CharField(
        label=_("Đường dẫn bài đăng"),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
    )
    note = forms.CharField(
        label=_("Ghi chú"),
        max_length=300,
        required=False,
        help_text=_("Số báo, giờ phát: khi không có đường dẫn."),
    )
    day = DayField(label=_("Ngày đăng"))
    hour = forms.TimeField(
        label=_("Giờ đăng"),
        required=False,
        help_text=_("Ví dụ 08:30; bỏ trống nếu không rõ."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, part: Part, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(one.key, one.title) for one in channels(part)]  # type: ignore[attr-defined]

    def published_on(self) -> datetime:
        """The moment in Vietnam's zone; midnight where no hour is known."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"] or time(0), tzinfo=VIETNAM)


class SheetForm(forms.Form):
    """An Excel or CSV file."""

    file = forms.FileField(label=_("Tệp Excel hoặc CSV"), error_messages=REQUIRED)


class AgencyForm(forms.Form):
    """Who gets the package."""

    agency = forms.ChoiceField(label=_("Bàn giao cho"), error_messages=REQUIRED, widget=forms.RadioSelect)

    def __init__(self, *args: Any, agencies: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [(name, name) for name in agencies]  # type: ignore[attr-defined]
        if len(agencies) == 1 and not self.is_bound:
            self.initial["agency"] = agencies[0]
