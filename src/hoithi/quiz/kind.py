"""The quiz plugs into the contest floor here: its settings, measures, standings provider, preflight and buttons."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.contests.registry import Kind, Measure, registry
from hoithi.quiz.checks import check_settings
from hoithi.quiz.schema import QuizSettings

MEASURES = (
    Measure("taken", "person", _("Đã dự thi")),
    Measure("correct", "person", _("Số câu đúng"), "questions"),
    Measure("all_correct", "person", _("Đúng tất cả các câu")),
    Measure("elapsed_ms", "person", _("Thời gian làm bài"), "ms"),
    Measure("submitted", "person", _("Thứ tự nộp bài")),
    Measure("attempts", "person", _("Số lượt thi")),
    Measure("prediction", "person", _("Số dự đoán")),
)


def register() -> None:
    from hoithi.quiz import desk, provider  # read models, which are ready only now
    from hoithi.quiz.operations import attempt_follow, freeze
    from hoithi.quiz.queries.figures import count_figures, each_figures, open_now
    from hoithi.quiz.rehearsal import QuizRehearsal
    from hoithi.quiz.sample import fill_sample

    registry.register_kind(
        Kind(
            key="quiz",
            title=_("Thi trắc nghiệm"),
            settings=QuizSettings,
            measures=MEASURES,
            provider=provider.QuizProvider(),
            preflight=provider.preflight,
            commitments={
                "secret_commitment": _("Bí mật dùng để rút đề"),
                "bank_root": _("Ngân hàng đề và đáp án"),
            },
            freeze=freeze.freeze_quiz,
            moved=attempt_follow.move_deadlines,
            follow=attempt_follow.follow_entrant,
            reveal=freeze.reveal_part,
            actions=provider.actions,
            tasks=desk.tasks,
            participants=desk.participants,
            describe=provider.describe,
            figures=count_figures,
            each_figures=each_figures,
            open_now=open_now,
            rehearsal=QuizRehearsal(),
            fill_sample=fill_sample,
            check=check_settings,
        )
    )
    desk.register_place()
