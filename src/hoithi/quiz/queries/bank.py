"""The banks of a contest: which ones its plan names, their questions, what waits for a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Part
from hoithi.core.errors import NotFound
from hoithi.core.text import fold
from hoithi.people.models import User
from hoithi.quiz.models import Bank, Question, QuestionVersion
from hoithi.quiz.queries.attempt_settings import settings_of
from hoithi.quiz.rules.question import Draft, Option, shape_in
from hoithi.quiz.schema import DIFFICULTIES

PAGE = 50
BankKey = tuple[str, str]


def bank_contest(slug: str) -> Contest:
    """The contest by its address, with what its banks are read by. Raises NotFound."""
    found = Contest.objects.filter(slug=slug).prefetch_related("parts", "groups").first()
    if found is None:
        raise NotFound(_("Không có cuộc thi này."), hint=_("Hãy chọn một cuộc thi ở trang chính."))
    return found


def quiz_parts(contest: Contest) -> list[Part]:
    """The contest's quiz parts, knowing their contest."""
    parts = [part for part in contest.parts.all() if part.kind == "quiz"]
    for part in parts:
        part.contest = contest
    return parts


@dataclass(frozen=True)
class PlannedBank:
    """A bank the plan names; its row appears with its first question."""

    key: str
    title: str
    sealed: bool


def planned_banks(contest: Contest) -> dict[str, PlannedBank]:
    """Banks the quiz parts of a plan draw from or practise with. What any part draws from in secret is sealed."""
    sealed: set[str] = set()
    study: set[str] = set()
    for part in quiz_parts(contest):
        base = settings_of(part)
        study |= {base.study_bank} if base.study_bank else set()
        drawn = {base.bank, *(settings_of(part, group).bank for group in base.by_group)}
        (study if base.bank_visibility == "same" else sealed).update(drawn)
    titles = dict(Bank.objects.filter(contest=contest).values_list("key", "title"))
    keys = [(key, True) for key in sorted(sealed)] + [(key, False) for key in sorted(study - sealed)]
    plain = {True: _("Ngân hàng đề thi"), False: _("Bộ câu hỏi ôn tập")}
    several = {is_sealed: sum(other == is_sealed for _key, other in keys) > 1 for is_sealed in plain}
    return {
        key: PlannedBank(
            key,
            titles.get(key) or (f"{plain[is_sealed]} ({key})" if several[is_sealed] else plain[is_sealed]),
            is_sealed,
        )
        for key, is_sealed in keys
    }


def banks_against_plan(contest: Contest) -> list[PlannedBank]:
    """Banks whose row says otherwise than the plan whether they are secret; they stay hidden until somebody decides."""
    planned = planned_banks(contest)
    rows = Bank.objects.filter(contest=contest, key__in=planned).values_list("key", "sealed")
    return [planned[key] for key, sealed in rows if planned[key].sealed != sealed]


def topics_of(contest: Contest) -> dict[str, str]:
    """Topic key → title; a plan without topics has one."""
    return {topic.key: topic.title for topic in contest.plan.topics} or {"chung": _("Kiến thức chung")}


def difficulties() -> dict[str, str]:
    """Difficulty → its name on screens and in files."""
    return dict(zip(DIFFICULTIES, (_("Dễ"), _("Trung bình"), _("Khó")), strict=True))


def kinds() -> dict[str, str]:
    return {"single": _("Một đáp án"), "multiple": _("Nhiều đáp án"), "true_false": _("Đúng – Sai")}


def states() -> dict[str, str]:
    return {
        Question.DRAFT: _("Bản nháp"),
        Question.SUBMITTED: _("Chờ thẩm định"),
        Question.APPROVED: _("Đã duyệt"),
        Question.REJECTED: _("Không duyệt"),
        Question.RETIRED: _("Đã rút"),
    }


def draft_of(version: QuestionVersion) -> Draft:
    """A version in the words of the rule."""
    return Draft(
        topic=version.topic or version.question.topic,
        difficulty=version.difficulty or version.question.difficulty,
        kind=version.kind,
        text=version.text,
        options=tuple(
            Option(str(option["text"]), bool(option["correct"]), shape_in(version.pictures, str(option["id"])))
            for option in version.options
        ),
        shuffle=version.shuffle,
        explanation=version.explanation,
        citation=version.citation,
        picture=shape_in(version.pictures, ""),
    )


def questions_of(contest: Contest) -> QuerySet[Question]:
    return Question.objects.filter(bank__contest=contest).select_related("bank", "current", "pending")


def newest(question: Question) -> QuestionVersion:
    """The version being worked on, else the one in force."""
    version = question.pending or question.current
    assert version is not None, "a question is made with its first version"
    version.question = question
    return version


def filtered(rows: QuerySet[Question], asked: Mapping[str, str], user: User | None = None) -> QuerySet[Question]:
    """`asked`: bank, topic, difficulty, state, mine, q; a state finds pending versions of approved questions too."""
    if asked.get("bank"):
        rows = rows.filter(bank__key=asked["bank"])
    for name in ("topic", "difficulty"):
        if asked.get(name):
            rows = rows.filter(Q(**{name: asked[name]}) | Q(**{f"pending__{name}": asked[name]}))
    state = asked.get("state", "")
    rows = rows.filter(Q(state=state) | Q(pending__state=state)) if state else rows.exclude(state=Question.RETIRED)
    if asked.get("mine") and user is not None:
        rows = rows.filter(pk__in=QuestionVersion.objects.filter(author=user).values("question"))
    for word in fold(asked.get("q", "")).split():
        found = Q(pending__text_norm__contains=word) | Q(current__text_norm__contains=word)
        rows = rows.filter(found | Q(code__icontains=word))
    return rows


@dataclass(frozen=True)
class Page:
    """One page of a long list; `after` is the key the next one starts behind."""

    rows: list[Question]
    after: str


def page_of(rows: QuerySet[Question], after: str = "") -> Page:
    """Questions in the order of their codes, `PAGE` at a time, without counting."""
    code, _sep, pk = after.replace("\0", "").rpartition("~")
    if pk.isdecimal() and len(pk) < 19:
        rows = rows.filter(Q(code__gt=code) | Q(code=code, pk__gt=int(pk)))
    found = list(rows.order_by("code", "pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{last.code}~{last.pk}" if last else "")


def count_states(contest: Contest, bank: str = "") -> dict[str, int]:
    """State → questions, of one bank or of all; a pending version of an approved question counts beside it."""
    rows = Question.objects.filter(bank__contest=contest)
    if bank:
        rows = rows.filter(bank__key=bank)
    counted = dict.fromkeys(states(), 0)
    pairs = rows.order_by().values_list("state", "pending__state").annotate(n=Count("pk"))
    for state, pending, n in pairs:
        counted[state] += n
        if state == Question.APPROVED and pending:
            counted[pending] += n
    return counted


def waiting_for(user: User | None, contest: Contest) -> QuerySet[Question]:
    """Questions with a version this reviewer may decide on: submitted, and nothing of the question is their own."""
    rows = questions_of(contest).filter(pending__state=Question.SUBMITTED)
    if user is not None:
        rows = rows.exclude(pk__in=QuestionVersion.objects.filter(author=user).values("question"))
    return rows.order_by("code", "pk")


def as_filters(given: Mapping[str, Any]) -> dict[str, str]:
    """The filters a list understands, from a query string."""
    names = {
        "bo": "bank",
        "chu_de": "topic",
        "muc_do": "difficulty",
        "trang_thai": "state",
        "cua_toi": "mine",
        "q": "q",
    }
    return {name: str(given.get(key, "")).replace("\0", "")[:100] for key, name in names.items()}
