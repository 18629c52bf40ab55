"""Declarations (cam kết) to tick, each with its full text."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms

from hoithi.entries.schema import Declaration


class DeclareForm(forms.Form):
    """One box for every declaration of the plan; what is missing is said by the operation, all at once."""

    def __init__(
        self, *args: Any, declarations: Sequence[Declaration], agreed: Collection[str] = (), **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.declarations = declarations
        for one in declarations:
            self.fields[f"declaration-{one.key}"] = forms.BooleanField(
                label=one.title, help_text=one.text, required=False, initial=one.key in agreed
            )

    def agreed(self) -> list[str]:
        """Keys of the ticked ones; call it on a valid form."""
        return [one.key for one in self.declarations if self.cleaned_data.get(f"declaration-{one.key}")]
