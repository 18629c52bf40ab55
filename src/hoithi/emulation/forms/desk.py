"""Forms of the standing office: verification, closing a month, appeals, portal figures, re-check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.core.forms import DayField
from hoithi.emulation.forms.report import FiguresForm
from hoithi.people.forms import REQUIRED

SIGNER = _("Họ tên, chức vụ người chịu trách nhiệm")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class VerifyForm(FiguresForm):
    """Confirm, correct, or call untruthful. Figures are read where they are corrected."""

    decision = forms.ChoiceField(
        label=_("Kết luận"),
        choices=[
            ("confirm", _("Xác nhận số liệu đơn vị báo cáo")),
            ("correct", _("Sửa số liệu, có lý do")),
            ("untruthful", _("Báo cáo không trung thực, có minh chứng")),
        ],
        error_messages={"required": _("Hãy chọn một kết luận.")},
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=2000,
        required=False,
        help_text=_("Bắt buộc khi sửa số liệu hoặc kết luận không trung thực. Đơn vị đọc được nguyên văn."),
        widget=_area(3),
    )
    evidence = forms.FileField(
        label=_("Tệp minh chứng"), required=False, help_text=_("Bắt buộc khi kết luận không trung thực. Tối đa 20 MB.")
    )
    signer = forms.CharField(label=SIGNER, max_length=160, error_messages=REQUIRED)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reason", "evidence"):
            self.fields[name].needed_later = True  # type: ignore[attr-defined]


class SignerForm(forms.Form):
    """Who answers for the scores of a month."""

    signer = forms.CharField(label=SIGNER, max_length=160, error_messages=REQUIRED)


class AppealDecisionForm(FiguresForm):
    """What was decided about an appeal, and what it changes."""

    accepted = forms.ChoiceField(
        label=_("Kết luận"),
        choices=[("1", _("Chấp nhận kiến nghị")), ("0", _("Không chấp nhận"))],
        error_messages={"required": _("Hãy chọn một kết luận.")},
        widget=forms.RadioSelect,
    )
    minutes = forms.CharField(
        label=_("Nội dung biên bản"),
        max_length=4000,
        error_messages={"required": _("Cần ghi nội dung biên bản; đơn vị đọc được.")},
        widget=_area(4),
    )
    document = forms.ChoiceField(label=_("Văn bản kèm theo"), required=False)
    change_figures = forms.BooleanField(label=_("Sửa số liệu như dưới đây"), required=False)
    truthful = forms.BooleanField(label=_("Bỏ kết luận không trung thực"), required=False)
    late_excused = forms.BooleanField(label=_("Không tính báo cáo này là trễ"), required=False)

    def __init__(self, *args: Any, documents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        field.choices = [("", _("Không có")), *documents]  # type: ignore[attr-defined]


class PortalForm(forms.Form):
    """An export of a portal."""

    period = forms.ChoiceField(label=_("Kỳ"), error_messages=REQUIRED)
    taken_on = DayField(label=_("Ngày lấy số liệu trên cổng"))
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    file = forms.FileField(label=_("Tệp Excel hoặc CSV"), error_messages=REQUIRED)

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = periods  # type: ignore[attr-defined]


class RecheckForm(FiguresForm):
    """What a higher authority states of one report."""

    change_figures = forms.BooleanField(label=_("Sửa số liệu như dưới đây"), required=False)
    truthful = forms.ChoiceField(
        label=_("Tính trung thực"),
        choices=[("", _("Giữ nguyên")), ("1", _("Trung thực")), ("0", _("Không trung thực"))],
        required=False,
    )


class RecheckConfirmForm(forms.Form):
    """Why, by whom, and who answers for it."""

    authority = forms.CharField(
        label=_("Cơ quan phúc tra"), max_length=200, error_messages=REQUIRED, help_text=_("Tên cơ quan, số văn bản.")
    )
    reason = forms.CharField(label=_("Lý do điều chỉnh"), max_length=2000, error_messages=REQUIRED, widget=_area(3))
    signer = forms.CharField(label=SIGNER, max_length=160, error_messages=REQUIRED)
    digest = forms.CharField(widget=forms.HiddenInput)
