"""Quiz settings against the plan around them: topics, groups and banks they name, and the length of a round."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.core.errors import Problem
from hoithi.quiz.schema import Blueprint, QuizSettings


def check_settings(settings: QuizSettings, plan: Plan, part: Part) -> list[Problem]:
    """Topics of every blueprint and groups of `by_group` exist; the sealed bank is the study bank only if said so.

    A round is never shorter than the time one attempt may take.
    """
    found = [*_topics(settings.blueprint, "blueprint", plan), *short_rounds(settings, _window_min(part))]
    groups = {group.key for group in plan.groups}
    for key, own in settings.by_group.items():
        if key not in groups:
            sentence = _("không có đối tượng dự thi nào mang mã “%(key)s”")
            found.append(Problem(f"by_group.{key}", sentence % {"key": key}))
        found += _topics(own.blueprint, f"by_group.{key}.blueprint", plan)
    if settings.bank == settings.study_bank and settings.bank_visibility == "separate":
        found.append(Problem("study_bank", _("ngân hàng ôn tập trùng ngân hàng đề thi, trái với bank_visibility")))
    return found


def _window_min(part: Part) -> int | None:
    """Whole minutes a round (or the part) stays open; None while its window is unset."""
    if part.series:
        return part.series.length_minutes
    if part.opens is None or part.closes is None:
        return None
    return int((part.closes - part.opens).total_seconds() // 60)


def short_rounds(settings: QuizSettings, window_min: int | None) -> list[Problem]:
    """Time limits, of all and of a group, longer than a round of so many minutes in which attempts end with it."""
    if window_min is None or settings.close_policy != "cut":
        return []
    limits = {"time_limit_min": settings.time_limit_min}
    limits |= {f"by_group.{key}.time_limit_min": own.time_limit_min or 0 for key, own in settings.by_group.items()}
    sentence = _("mỗi vòng mở %(window)s phút, ngắn hơn thời gian làm bài %(limit)s phút: không ai làm đủ giờ")
    return [
        Problem(at, sentence % {"window": window_min, "limit": limit})
        for at, limit in limits.items()
        if limit > window_min
    ]


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
