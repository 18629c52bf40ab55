"""Settings of a quiz part (phần thi trắc nghiệm): the plan's `quiz = {…}` table."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from hoithi.contests.schema.base import Key, Sourced, Text

DIFFICULTIES = ("easy", "medium", "hard")
Difficulty = Literal["easy", "medium", "hard"]


class Cell(Sourced):
    """One cell of the blueprint (ma trận đề): so many questions of a topic and difficulty."""

    topic: Key
    difficulty: Difficulty | None = None
    """None: any difficulty."""
    count: int = Field(ge=1)


class Section(Sourced):
    """A section of the paper; sections keep their order, questions are random within."""

    title: str = ""
    cells: list[Cell] = Field(min_length=1)


class Blueprint(Sourced):
    """Ma trận đề."""

    sections: list[Section] = Field(min_length=1)

    def total(self) -> int:
        return sum(cell.count for section in self.sections for cell in section.cells)


class Prediction(Sourced):
    """Câu dự đoán: an unscored integer asked at the end."""

    question: Text
    truth: Literal["people", "attempts", "all_correct"]
    maximum: int = Field(default=100_000_000, ge=1)
    """Larger answers are refused as a slip of the finger."""
    required: bool = False


class GroupQuiz(Sourced):
    """What differs for one group."""

    questions: int | None = Field(default=None, ge=1, le=200)
    time_limit_min: int | None = Field(default=None, ge=1, le=600)
    attempts: int | None = Field(default=None, ge=1, le=100)
    bank: Key | None = None
    blueprint: Blueprint | None = None
    show_score: Literal["at_once", "after_close"] | None = None


class QuizSettings(Sourced):
    """A quiz: how many questions, how long, how often, which attempt counts, what is drawn from where."""

    questions: int = Field(ge=1, le=200)
    time_limit_min: int = Field(ge=1, le=600)
    attempts: int = Field(ge=1, le=100)
    """Per round where the part is a series."""
    counts: Literal["best", "last", "first"] = "best"
    bank: Key = "de-thi"
    """The sealed bank papers are drawn from."""
    study_bank: Key | None = "on-tap"
    """The published bank practice is drawn from."""
    bank_visibility: Literal["separate", "same"] = "separate"
    """Whether the sealed bank is separate from the published study set."""
    blueprint: Blueprint | None = None
    """Absent: drawn evenly at random from the whole bank."""
    shuffle_questions: bool = True
    shuffle_options: bool = True
    close_policy: Literal["cut", "grace"] = "cut"
    """An attempt open at the close ends at min(start + limit, close); `grace` lets it run to its limit."""
    time_unit: Literal["ms", "s"] = "ms"
    multiple: Literal["exact", "partial"] = "exact"
    show_score: Literal["at_once", "after_close"] = "at_once"
    """At most the total; never which questions were right before the part closes."""
    reveal: Literal["drawn", "bank", "none"] = "drawn"
    """What of the sealed bank is opened after the close."""
    practice: bool = True
    vendor_keys: Literal["none", "by_decision"] = "none"
    prediction: Prediction | None = None
    by_group: dict[Key, GroupQuiz] = {}

    @model_validator(mode="after")
    def _adds_up(self) -> QuizSettings:
        if self.blueprint and self.blueprint.total() != self.questions:
            raise ValueError(
                _("ma trận đề có %(n)s câu, khác số câu của đề (questions = %(wanted)s)")
                % {"n": self.blueprint.total(), "wanted": self.questions}
            )
        for key, group in self.by_group.items():
            wanted = group.questions or self.questions
            if group.blueprint and group.blueprint.total() != wanted:
                raise ValueError(
                    _("ma trận đề của nhóm “%(key)s” có %(n)s câu, khác %(wanted)s câu")
                    % {"key": key, "n": group.blueprint.total(), "wanted": wanted}
                )
        return self

    def for_group(self, group_key: str) -> QuizSettings:
        """The settings as they hold for one group's entrants."""
        own = self.by_group.get(group_key)
        if own is None:
            return self
        changes = {
            name: value
            for name in ("questions", "time_limit_min", "attempts", "bank", "blueprint", "show_score")
            if (value := getattr(own, name)) is not None
        }
        if "questions" in changes and "blueprint" not in changes:
            changes["blueprint"] = None
        return self.model_copy(update=changes)
