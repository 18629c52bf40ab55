"""Forms of the console."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Contest
from hoithi.core.forms import DayField
from hoithi.documents.models import Document
from hoithi.documents.operations import draft_document, issue_document
from hoithi.people.forms import REQUIRED
from hoithi.people.models import User


class EvidenceForm(forms.Form):
    """What shows that a duty is done."""

    evidence = forms.CharField(
        label=_("Căn cứ đã làm xong"),
        required=False,
        max_length=500,
        help_text=_("Số, ngày của văn bản, hoặc một đường dẫn. Mọi người trên bàn điều hành đều thấy."),
    )


class RulesForm(forms.Form):
    """The rules text in Markdown."""

    title = forms.CharField(label=_("Tên văn bản"), max_length=300, error_messages=REQUIRED)
    body = forms.CharField(
        label=_("Nội dung"),
        help_text=_("Viết bằng Markdown: “## ” ở đầu dòng là tiêu đề, “- ” là gạch đầu dòng, **chữ** là chữ đậm."),
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "false"}),
    )


class FaqForm(forms.Form):
    """A question people ask, and its answer."""

    question = forms.CharField(label=_("Câu hỏi"), max_length=500, error_messages=REQUIRED)
    answer = forms.CharField(
        label=_("Trả lời"), max_length=4000, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 5})
    )


class NoteForm(forms.Form):
    """A unit's progress or difficulty."""

    kind = forms.ChoiceField(
        label=_("Bạn muốn báo"),
        choices=[("progress", _("Tiến độ")), ("difficulty", _("Vướng mắc"))],
        widget=forms.RadioSelect,
        initial="progress",
        error_messages=REQUIRED,
    )
    text = forms.CharField(
        label=_("Nội dung"), max_length=2000, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    """The committee's answer, in place."""

    answer = forms.CharField(
        label=_("Trả lời"), max_length=2000, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 3})
    )


class CorrectionForm(forms.Form):
    """A decision about a request to correct locked fields."""

    accept = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[("1", _("Đồng ý, sửa theo đề nghị")), ("0", _("Không đồng ý"))],
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    answer = forms.CharField(
        label=_("Trả lời người dự thi"),
        max_length=1000,
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeUnitsForm(forms.Form):
    """Which units of the system compete: an installation may hold those of several authorities."""

    among = forms.ChoiceField(label=_("Lấy những đơn vị nào"), widget=forms.RadioSelect, error_messages=REQUIRED)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["among"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1 or (choices and choices[0][0] == "cu"):
            self.fields["among"].initial = choices[0][0]


class AppointForm(forms.Form):
    """A seat beside those of the plan."""

    title = forms.CharField(label=_("Nhiệm vụ"), max_length=200, required=False, help_text=_("Ví dụ: Ủy viên"))


class InviteForm(forms.Form):
    """Somebody without an account: they will sign in with a code sent to this contact."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, error_messages=REQUIRED)
    contact = forms.CharField(
        label=_("Số điện thoại hoặc thư điện tử"),
        max_length=254,
        error_messages=REQUIRED,
        help_text=_("Người được cử đăng nhập bằng mã gửi tới đây."),
        widget=forms.TextInput(attrs={"autocapitalize": "off", "spellcheck": "false", "autocomplete": "off"}),
    )


class DocumentForm(forms.Form):
    """Number, date and signer of a document that already exists on paper (số, ngày, người ký)."""

    number = forms.IntegerField(label=_("Số văn bản"), min_value=1, error_messages=REQUIRED)
    symbol = forms.CharField(
        label=_("Ký hiệu"), max_length=60, help_text=_("Ví dụ: BB-BTC, QĐ-UBND"), error_messages=REQUIRED
    )
    issued_on = DayField(label=_("Ngày ký"))
    signer = forms.CharField(label=_("Người ký"), max_length=120, error_messages=REQUIRED)

    @transaction.atomic
    def issue(self, kind: str, title: str, contest: Contest, *, now: datetime, by: User) -> Document:
        """The document as an issued one. Raises DocumentNumberTaken."""
        data = self.cleaned_data
        draft = draft_document(
            kind, title, by=by, now=now, contest_key=contest.slug, issuer_unit_name=contest.plan.organiser.name
        )
        return issue_document(
            draft,
            number=data["number"],
            issued_on=data["issued_on"],
            signer=data["signer"],
            symbol=data["symbol"],
            by=by,
            now=now,
        )


class ReasonedDocumentForm(DocumentForm):
    """The same with the reason that goes into the minutes."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=1000,
        error_messages=REQUIRED,
        help_text=_("Ghi vào biên bản và công bố cùng kết quả."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["reason", "number", "symbol", "issued_on", "signer"]
