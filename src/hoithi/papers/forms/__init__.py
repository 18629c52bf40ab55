"""Forms of the papers' desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.core.forms import DayField
from hoithi.documents.rules.markup import from_lines, to_lines
from hoithi.documents.rules.paper import Paper, Signature
from hoithi.people.forms import REQUIRED

PREFIXES = [
    ("", _("Không ghi")),
    ("TM.", _("TM. (thay mặt tập thể)")),
    ("KT.", _("KT. (ký thay cấp trưởng)")),
    ("TL.", _("TL. (thừa lệnh)")),
    ("TUQ.", _("TUQ. (thừa ủy quyền)")),
    ("Q.", _("Q. (quyền)")),
]
LISTS = ("bases", "to", "recipients")
SCAN_BYTES = 25 * 1024 * 1024


def _line(label: Any, *, required: bool = False, most: int = 200, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=hint, error_messages=REQUIRED)


def _lines(label: Any, *, rows: int, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=200_000, help_text=hint, widget=forms.Textarea(attrs={"rows": rows})
    )


class SignatureForm(forms.Form):
    """Who signs, on whose behalf."""

    power = forms.ChoiceField(label=_("Quyền hạn ký"), choices=PREFIXES, required=False)
    on_behalf = _line(
        _("Ký thay cho"), hint=_("Ghi sau TM., KT., TL.: ví dụ “Ủy ban nhân dân”, “Chủ tịch”. Để trống thì không ghi.")
    )
    signer_title = _line(_("Chức vụ người ký"), most=160)
    signer = _line(_("Họ và tên người ký"), most=120)

    def signature(self) -> Signature:
        data = self.cleaned_data
        return Signature(data["power"], data["on_behalf"], data["signer_title"], data["signer"])


def signed(signature: Signature) -> dict[str, str]:
    return {
        "power": signature.prefix,
        "on_behalf": signature.on_behalf,
        "signer_title": signature.title,
        "signer": signature.name,
    }


class PaperForm(SignatureForm):
    """Everything on a paper that is typed; `seen` is the version it was made from."""

    agency = _line(_("Cơ quan ban hành"), required=True)
    superior = _line(_("Cơ quan chủ quản"), hint=_("Để trống nếu không ghi."))
    symbol = _line(_("Ký hiệu"), most=60, hint=_("Ví dụ QĐ-UBND."))
    place = _line(_("Địa danh"), most=80)
    title = _line(_("Trích yếu"), required=True, most=400)
    bases = _lines(_("Căn cứ"), rows=4, hint=_("Mỗi dòng một căn cứ."))
    to = _lines(_("Kính gửi"), rows=2, hint=_("Mỗi dòng một nơi; chỉ dùng cho tờ trình, giấy mời."))
    body = _lines(
        _("Nội dung"),
        rows=24,
        hint=_(
            "“# ” là đề mục, “- ” là gạch đầu dòng, “| … |” là bảng. Số liệu nên lấy lại từ phần mềm, không gõ tay."
        ),
    )
    recipients = _lines(_("Nơi nhận"), rows=4, hint=_("Mỗi dòng một nơi."))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    field_order = [
        *("agency", "superior", "symbol", "place", "title", "bases", "to", "body"),
        *("power", "on_behalf", "signer_title", "signer", "recipients", "seen"),
    ]

    @staticmethod
    def of(paper: Paper, seen: int) -> dict[str, Any]:
        """What the form shows of a paper."""
        return {
            **{name: getattr(paper, name) for name in ("agency", "superior", "symbol", "place", "title")},
            **{name: "\n".join(getattr(paper, name)) for name in LISTS},
            **signed(paper.signature),
            "body": to_lines(paper.blocks),
            "seen": seen,
        }

    def changed(self, paper: Paper) -> Paper:
        """The paper with what was typed."""
        data = self.cleaned_data
        lines = {name: tuple(filter(None, map(str.strip, data[name].splitlines()))) for name in LISTS}
        return replace(
            paper,
            agency=data["agency"],
            superior=data["superior"],
            symbol=data["symbol"],
            place=data["place"],
            title=data["title"],
            bases=lines["bases"],
            to=lines["to"],
            recipients=lines["recipients"],
            blocks=from_lines(data["body"]),
            signature=self.signature(),
        )


class IssueForm(SignatureForm):
    """Number, day and signer as they stand on the signed paper."""

    number = forms.IntegerField(label=_("Số"), min_value=1, max_value=99_999, error_messages=REQUIRED)
    issued_on = DayField(label=_("Ngày ban hành"))

    field_order = ["number", "issued_on", "power", "on_behalf", "signer_title", "signer"]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Cần sửa gì"), max_length=1000, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 3})
    )


class ScanForm(forms.Form):
    file = forms.FileField(
        label=_("Bản đã ký, đóng dấu"),
        help_text=_("Tệp PDF, JPEG hoặc PNG, tối đa 25 MB."),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp này rỗng. Hãy chọn tệp khác.")},
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > SCAN_BYTES:
            raise forms.ValidationError(_("Bản quét lớn hơn 25 MB. Hãy quét lại ở 200 hoặc 300 dpi."))
        return file


class TemplateForm(forms.Form):
    """An office's own Word template for one kind."""

    kind = forms.ChoiceField(label=_("Loại văn bản"))
    file = forms.FileField(
        label=_("Tệp mẫu Word"),
        help_text=_("Tệp .docx không có macro, tối đa 5 MB."),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp này rỗng. Hãy chọn tệp khác.")},
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, kinds: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > 5 * 1024 * 1024:
            raise forms.ValidationError(_("Mẫu lớn hơn 5 MB. Hãy thu nhỏ hình trong mẫu rồi gửi lại."))
        return file
