"""The form a question is written in: a row for each option, more rows on demand, no script needed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.core.errors import Problem
from hoithi.core.text import nfc
from hoithi.quiz.queries.bank import difficulties, kinds
from hoithi.quiz.rules.question import MAX_CHARS, MAX_OPTIONS, OPTION_IDS, Draft, Option

FIRST_ROWS = 6
_REQUIRED = {"required": gettext_lazy("Chỗ này còn để trống.")}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class QuestionForm(forms.Form):
    """A question; its flaws come back from the operation and stand at their fields."""

    topic = forms.ChoiceField(label=gettext_lazy("Chủ đề"), error_messages=_REQUIRED)
    difficulty = forms.ChoiceField(label=gettext_lazy("Mức độ"), error_messages=_REQUIRED)
    kind = forms.ChoiceField(label=gettext_lazy("Loại câu hỏi"), error_messages=_REQUIRED)
    text = forms.CharField(label=gettext_lazy("Câu hỏi"), widget=_area(4), error_messages=_REQUIRED)
    right = forms.MultipleChoiceField(label=gettext_lazy("Phương án"), required=False)
    fixed = forms.BooleanField(
        label=gettext_lazy("Giữ nguyên thứ tự phương án"),
        required=False,
        help_text=gettext_lazy("Dùng khi phương án nhắc đến nhau, ví dụ “Cả A và B”."),
    )
    explanation = forms.CharField(label=gettext_lazy("Giải thích"), widget=_area(3), required=False)
    citation = forms.CharField(
        label=gettext_lazy("Căn cứ"),
        widget=_area(2),
        required=False,
        help_text=gettext_lazy("Số, ngày, tên văn bản; điều, khoản. Chưa có căn cứ thì chưa duyệt được."),
    )

    def __init__(self, *args: Any, topics: dict[str, str], rows: int = FIRST_ROWS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = min(max(rows, FIRST_ROWS), MAX_OPTIONS)
        choices = {"topic": topics, "difficulty": difficulties(), "kind": kinds()}
        for name, given in choices.items():
            self.fields[name].choices = list(given.items())  # type: ignore[attr-defined]
        self.fields["right"].choices = [(str(n), OPTION_IDS[n - 1]) for n in self._numbers()]  # type: ignore[attr-defined]
        for n in self._numbers():
            label = _("Phương án {letter}").format(letter=OPTION_IDS[n - 1].upper())
            self.fields[f"option_{n}"] = forms.CharField(label=label, required=False)
            self.fields[f"option_{n}"].widget.attrs["autocomplete"] = "off"

    def _numbers(self) -> range:
        return range(1, self.rows + 1)

    @property
    def may_grow(self) -> bool:
        return self.rows < MAX_OPTIONS

    @property
    def option_rows(self) -> list[tuple[forms.BoundField, str, bool]]:
        """(field, value of its check box, checked) in order."""
        chosen = {str(value) for value in self["right"].value() or []}
        return [(self[f"option_{n}"], str(n), str(n) in chosen) for n in self._numbers()]

    def draft(self) -> Draft:
        """What was written, in its stored form; empty option rows are left out."""
        data = self.cleaned_data
        chosen = set(data["right"])
        options = ((nfc(data[f"option_{n}"]), str(n) in chosen) for n in self._numbers())
        return Draft(
            topic=data["topic"],
            difficulty=data["difficulty"],
            kind=data["kind"],
            text=nfc(data["text"]),
            options=tuple(Option(text, right) for text, right in options if text or right),
            shuffle=not data["fixed"],
            explanation=nfc(data["explanation"]),
            citation=nfc(data["citation"]),
        )

    def take(self, problems: list[Problem]) -> None:
        """Show what the operation refused, each at its field; options are counted as they were kept."""
        kept = [n for n in self._numbers() if nfc(self.cleaned_data.get(f"option_{n}", "")) or self._is_right(n)]
        for problem in problems:
            field = problem.at
            if field.startswith("option_"):
                field = f"option_{kept[int(field.removeprefix('option_')) - 1]}"
            self.add_error(field if field in self.fields else "right", str(problem.message))

    def _is_right(self, number: int) -> bool:
        return str(number) in self.cleaned_data.get("right", [])


def initial_of(draft: Draft) -> dict[str, Any]:
    """A question as the form's first values."""
    found: dict[str, Any] = {
        name: getattr(draft, name) for name in ("topic", "difficulty", "kind", "text", "explanation", "citation")
    }
    found["fixed"] = not draft.shuffle and draft.kind != "true_false"
    found["right"] = [str(n) for n, option in enumerate(draft.options, 1) if option.correct]
    return found | {f"option_{n}": option.text for n, option in enumerate(draft.options, 1)}


class ReviewForm(forms.Form):
    """A verdict: the pressed button says which, the reason is needed for a refusal."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(choices=[("duyet", ""), ("tra-lai", "")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Lý do, nếu trả lại"),
        required=False,
        max_length=MAX_CHARS["text"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Tổ ra đề đọc lý do này để sửa."),
    )
