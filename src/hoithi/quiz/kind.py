"""The quiz plugs into the contest floor here: its settings, measures, standings provider, preflight and buttons."""

from __future__ import annotations

from hoithi.contests.registry import Kind, Measure, registry
from hoithi.quiz.checks import check_settings
from hoithi.quiz.schema import QuizSettings

MEASURES = (
    Measure("taken", "person", "Đã dự thi"),
    Measure("correct", "person", "Số câu đúng", "questions"),
    Measure("all_correct", "person", "Đúng tất cả các câu"),
    Measure("elapsed_ms", "person", "Thời gian làm bài", "ms"),
    Measure("submitted", "person", "Thứ tự nộp bài"),
    Measure("attempts", "person", "Số lượt thi"),
    Measure("prediction", "person", "Số dự đoán"),
)


def register() -> None:
    from hoithi.quiz import desk, provider  # read models, which are ready only now
    from hoithi.quiz.operations import freeze
    from hoithi.quiz.queries.figures import count_figures
    from hoithi.quiz.rehearsal import QuizRehearsal
    from hoithi.quiz.sample import fill_sample

    registry.register_kind(
        Kind(
            key="quiz",
            title="Thi trắc nghiệm",
            settings=QuizSettings,
            measures=MEASURES,
            provider=provider.QuizProvider(),
            preflight=provider.preflight,
            freeze=freeze.freeze_quiz,
            reveal=freeze.reveal_part,
            actions=provider.actions,
            tasks=desk.tasks,
            participants=desk.participants,
            describe=provider.describe,
            figures=count_figures,
            rehearsal=QuizRehearsal(),
            fill_sample=fill_sample,
            check=check_settings,
        )
    )
    desk.register_place()
