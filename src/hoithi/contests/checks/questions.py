"""Open questions: each names an existing setting, and a value other than the proposed one says why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.checks.paths import NoSuchSetting, look_up, steps, tables_on
from hoithi.contests.schema import Plan
from hoithi.contests.schema.base import plain
from hoithi.contests.schema.office import OpenQuestion
from hoithi.contests.schema.parts import Part
from hoithi.contests.written import as_written
from hoithi.core.errors import Problem


@dataclass(frozen=True)
class Answer:
    """An open question with the value the plan file gives it."""

    at: str
    question: str
    default: Any
    value: Any
    alternatives: list[Any]
    reason: str = ""


def answers(plan: Plan) -> list[Answer]:
    """The plan's open questions whose setting exists, with the present values."""
    written = as_written(plan, everything=True)
    return [answer for question in plan.open_questions if (answer := _answer(written, question))]


def check_questions(plan: Plan) -> Iterator[Problem]:
    written, spelled = as_written(plan, everything=True), as_written(plan)
    for index, question in enumerate(plan.open_questions):
        answer = _answer(written, question)
        if answer is None:
            sentence = _("đường dẫn “%(path)s” không chỉ tới cài đặt nào của kế hoạch")
            yield Problem(f"open_question[{index}].at", sentence % {"path": question.at})
        elif answer.value is not None and not _explicit(spelled, question.at):
            sentence = _("cài đặt “%(path)s” trả lời một câu hỏi mở nên phải được ghi rõ trong tệp")
            yield Problem(f"open_question[{index}].at", sentence % {"path": question.at})
        elif answer.value != answer.default and not answer.reason:
            sentence = _("giá trị đang đặt (%(value)s) khác mặc định đề xuất (%(default)s): hãy ghi lý do vào note")
            words = {"value": shown(answer.value), "default": shown(answer.default)}
            yield Problem(f"open_question[{index}]", sentence % words)


def _explicit(written: dict[str, Any], path: str) -> bool:
    """A kind's settings must be written out; of the plan's own tables nobody can tell, so the export writes them."""
    way = steps(path)
    if way[:1] != ["part"] or len(way) < 4 or way[2] in Part.model_fields:
        return True
    try:
        look_up(written, path)
    except NoSuchSetting:
        return False
    return True


def shown(value: Any) -> str:
    """A setting in a sentence."""
    if value is None:
        return _("để trống")
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _answer(written: dict[str, Any], question: OpenQuestion) -> Answer | None:
    try:
        value = plain(look_up(written, question.at))
        tables = tables_on(written, question.at)
    except NoSuchSetting:
        return None
    reasons = [question.note, *(table.get("note", "") for table in reversed(tables[1:]))]
    reason = next((note for note in reasons if note), "")
    return Answer(question.at, question.question, question.default, value, question.alternatives, reason)
