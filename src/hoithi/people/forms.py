"""Forms of sign-in and of one's own account."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import InvalidInput, Refusal
from hoithi.core.forms import DayField
from hoithi.people.models import DataRequest
from hoithi.people.operations.codes import parse_contact
from hoithi.people.purposes import Purpose, purposes
from hoithi.people.rules.consent import ADULT_AGE, age_on
from hoithi.people.rules.identity import Contact

SHOWN = 20  # problems next to one field
REQUIRED = {"required": _("Hãy điền ô này.")}


def posted(request: HttpRequest) -> QueryDict | None:
    """What binds a form: the posted data, even when nothing was filled in."""
    return request.POST if request.method == "POST" else None


def refused(form: forms.BaseForm, refusal: Refusal, field: str | None = None) -> None:
    """Show a refusal next to its field and in the summary."""
    problems = refusal.problems[:SHOWN] if isinstance(refusal, InvalidInput) else []
    texts = [str(problem) for problem in problems] or [str(refusal)]
    for text in texts:
        form.add_error(field, str(text))


class ContactForm(forms.Form):
    """A phone or an e-mail."""

    contact = forms.CharField(
        label=_("Số điện thoại hoặc thư điện tử"),
        max_length=254,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "off", "spellcheck": "false"}),
    )

    def clean_contact(self) -> Contact:
        try:
            return parse_contact(self.cleaned_data["contact"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class SignInForm(ContactForm):
    """By code when no password is given."""

    password = forms.CharField(
        label=_("Mật khẩu"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """The six digits."""

    code = forms.CharField(
        label=_("Mã gồm 6 chữ số"),
        max_length=12,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}),
    )


class PersonForm(forms.Form):
    """Who one is; under 18 the guardian too."""

    full_name = forms.CharField(
        label=_("Họ và tên"),
        max_length=120,
        error_messages=REQUIRED,
        help_text=_("Viết đủ dấu như trên giấy tờ; tên này sẽ in trên giấy khen, giấy chứng nhận."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    birth_date = DayField(label=_("Ngày sinh"), birthday=True)
    guardian_name = forms.CharField(
        label=_("Họ tên cha, mẹ hoặc người giám hộ"),
        max_length=120,
        required=False,
        help_text=_("Chỉ cần khi bạn chưa đủ 18 tuổi."),
    )
    guardian_phone = forms.CharField(
        label=_("Số điện thoại của cha, mẹ hoặc người giám hộ"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        birth = data.get("birth_date")
        if birth is not None and birth <= self.today and age_on(birth, self.today) < ADULT_AGE:
            for name in ("guardian_name", "guardian_phone"):
                if not data.get(name):
                    self.add_error(name, _("Bạn chưa đủ 18 tuổi, hãy điền thông tin cha, mẹ hoặc người giám hộ."))
        return data


class IntroduceForm(PersonForm):
    """A new person: who one is, and each consent asked apart, none ticked beforehand."""

    guardian_agrees = forms.BooleanField(
        label=_("Cha, mẹ hoặc người giám hộ của tôi đồng ý với các mục tôi chọn dưới đây (khi chưa đủ 18 tuổi)"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for purpose in self._asked():
            self.fields[f"consent_{purpose.key}"] = forms.BooleanField(
                label=purpose.title,
                help_text=purpose.text,
                required=purpose.required,
                error_messages={"required": _("Cần đồng ý mục này thì mới dự thi được.")},
            )

    @staticmethod
    def _asked() -> list[Purpose]:
        return [purpose for purpose in purposes() if purpose.at_opening]

    def agreed(self) -> list[str]:
        """The keys of the purposes ticked."""
        return [purpose.key for purpose in self._asked() if self.cleaned_data.get(f"consent_{purpose.key}")]


class PasswordForm(forms.Form):
    """The present password (when there is one) and the new one, typed once and readable on request."""

    current = forms.CharField(
        label=_("Mật khẩu hiện tại"),
        strip=False,
        error_messages=REQUIRED,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("Mật khẩu mới"),
        strip=False,
        error_messages=REQUIRED,
        help_text=_("Ít nhất 10 ký tự; một câu ngắn dễ nhớ là tốt nhất. Không chứa số điện thoại hay ngày sinh."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Nhập lại mật khẩu mới"),
        strip=False,
        error_messages=REQUIRED,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, has_password: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_password:
            del self.fields["current"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("Hai lần nhập chưa giống nhau."))
        return data


class DataRequestForm(forms.Form):
    """A request about one's own data."""

    kind = forms.ChoiceField(
        label=_("Bạn muốn"), choices=DataRequest.Kind.choices, widget=forms.RadioSelect, error_messages=REQUIRED
    )
    text = forms.CharField(
        label=_("Nội dung cụ thể"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    """The administrator's reply to a data request; erasing is a second, express decision."""

    answer = forms.CharField(
        label=_("Trả lời"), max_length=4000, error_messages=REQUIRED, widget=forms.Textarea(attrs={"rows": 4})
    )
    erase = forms.BooleanField(
        label=_("Xóa dữ liệu của người này ngay bây giờ (không khôi phục được)"),
        help_text=_("Kết quả thi và số liệu thống kê vẫn còn nhưng không kèm tên."),
        required=False,
    )

    def __init__(self, *args: Any, may_erase: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_erase:
            del self.fields["erase"]


class UploadForm(forms.Form):
    """A table to be checked; `hint` says what it may be."""

    file = forms.FileField(
        label=_("Tệp Excel hoặc CSV"),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp này rỗng. Hãy chọn tệp khác.")},
        help_text=_("Định dạng .xlsx hoặc .csv, tối đa 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > 20 * 1024 * 1024:
            raise forms.ValidationError(_("Tệp lớn hơn 20 MB. Hãy chia thành nhiều tệp nhỏ hơn."))
        return file
