"""The form a question is written in: a row for each option, more rows on demand, no script needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.core.errors import Problem
from hoithi.core.text import nfc
from hoithi.quiz.queries.bank import difficulties, kinds
from hoithi.quiz.rules.question import MAX_CHARS, MAX_OPTIONS, OPTION_IDS, Draft, Option, Shape

FIRST_ROWS = 6
_REQUIRED = {"required": gettext_lazy("Chỗ này còn để trống.")}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


@dataclass(frozen=True)
class Slot:
    """Where a picture may stand: 0 is the question, else the option's row; `digest` is what stands there now."""

    number: int
    digest: str
    alt: forms.BoundField


class WordsInput(forms.TextInput):
    """Not marked as required in the browser: only a row with a picture needs its words."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class WordsField(forms.CharField):
    """A picture's words: asked for by the operation, where there is a picture."""

    widget = WordsInput

    def validate(self, value: str) -> None:
        """An empty one is judged with the picture."""


class QuestionForm(forms.Form):
    """A question; its flaws come back from the operation and stand at their fields.

    Files are taken by the view before the form is judged: what was uploaded once need not be uploaded again.
    """

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

    def __init__(
        self,
        *args: Any,
        topics: dict[str, str],
        rows: int = FIRST_ROWS,
        pictures: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.pictures = pictures or {}
        self.rows = min(max(rows, FIRST_ROWS), MAX_OPTIONS)
        choices = {"topic": topics, "difficulty": difficulties(), "kind": kinds()}
        for name, given in choices.items():
            self.fields[name].choices = list(given.items())  # type: ignore[attr-defined]
        self.fields["right"].choices = [(str(n), OPTION_IDS[n - 1]) for n in self._numbers()]  # type: ignore[attr-defined]
        for n in self._numbers():
            label = _("Phương án {letter}").format(letter=OPTION_IDS[n - 1].upper())
            self.fields[f"option_{n}"] = forms.CharField(label=label, required=False)
            self.fields[f"option_{n}"].widget.attrs["autocomplete"] = "off"
        for n in (0, *self._numbers()):
            label = _("Lời mô tả hình của phương án {letter}").format(letter=OPTION_IDS[n - 1].upper())
            alt = WordsField(label=label if n else _("Lời mô tả hình"))
            alt.help_text = _("Nói những gì cần thấy trên hình để trả lời; người khiếm thị nghe lời này thay cho hình.")
            self.fields[f"alt_{n}"] = alt

    def _numbers(self) -> range:
        return range(1, self.rows + 1)

    @property
    def may_grow(self) -> bool:
        return self.rows < MAX_OPTIONS

    def slot(self, number: int) -> Slot:
        return Slot(number, self.pictures.get(number, ""), self[f"alt_{number}"])

    @property
    def picture_slot(self) -> Slot:
        return self.slot(0)

    @property
    def option_rows(self) -> list[tuple[forms.BoundField, str, bool, Slot]]:
        """(field, value of its check box, checked, its picture) in order."""
        chosen = {str(value) for value in self["right"].value() or []}
        return [(self[f"option_{n}"], str(n), str(n) in chosen, self.slot(n)) for n in self._numbers()]

    def _shape(self, number: int, sizes: Mapping[str, tuple[int, int]]) -> Shape | None:
        digest = self.pictures.get(number, "")
        return Shape(digest, nfc(self.cleaned_data[f"alt_{number}"]), *sizes[digest]) if digest in sizes else None

    def draft(self, sizes: Mapping[str, tuple[int, int]] | None = None) -> Draft:
        """What was written, in its stored form; empty option rows are left out. `sizes`: pictures the bank has."""
        data = self.cleaned_data
        known = sizes or {}
        chosen = set(data["right"])
        options = ((nfc(data[f"option_{n}"]), str(n) in chosen, self._shape(n, known)) for n in self._numbers())
        return Draft(
            topic=data["topic"],
            difficulty=data["difficulty"],
            kind=data["kind"],
            text=nfc(data["text"]),
            options=tuple(Option(text, right, shape) for text, right, shape in options if text or right or shape),
            shuffle=not data["fixed"],
            explanation=nfc(data["explanation"]),
            citation=nfc(data["citation"]),
            picture=self._shape(0, known),
        )

    def take(self, problems: list[Problem]) -> None:
        """Show what the operation refused, each at its field; options are counted as they were kept."""
        kept = [n for n in self._numbers() if nfc(self.cleaned_data.get(f"option_{n}", "")) or self._fills(n)]
        for problem in problems:
            field = "alt_0" if problem.at == "picture" else problem.at
            if field.startswith("option_"):
                field = f"option_{kept[int(field.removeprefix('option_')) - 1]}"
            self.add_error(field if field in self.fields else "right", str(problem.message))

    def _fills(self, number: int) -> bool:
        return str(number) in self.cleaned_data.get("right", []) or number in self.pictures


def initial_of(draft: Draft) -> dict[str, Any]:
    """A question as the form's first values."""
    found: dict[str, Any] = {
        name: getattr(draft, name) for name in ("topic", "difficulty", "kind", "text", "explanation", "citation")
    }
    found["fixed"] = not draft.shuffle and draft.kind != "true_false"
    found["right"] = [str(n) for n, option in enumerate(draft.options, 1) if option.correct]
    shapes = (draft.picture, *(option.picture for option in draft.options))
    found |= {f"alt_{n}": shape.alt for n, shape in enumerate(shapes) if shape}
    return found | {f"option_{n}": option.text for n, option in enumerate(draft.options, 1)}


def pictures_in(draft: Draft) -> dict[int, str]:
    """Row (0 is the question) → digest of the picture standing there."""
    shapes = (draft.picture, *(option.picture for option in draft.options))
    return {n: shape.digest for n, shape in enumerate(shapes) if shape}


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
