"""The form of a work: what the plan asks for, and as many authors as there are, with rows added and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.models import Part
from hoithi.core.errors import InvalidInput
from hoithi.entries.models import Work
from hoithi.entries.operations.authors import Named
from hoithi.entries.operations.work import LONGEST_TEXT, LONGEST_TITLE, Written
from hoithi.entries.schema import EntriesSettings

REQUIRED = {"required": gettext_lazy("Hãy điền ô này.")}
MOST_ROWS = 50
PREFIX = "tac-gia"
ADD, REMOVE = "them_tac_gia", "bot_tac_gia"


def _need_later(form: forms.Form, names: set[str]) -> None:
    """A draft may lack these, a work handed in may not: they are not called optional."""
    for name in names & set(form.fields):
        form.fields[name].needed_later = True  # type: ignore[attr-defined]


class WorkForm(forms.Form):
    """Title, description, genre, topics, group, link: fields the plan does not ask for are left out."""

    title = forms.CharField(label=gettext_lazy("Tên tác phẩm"), max_length=LONGEST_TITLE, error_messages=REQUIRED)
    description = forms.CharField(
        label=gettext_lazy("Giới thiệu tác phẩm"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    genre = forms.ChoiceField(label=gettext_lazy("Thể loại"), required=False, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Chủ đề"), required=False, widget=forms.CheckboxSelectMultiple
    )
    link = forms.URLField(
        label=gettext_lazy("Đường dẫn bài đăng"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=gettext_lazy("Chép địa chỉ của bài đã đăng công khai, bắt đầu bằng https://"),
    )
    group_name = forms.CharField(
        label=gettext_lazy("Tên nhóm tác giả"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Chỉ điền khi nhóm có tên chung; tên này đứng cạnh tác phẩm thay cho tên từng người."),
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: Part, settings: EntriesSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings = settings
        for name, choice in (("genre", settings.genre), ("topics", settings.topics)):
            if choice.choose == "none":
                del self.fields[name]
        if "genre" in self.fields:
            self.fields["genre"].choices = [(one.key, one.title) for one in settings.genres]  # type: ignore[attr-defined]
        if "topics" in self.fields:
            self.fields["topics"].choices = [(one.key, one.title) for one in part.contest.plan.topics]  # type: ignore[attr-defined]
            if settings.topics.choose == "one":
                self.fields["topics"].help_text = _("Chọn một chủ đề.")
        if settings.media != "link":
            del self.fields["link"]
        needed = {"link", *(n for n, one in (("genre", settings.genre), ("topics", settings.topics)) if one.required)}
        _need_later(self, needed)

    def written(self, authors: Sequence[Named]) -> Written:
        """What was typed, for the operation; call it on a valid form."""
        data = self.cleaned_data
        return Written(
            title=data["title"],
            description=data["description"],
            genre=data.get("genre", ""),
            topics=data.get("topics", []),
            group_name=data["group_name"],
            link=data.get("link", ""),
            authors=authors,
        )


class AuthorForm(forms.Form):
    """One author; only what the plan asks about authors is asked."""

    name = forms.CharField(label=gettext_lazy("Họ và tên"), required=False, max_length=120)
    position = forms.CharField(label=gettext_lazy("Chức vụ"), required=False, max_length=160)
    unit = forms.CharField(label=gettext_lazy("Đơn vị"), required=False, max_length=200)
    address = forms.CharField(label=gettext_lazy("Địa chỉ"), required=False, max_length=200)
    phone = forms.CharField(
        label=gettext_lazy("Số điện thoại"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Biên nhận cũng được gửi tới đây."),
    )
    outside = forms.BooleanField(label=gettext_lazy("Tác giả mời ngoài đơn vị"), required=False)

    def __init__(self, *args: Any, settings: EntriesSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = {"name", "email", *settings.authors.fields} | ({"outside"} if settings.authors.outside else set())
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        _need_later(self, {"name", *settings.authors.fields})

    @property
    def is_blank(self) -> bool:
        """Nothing was typed into the row."""
        return not any(self.cleaned_data.get(name) for name in self.fields) if self.is_bound else not self.initial


if TYPE_CHECKING:
    _FormSet = BaseFormSet[AuthorForm]
else:
    _FormSet = BaseFormSet  # takes no type while it runs


class BaseAuthorRows(_FormSet):
    """Rows of authors; blank ones are left out."""

    def named(self) -> list[Named]:
        return [Named(**form.cleaned_data) for form in self._filled()]

    def _filled(self) -> list[AuthorForm]:
        return [form for form in self.forms if not form.is_blank]

    def row_of(self, at: int) -> AuthorForm | None:
        """The row of the `at`-th author the operation was given."""
        filled = self._filled()
        return filled[at] if at < len(filled) else None


_Rows = formset_factory(AuthorForm, formset=BaseAuthorRows, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def author_rows(data: QueryDict | None, settings: EntriesSettings, initial: Sequence[dict[str, Any]]) -> BaseAuthorRows:
    """The rows as posted, or as stored."""
    kwargs = {"settings": settings}
    rows = _Rows(data, initial=None if data is not None else list(initial), prefix=PREFIX, form_kwargs=kwargs)
    return cast("BaseAuthorRows", rows)


def wants_rows(data: QueryDict) -> bool:
    """The press was on "Thêm tác giả" or "Bỏ": nothing is saved, the form comes back with its rows changed."""
    return ADD in data or REMOVE in data


def with_rows(data: QueryDict) -> QueryDict:
    """The same form with a row more at the end, or one row less; whatever else was typed stays."""
    changed = data.copy()
    count = _count(data)
    rows = [_row(data, at) for at in range(count)]
    gone = data.get(REMOVE, "")
    if gone.isdecimal() and int(gone) < count:
        rows.pop(int(gone))
    if ADD in data or not rows:
        rows.append({})
    for name in [name for name in changed if name.startswith(f"{PREFIX}-")]:
        del changed[name]
    for at, row in enumerate(rows[:MOST_ROWS]):
        for name, value in row.items():
            changed[f"{PREFIX}-{at}-{name}"] = value
    changed[f"{PREFIX}-TOTAL_FORMS"] = str(len(rows[:MOST_ROWS]))
    changed[f"{PREFIX}-INITIAL_FORMS"] = "0"
    return changed


def _count(data: QueryDict) -> int:
    typed = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    return min(int(typed), MOST_ROWS) if typed.isdecimal() else 0


def typed_rows(data: QueryDict) -> list[dict[str, Any]]:
    """The rows as typed, unchecked: what comes back after a row was added or taken away."""
    return [_row(data, at) for at in range(_count(data))]


def _row(data: QueryDict, at: int) -> dict[str, str]:
    start = f"{PREFIX}-{at}-"
    return {name.removeprefix(start): str(data[name]) for name in data if name.startswith(start)}


def stored(work: Work) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Initial values of both forms from a work."""
    texts = {
        "title": work.entry.title,
        "description": work.description,
        "genre": work.genre,
        "topics": work.topics,
        "group_name": work.group_name,
        "link": work.link,
        "version": work.updated_at.isoformat(),
    }
    return texts, [{name: getattr(one, name) for name in Named._fields} for one in work.authors.all()]


def show_problems(form: WorkForm, rows: BaseAuthorRows, refusal: InvalidInput) -> None:
    """Each problem the operation named, next to its field."""
    for problem in refusal.problems:
        text = str(problem.message)
        text = text[:1].upper() + text[1:] + "."
        if problem.at.startswith("authors["):
            row = rows.row_of(int(problem.at[len("authors[") : -1]))
            if row is not None:
                row.add_error("name", text)
                continue
        form.add_error(problem.at if problem.at in form.fields else None, text)
