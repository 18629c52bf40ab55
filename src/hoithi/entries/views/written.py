"""The form of a work on a page, for its owner and for the desk: rows of authors, problems at their fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from hoithi.contests.models import Part
from hoithi.core.errors import InvalidInput, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.entries.forms import work as forms
from hoithi.entries.models import Work
from hoithi.entries.operations.work import Written
from hoithi.entries.operations.work_errors import ChangedMeanwhile
from hoithi.entries.queries.settings import settings_of


class WorkEditor:
    """One request of somebody writing about a work. Whatever happens, the page comes back with all that was typed."""

    def __init__(
        self,
        request: TimedRequest,
        part: Part,
        *,
        work: Work | None = None,
        initial: list[dict[str, Any]] | None = None,
        extra: Any = None,
    ) -> None:
        self.request, self.part, self.work, self.extra = request, part, work, extra
        self.settings = settings_of(part)
        posted: QueryDict | None = request.POST if request.method == "POST" else None
        self.rows_only = posted is not None and forms.wants_rows(posted)
        texts, authors = forms.stored(work) if work is not None else ({}, initial or [{}])
        if self.rows_only and posted is not None:
            posted = forms.with_rows(posted)
        self.form = forms.WorkForm(
            None if self.rows_only else posted,
            part=part,
            settings=self.settings,
            initial=self._typed(posted) if self.rows_only else texts,
        )
        if self.rows_only and posted is not None:
            self.rows = forms.author_rows(None, self.settings, forms.typed_rows(posted))
        else:
            self.rows = forms.author_rows(posted, self.settings, authors or [{}])
        self.conflict: Refusal | None = None
        self.theirs: Work | None = None
        self.status = 200

    def _typed(self, posted: Any) -> dict[str, Any]:
        names = ("title", "description", "genre", "link", "group_name", "version")
        return {name: posted.get(name, "") for name in names} | {"topics": posted.getlist("topics")}

    @property
    def sent(self) -> bool:
        """Whether the form is to be saved."""
        return self.request.method == "POST" and not self.rows_only

    @property
    def seen(self) -> datetime | None:
        """`updated_at` of what was on the form when it was opened."""
        try:
            return datetime.fromisoformat(self.form.data.get("version", ""))
        except ValueError:
            return None

    def save(self, write: Callable[[Written], Work]) -> Work | None:
        """Write what was typed; None where it was refused, and the page says why at each place."""
        valid = [self.form.is_valid(), self.rows.is_valid(), self.extra is None or self.extra.is_valid()]
        if all(valid):
            try:
                return write(self.form.written(self.rows.named()))
            except ChangedMeanwhile as refusal:
                self._show_conflict(refusal)
                return None
            except InvalidInput as refusal:
                forms.show_problems(self.form, self.rows, refusal)
            except Refusal as refusal:
                self.form.add_error(None, str(refusal))
        self.status = 400
        return None

    def _show_conflict(self, refusal: ChangedMeanwhile) -> None:
        """The second tab is told; a second press of "Lưu" replaces what the first one saved, knowingly."""
        self.conflict, self.status = refusal, refusal.status
        assert self.work is not None  # a new work cannot have been saved elsewhere
        data = self.form.data.copy()  # type: ignore[attr-defined]
        current = Work.objects.select_related("entry").get(pk=self.work.pk)
        data["version"] = current.updated_at.isoformat()
        self.form.data = data
        self.theirs = current

    def context(self) -> dict[str, Any]:
        """What the templates of the form read."""
        return {
            "form": self.form,
            "rows": self.rows,
            "part": self.part,
            "settings": self.settings,
            "has_errors": self.status == 400,
            "conflict": self.conflict,
            "theirs": self.theirs,
            "more_forms": self.extra.forms if self.extra is not None else [],
        }

    def page(self, template: str, context: dict[str, Any]) -> HttpResponse:
        return render(self.request, template, context | self.context(), status=self.status)
