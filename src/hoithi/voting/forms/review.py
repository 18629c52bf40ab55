"""Deciding about votes that seem made."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hoithi.people.forms import REQUIRED


class ReasonForm(forms.Form):
    """Why: public."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=1000,
        error_messages=REQUIRED,
        help_text=_("Được công bố. Không nêu tên người bình chọn."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(ReasonForm):
    """Set the votes aside, or let them count; nothing is chosen beforehand."""

    decision = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[("clear", _("Không có vấn đề, tính mọi phiếu")), ("discount", _("Loại các phiếu này"))],
        widget=forms.RadioSelect,
        error_messages=REQUIRED,
    )
    field_order = ("decision", "reason")
