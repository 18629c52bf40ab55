"""Quiz settings against the plan around them: topics, groups and banks they name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hoithi.contests.schema import Plan
from hoithi.core.errors import Problem
from hoithi.quiz.schema import Blueprint, QuizSettings


def check_settings(settings: QuizSettings, plan: Plan) -> list[Problem]:
    """Topics of every blueprint and groups of `by_group` exist; the sealed bank is the study bank only if said so."""
    found = _topics(settings.blueprint, "blueprint", plan)
    groups = {group.key for group in plan.groups}
    for key, own in settings.by_group.items():
        if key not in groups:
            sentence = _("không có đối tượng dự thi nào mang mã “%(key)s”")
            found.append(Problem(f"by_group.{key}", sentence % {"key": key}))
        found += _topics(own.blueprint, f"by_group.{key}.blueprint", plan)
    if settings.bank == settings.study_bank and settings.bank_visibility == "separate":
        found.append(Problem("study_bank", _("ngân hàng ôn tập trùng ngân hàng đề thi, trái với bank_visibility")))
    return found


def _topics(blueprint: Blueprint | None, at: str, plan: Plan) -> list[Problem]:
    if blueprint is None:
        return []
    topics = {topic.key for topic in plan.topics}
    sentence = _("không có chủ đề nào mang mã “%(key)s”")
    return [
        Problem(f"{at}.sections[{number}].cells[{index}].topic", sentence % {"key": cell.topic})
        for number, section in enumerate(blueprint.sections)
        for index, cell in enumerate(section.cells)
        if cell.topic not in topics
    ]
