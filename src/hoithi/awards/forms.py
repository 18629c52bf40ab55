"""Forms of the awards room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.awards.models import Claim
from hoithi.contests.desk_forms import DocumentForm
from hoithi.contests.models import Contest, Prize
from hoithi.contests.schema.base import MOST_DONG
from hoithi.core.forms import DayField
from hoithi.documents.kinds import kinds
from hoithi.documents.models import Document
from hoithi.people.forms import REQUIRED
from hoithi.people.models import User

NEW = ""
PAPER = ("number", "symbol", "issued_on", "signer")


class PaperForm(DocumentForm):
    """An issued document of the contest's register, or the number, date and signer of one that exists on paper."""

    document = forms.ChoiceField(label=_("Văn bản"), required=False)
    field_order = ["document", "number", "symbol", "issued_on", "signer"]

    def __init__(self, *args: Any, contest: Contest, abbreviation: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contest = contest
        of_kind = [one.key for one in kinds() if one.abbreviation == abbreviation]
        rows = Document.objects.filter(contest_key=contest.slug, kind__in=of_kind, state=Document.State.ISSUED)
        self.known = {str(one.pk): one for one in rows.order_by("-issued_on", "-pk")[:100]}
        choices = [(pk, f"{one.reference} – {one.title}"[:140]) for pk, one in self.known.items()]
        self.fields["document"].choices = [(NEW, _("Văn bản chưa có trong sổ, nhập dưới đây")), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["document"]
            return
        for name in PAPER:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("document"):
            for name in PAPER:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, REQUIRED["required"])
        return data

    def paper(self, kind: str, title: str, *, now: datetime, by: User) -> Document:
        """The chosen document, or a new issued one. Raises DocumentNumberTaken."""
        chosen = self.known.get(self.cleaned_data.get("document") or "")
        return chosen or self.issue(kind, title, self.contest, now=now, by=by)


class DecideForm(PaperForm):
    """A decision for awards, with the amounts of prizes the plan leaves unset."""

    def __init__(self, *args: Any, unset: list[Prize], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unset = unset
        for prize in unset:
            self.fields[f"cash-{prize.key}"] = forms.IntegerField(
                label=_("Mức thưởng mỗi “%(title)s” (đồng)") % {"title": prize.title},
                required=False,
                min_value=0,
                max_value=MOST_DONG,
                help_text=_("Kế hoạch chưa ghi số tiền. Để trống nếu quyết định cũng chưa ghi."),
            )

    @property
    def amounts(self) -> dict[str, int]:
        given = {one.key: self.cleaned_data.get(f"cash-{one.key}") for one in self.unset}
        return {key: amount for key, amount in given.items() if amount is not None}


class RevokeForm(PaperForm):
    """Why an award is taken back, by which decision."""

    reason = forms.CharField(
        label=_("Lý do thu hồi"),
        max_length=1000,
        error_messages=REQUIRED,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["reason", "document", "number", "symbol", "issued_on", "signer"]


class ChooseForm(PaperForm):
    """Who is chosen for a prize without a standing: units of a list, or people one to a line."""

    units = forms.MultipleChoiceField(label=_("Đơn vị được chọn"), required=False, widget=forms.CheckboxSelectMultiple)
    people = forms.CharField(
        label=_("Cá nhân được chọn"),
        required=False,
        max_length=6000,
        help_text=_("Mỗi dòng một người: họ và tên; chức vụ; đơn vị; thành tích. Dấu chấm phẩy ngăn các phần."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("Lý do chung"),
        required=False,
        max_length=1000,
        help_text=_("Ghi như biên bản họp xét; dùng cho ai không có thành tích riêng."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["units", "people", "reason", "document", "number", "symbol", "issued_on", "signer"]

    def __init__(self, *args: Any, prize: Prize, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if prize.spec.subject == "unit":
            self.fields["units"].choices = units  # type: ignore[attr-defined]
            del self.fields["people"]
        else:
            del self.fields["units"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("units") and not (data.get("people") or "").strip():
            self.add_error("units" if "units" in self.fields else "people", REQUIRED["required"])
        return data


class ClaimForm(forms.Form):
    """How the winner was identified, or who came instead."""

    how = forms.ChoiceField(
        label=_("Đã kiểm tra bằng cách nào"),
        choices=Claim.How.choices,
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    representative = forms.CharField(
        label=_("Người nhận thay"),
        required=False,
        max_length=200,
        help_text=_("Để trống nếu chính người đạt giải, hoặc người đứng đầu đơn vị, đến nhận."),
    )
    reason = forms.CharField(
        label=_("Lý do, căn cứ nhận thay"),
        required=False,
        max_length=500,
        help_text=_("Ví dụ: giấy ủy quyền ngày 12/9/2024."),
    )
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)


class PayForm(forms.Form):
    """One voucher for one award or for many."""

    paid_on = DayField(label=_("Ngày chi"))
    voucher = forms.CharField(
        label=_("Số phiếu chi, ủy nhiệm chi"),
        required=False,
        max_length=60,
        help_text=_("Để trống nếu chỉ trao giấy, không có tiền."),
    )
    signed = forms.BooleanField(label=_("Đã có đủ chữ ký nhận trong hồ sơ"), required=False)
    amount = forms.IntegerField(
        label=_("Số tiền mỗi giải chưa ghi mức thưởng (đồng)"),
        required=False,
        min_value=0,
        max_value=MOST_DONG,
        help_text=_("Chỉ dùng cho giải mà kế hoạch và quyết định chưa ghi số tiền."),
    )

    def __init__(self, *args: Any, unset: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unset:
            del self.fields["amount"]


class RecallForm(forms.Form):
    """Money that came back."""

    returned = forms.IntegerField(label=_("Số tiền đã thu lại (đồng)"), min_value=0, error_messages=REQUIRED)
    returned_on = DayField(label=_("Ngày thu"))
    voucher = forms.CharField(label=_("Số phiếu thu"), max_length=60, error_messages=REQUIRED)


class NoteForm(forms.Form):
    """A reason in one line."""

    note = forms.CharField(label=_("Lý do"), max_length=500, error_messages=REQUIRED)


class FulfilForm(forms.Form):
    """Names proposed (one to a line), and what shows that it is done."""

    names = forms.CharField(
        label=_("Cá nhân được đề nghị"),
        required=False,
        max_length=6000,
        help_text=_("Mỗi dòng một người: họ và tên; chức vụ; đơn vị."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    evidence = forms.CharField(
        label=_("Căn cứ đã làm xong"),
        required=False,
        max_length=500,
        help_text=_("Số, ngày văn bản hoặc nơi lưu. Để trống nếu mới lưu danh sách."),
    )

    def __init__(self, *args: Any, named: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not named:
            del self.fields["names"]
            self.fields["evidence"].required = True
            self.fields["evidence"].error_messages = {**self.fields["evidence"].error_messages, **REQUIRED}


class AmountForm(DocumentForm):
    """An amount of a budget line at one stage; the paper may come later."""

    amount = forms.IntegerField(label=_("Số tiền (đồng)"), min_value=0, max_value=MOST_DONG, error_messages=REQUIRED)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)
    field_order = ["amount", "number", "symbol", "issued_on", "signer", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PAPER:
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given = [name for name in PAPER if data.get(name)]
        if given and len(given) < len(PAPER):
            for name in set(PAPER) - set(given) - set(self.errors):
                self.add_error(name, REQUIRED["required"])
        return data

    @property
    def has_paper(self) -> bool:
        return bool(self.cleaned_data.get("number"))


def people_of(text: str) -> list[dict[str, str]]:
    """Lines "họ tên; chức vụ; đơn vị; thành tích" as dicts; empty lines are passed over."""
    found = []
    for line in text.splitlines():
        parts = [part.strip() for part in line.split(";")]
        if any(parts):
            name, position, unit, why = [*parts, "", "", "", ""][:4]
            found.append({"name": name, "position": position, "unit": unit, "reason": why})
    return found
