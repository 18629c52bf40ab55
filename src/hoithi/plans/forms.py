"""A plan file sent to the console, and the document that allows a change after the freeze."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.contests.desk_forms import DocumentForm

MOST_BYTES = 1024 * 1024
KINDS = (
    ("quyet_dinh", _("Quyết định")),
    ("thong_bao", _("Thông báo")),
    ("ke_hoach", _("Kế hoạch bổ sung, sửa đổi")),
)


class PlanForm(forms.Form):
    """A plan in TOML."""

    file = forms.FileField(
        label=_("Tệp kế hoạch (.toml)"),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp này rỗng. Hãy chọn tệp khác.")},
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("Tệp lớn hơn 1 MB, không phải là một kế hoạch."))
        return file


class ChangeDocumentForm(DocumentForm):
    """The document of a supplement (bổ sung) or an amendment (sửa đổi)."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=KINDS)
    title = forms.CharField(label=_("Trích yếu"), max_length=400, error_messages={"required": _("Hãy điền ô này.")})
    field_order = ["kind", "number", "symbol", "issued_on", "title", "signer"]
