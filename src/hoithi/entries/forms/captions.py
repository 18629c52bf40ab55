"""The form of captions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CaptionsForm(forms.Form):
    """A file of captions and its language; a newer one of the same language takes its place."""

    file = forms.FileField(
        label=_("Tệp phụ đề"),
        help_text=_("Tệp .vtt hoặc .srt, tối đa 2 MB."),
        error_messages={"required": _("Hãy chọn một tệp."), "empty": _("Tệp này rỗng. Hãy chọn tệp khác.")},
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt"}),
    )
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=[("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))])
