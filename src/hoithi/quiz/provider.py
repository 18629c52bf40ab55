"""What the quiz offers the contest floor: facts, what is missing before opening, what a person may do now, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.models import Entrant, Part, PartEntrant
from hoithi.contests.queries.lifecycle import state_of
from hoithi.contests.registry import Action, Fact
from hoithi.core.errors import Problem
from hoithi.quiz.checks import short_rounds
from hoithi.quiz.models import Question
from hoithi.quiz.queries.attempt import Attempts, attempts_of
from hoithi.quiz.queries.attempt_settings import blueprint_json, blueprint_of, settings_of
from hoithi.quiz.queries.facts import facts_of, is_settled
from hoithi.quiz.queries.practice import may_practise
from hoithi.quiz.rules.paper import QuestionRef, coverage
from hoithi.quiz.schema import QuizSettings


class QuizProvider:
    """Standings read the quiz through this."""

    def facts(self, part: Part, *, subjects: Collection[int] | None = None) -> Iterable[Fact]:
        return facts_of(part, subjects=subjects)

    def settled(self, part: Part, *, now: datetime) -> bool:
        return is_settled(part, now=now)


def preflight(part: Part, *, now: datetime) -> list[Problem]:
    """Cells of the blueprint that the approved questions of the sealed bank cannot fill, group by group."""
    groups = part.spec.groups or [group.key for group in part.contest.groups.all()]
    checked: dict[str, QuizSettings] = {}
    for group in groups:
        settings = settings_of(part, group)
        checked.setdefault(f"{settings.bank}:{blueprint_json(settings)}", settings)
    found = [problem for settings in checked.values() for problem in _shortages(part, settings)]
    return [*found, *_too_short(part)]


def _too_short(part: Part) -> list[Problem]:
    """A window moved by a document may have become shorter than the time limit."""
    if part.opens is None or part.closes is None:
        return []
    window = int((part.closes - part.opens).total_seconds() // 60)
    sentence = _("%(part)s mở %(window)s phút, ngắn hơn thời gian làm bài %(limit)s phút.")
    limit = max((settings_of(part, group.key).time_limit_min for group in part.contest.groups.all()), default=0)
    if not short_rounds(settings_of(part), window):
        return []
    words = {"part": part.title, "window": window, "limit": limit}
    return [Problem(f"part[{part.key}].quiz.time_limit_min", sentence % words)]


def _shortages(part: Part, settings: QuizSettings) -> list[Problem]:
    approved = Question.objects.filter(bank__contest=part.contest, bank__key=settings.bank, state=Question.APPROVED)
    refs = [
        QuestionRef(str(pk), 1, topic, difficulty, "single", ())
        for pk, topic, difficulty in approved.values_list("pk", "topic", "difficulty")
    ]
    return [
        Problem(
            f"part[{part.key}].quiz",
            _("Ngân hàng đề còn thiếu ở ô “{cell}”: cần {wanted} câu đã duyệt, hiện có {available}.").format(
                cell=found.cell, wanted=found.wanted, available=found.available
            ),
        )
        for found in coverage(blueprint_of(blueprint_json(settings)), refs)
        if not found.met
    ]


def actions(part: Part, *, entrant: Entrant | None, now: datetime) -> list[Action]:
    """Buttons of the contest page, the main one first: only what this phase allows."""
    attempts = attempts_of(entrant, part) if entrant is not None else None
    found = _sitting(part, attempts, open_now=state_of(part, now) == "open" and _may_sit(part, entrant))
    if may_practise(part):
        found.append(Action(_("Luyện tập, không tính điểm"), _to("practice", part), main=False))
    return found


def _may_sit(part: Part, entrant: Entrant | None) -> bool:
    """Whether a button makes sense; age and committee are judged when it is pressed."""
    if entrant is None:
        return True
    groups = part.spec.groups
    if part.spec.entrants_from and not PartEntrant.objects.filter(part=part, entrant=entrant).exists():
        return False
    return not entrant.barred_reason and (not groups or entrant.group.key in groups)


def _sitting(part: Part, attempts: Attempts | None, *, open_now: bool) -> list[Action]:
    found = []
    if open_now:
        if attempts is None:
            found.append(Action(_("Vào thi"), _to("start", part)))
        elif attempts.open is not None:
            found.append(Action(_("Tiếp tục làm bài"), reverse("quiz:sitting", args=[attempts.open.code])))
        elif attempts.left:
            label = _("Thi lượt {n}").format(n=len(attempts.all) + 1) if attempts.all else _("Vào thi")
            note = _("Bạn còn {left}/{allowed} lượt").format(left=attempts.left, allowed=attempts.allowed)
            found.append(Action(label, _to("start", part), note=note))
    shown = attempts and (attempts.counting or attempts.last_ended)
    if shown:
        found.append(Action(_("Xem phiếu"), reverse("quiz:receipt", args=[shown.code]), main=not found))
    return found


def _to(name: str, part: Part) -> str:
    return reverse(f"quiz:{name}", args=[part.contest.slug, part.key])


COUNTS = {
    "best": gettext_lazy("lấy lượt tốt nhất"),
    "last": gettext_lazy("lấy lượt cuối"),
    "first": gettext_lazy("lấy lượt đầu"),
}


def describe(settings: QuizSettings) -> list[tuple[str, str]]:
    """The settings in words for the contest page: [(term, sentence)]."""
    size = _("{n} câu trong {minutes} phút").format(n=settings.questions, minutes=settings.time_limit_min)
    if settings.attempts == 1:
        tries = _("mỗi người thi một lượt")
    else:
        tries = _("tối đa {n} lượt, {counts}").format(n=settings.attempts, counts=COUNTS[settings.counts])
    return [(_("Cách thi"), f"{size}; {tries}")]
