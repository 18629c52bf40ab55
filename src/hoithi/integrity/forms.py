"""Forms of the review: a reason, a question, an answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.people.forms import REQUIRED


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class CommentForm(forms.Form):
    """A remark for colleagues."""

    text = forms.CharField(
        label=_("Ý kiến"),
        max_length=2000,
        error_messages=REQUIRED,
        help_text=_("Chỉ những người xem xét hồ sơ thấy."),
        widget=_area(3),
    )


class QuestionForm(forms.Form):
    """What the person is asked."""

    text = forms.CharField(
        label=_("Nội dung đề nghị giải trình"),
        max_length=2000,
        error_messages=REQUIRED,
        help_text=_("Người dự thi thấy nguyên văn ở trang cuộc thi. Không nêu tên người khác."),
        widget=_area(4),
    )


class ReasonForm(forms.Form):
    """Why: told to the person, kept in the log."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=1000,
        error_messages=REQUIRED,
        help_text=_("Người dự thi thấy nguyên văn. Không nêu tên người khác."),
        widget=_area(3),
    )


class ClearForm(forms.Form):
    """Why nothing is wrong: for colleagues and the log."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=1000, help_text=_("Ghi vào nhật ký, không gửi cho người dự thi."), widget=_area(2)
    )


class AppealForm(forms.Form):
    """The decision about an appeal."""

    accept = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[("1", _("Chấp nhận khiếu nại, hủy quyết định")), ("0", _("Không chấp nhận, giữ quyết định"))],
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    answer = forms.CharField(
        label=_("Trả lời người khiếu nại"), max_length=2000, error_messages=REQUIRED, widget=_area(4)
    )


class WordsForm(forms.Form):
    """The person's own words: an explanation, or an appeal."""

    text = forms.CharField(label=_("Nội dung"), max_length=4000, error_messages=REQUIRED, widget=_area(5))
