"""Forms of registration: one question a page, each consent asked apart, nothing ticked beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Contest, ContestUnit, Entrant, Group
from hoithi.contests.queries.entrants import search_units
from hoithi.contests.rules.eligibility import Verdict
from hoithi.core.forms import ModelPickerField, Picker
from hoithi.people.purposes import Purpose
from hoithi.people.queries.people import PUBLISH_NAME

REQUIRED = {"required": _("Hãy điền ô này.")}


class UnitPicker(Picker):
    """A unit of the contest. A list too long for a phone is not sent whole: the person searches it first."""

    longest = 1000
    contest: Contest | None = None
    count = 0

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        if self.contest is None or self.count <= self.longest:
            return super().optgroups(name, value, attrs)
        found = list(search_units(self.contest, self.query)[: self.most]) if self.query else []
        chosen = [int(one) for one in value if str(one).isdigit()]
        found += [unit for unit in ContestUnit.objects.filter(pk__in=chosen, contest=self.contest) if unit not in found]
        self.choices = [("", "---------"), *((unit.pk, unit.name) for unit in found)]
        return super().optgroups(name, value, attrs)


class GroupForm(forms.Form):
    """As whom one takes part; asked only when more than one group fits."""

    group = forms.ChoiceField(
        label=_("Bạn dự thi với tư cách nào?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn một dòng."), "invalid_choice": _("Hãy chọn một dòng.")},
    )

    def __init__(self, *args: Any, groups: Sequence[tuple[Group, Verdict]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(group.key, group.title) for group, _verdict in groups]


class UnitForm(forms.Form):
    """The unit one names, from the contest's own list."""

    unit = ModelPickerField(queryset=ContestUnit.objects.none(), label=_("Đơn vị của bạn"), widget=UnitPicker)

    def __init__(self, *args: Any, contest: Contest, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = contest.units.all()
        if group.spec.unit_kinds:
            units = units.filter(kind__in=group.spec.unit_kinds)
        set_units(self.fields["unit"], contest, units)
        self.fields["unit"].required = group.spec.unit == "required"
        self.fields["unit"].help_text = (
            _("Cơ quan, đơn vị, trường học nơi bạn làm việc; tên bạn phải có trong danh sách cán bộ của đơn vị.")
            if group.spec.eligible.roster
            else _("Nơi bạn làm việc, học tập hoặc sinh sống.")
        )


def set_units(field: Any, contest: Contest, units: Any) -> None:
    """Let a picker offer these units of the contest."""
    field.queryset = units
    field.widget.contest, field.widget.count = contest, units.count()


class ConsentForm(forms.Form):
    """Each consent with its text and version; a minor's name is published only with the guardian's word."""

    guardian_name = forms.CharField(
        label=_("Họ tên cha, mẹ hoặc người giám hộ"), max_length=120, required=False, error_messages=REQUIRED
    )
    guardian_phone = forms.CharField(
        label=_("Số điện thoại của cha, mẹ hoặc người giám hộ"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    guardian_agrees = forms.BooleanField(
        label=_("Cha, mẹ hoặc người giám hộ của tôi đồng ý với các mục tôi chọn"), required=False
    )

    def __init__(self, *args: Any, purposes: Sequence[Purpose], minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purposes, self.minor = purposes, minor
        if not minor:
            for name in ("guardian_name", "guardian_phone", "guardian_agrees"):
                del self.fields[name]
        asked = {
            f"consent_{index}": forms.BooleanField(
                label=purpose.title,
                help_text=_("%(text)s (bản %(version)s)") % {"text": purpose.text, "version": purpose.version},
                required=purpose.required,
                error_messages={"required": _("Cần đồng ý mục này thì mới dự thi được.")},
            )
            for index, purpose in enumerate(purposes)
        }
        self.fields = {**asked, **self.fields}

    def agreed(self) -> list[str]:
        """Keys of the purposes ticked."""
        return [one.key for index, one in enumerate(self.purposes) if self.cleaned_data.get(f"consent_{index}")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.minor and PUBLISH_NAME in self.agreed():
            for name in ("guardian_name", "guardian_agrees"):
                if not data.get(name):
                    self.add_error(name, _("Bạn chưa đủ 18 tuổi: công bố họ tên cần người giám hộ đồng ý."))
        return data


class CorrectionForm(forms.Form):
    """A request to correct what is locked since the first attempt; only what differs is sent."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120, required=False)
    group = forms.ChoiceField(label=_("Đối tượng dự thi"), required=False)
    unit = ModelPickerField(queryset=ContestUnit.objects.none(), label=_("Đơn vị"), required=False, widget=UnitPicker)
    reason = forms.CharField(
        label=_("Vì sao cần sửa"),
        max_length=1000,
        error_messages={"required": _("Hãy viết ngắn gọn vì sao thông tin chưa đúng.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, entrant: Entrant, **kwargs: Any) -> None:
        self.entrant = entrant
        kwargs["initial"] = {
            "full_name": entrant.display_name,
            "group": entrant.group.key,
            "unit": entrant.contest_unit_id,
        }
        super().__init__(*args, **kwargs)
        contest = entrant.contest
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)  # declared above
        field.choices = [(group.key, group.title) for group in contest.groups.filter(subject="person")]
        set_units(self.fields["unit"], contest, contest.units.all())

    def changes(self) -> dict[str, str]:
        """{field: wanted value} as the operation takes it."""
        data, entrant = self.cleaned_data, self.entrant
        wanted: dict[str, str] = {}
        if data["full_name"] and data["full_name"] != entrant.display_name:
            wanted["full_name"] = data["full_name"]
        if data["group"] and data["group"] != entrant.group.key:
            wanted["group"] = data["group"]
        if data["unit"] and data["unit"].pk != entrant.contest_unit_id:
            wanted["unit"] = data["unit"].code
        return wanted

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.changes():
            raise forms.ValidationError(_("Chưa có thông tin nào khác với hiện tại."))
        return data
