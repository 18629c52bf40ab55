"""The bank's pages: list, coverage, one question; and what all of them share: who may enter, the side list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.models import Contest
from hoithi.contests.queries.pages import organiser_lines
from hoithi.contests.queries.roles import require
from hoithi.contests.rules.permission import may
from hoithi.core.middleware import TimedRequest
from hoithi.people.models import User
from hoithi.quiz.models import Question
from hoithi.quiz.operations.bank import retire_question, submit_questions
from hoithi.quiz.operations.bank_errors import QuestionNotFound, sentence_of, title_of
from hoithi.quiz.queries import bank as queries
from hoithi.quiz.queries.bank_alike import twins_beside
from hoithi.quiz.queries.bank_coverage import coverage_of
from hoithi.quiz.queries.bank_history import history_of
from hoithi.quiz.queries.bank_review import authors_of, reviewer_now, reviewers_of, talk_of
from hoithi.quiz.queries.bank_usage import usage_of
from hoithi.quiz.rules.question import doubts

STATE_TAGS = {"draft": "", "submitted": "tag-wait", "approved": "tag-ok", "rejected": "tag-now", "retired": "tag-done"}


@dataclass(frozen=True)
class Desk:
    """Where and as whom somebody works on the bank."""

    contest: Contest
    user: User
    roles: frozenset[str]

    def may(self, action: str) -> bool:
        return may(self.roles, action)

    def side(self, here: str) -> list[dict[str, Any]]:
        places = [
            ("list", _("Câu hỏi"), "bank", "bank.read_sealed"),
            ("write", _("Soạn câu hỏi"), "bank_new", "bank.write"),
            ("import", _("Nhập từ tệp"), "bank_import", "bank.write"),
            ("export", _("Xuất ra tệp"), "bank_formats", "bank.read_sealed"),
            ("review", _("Thẩm định"), "bank_review", "bank.review"),
            ("rounds", _("Đợt thẩm định"), "bank_rounds", "bank.rounds"),
            ("alike", _("Câu gần giống nhau"), "bank_alike", "bank.read_sealed"),
            ("usage", _("Mức độ sử dụng"), "bank_usage", "bank.read_sealed"),
            ("coverage", _("Độ phủ ma trận đề"), "bank_coverage", "bank.coverage"),
        ]
        return [
            {"label": label, "href": reverse(f"quiz:{name}", args=[self.contest.slug]), "here": key == here}
            for key, label, name, action in places
            if self.may(action)
        ]


def on_bank(action: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view gets a `Desk` in place of the slug; others than those who may do `action` are told so or see nothing."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: TimedRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
            contest = queries.bank_contest(slug)
            roles = require(request.user, contest, action, request.now)
            return view(request, Desk(contest, cast("User", request.user), roles), *args, **kwargs)

        return never_cache(login_required(guarded))

    return decorate


def page(
    request: TimedRequest, desk: Desk, here: str, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    shared = {"contest": desk.contest, "side": desk.side(here), "organiser": organiser_lines(desk.contest)}
    words = {"topics": queries.topics_of(desk.contest), "levels": queries.difficulties(), "kinds": queries.kinds()}
    return render(request, template, {**shared, **words, **context}, status=status)


def question_in(desk: Desk, pk: int) -> Question:
    """A question of this contest. Raises QuestionNotFound."""
    found = queries.questions_of(desk.contest).filter(pk=pk).first()
    if found is None:
        raise QuestionNotFound
    return found


@require_safe
@on_bank("bank.coverage")
def bank(request: TimedRequest, desk: Desk) -> HttpResponse:
    """The list for those who read the bank; who may only see counts is led to them."""
    if not desk.may("bank.read_sealed"):
        return redirect("quiz:bank_coverage", desk.contest.slug)
    asked = queries.as_filters(request.GET)
    rows = queries.filtered(queries.questions_of(desk.contest), asked, desk.user)
    found = queries.page_of(rows, request.GET.get("sau", ""))
    banks = queries.planned_banks(desk.contest)
    words = queries.states()
    counts = queries.count_states(desk.contest, asked["bank"] if asked["bank"] in banks else "")
    return page(
        request,
        desk,
        "list",
        "quiz/bank/list.html",
        rows=[line_of(question, words) for question in found.rows],
        after=found.after,
        asked=asked,
        filtered=any(asked.values()),
        banks=banks.values(),
        selects=_selects(desk, asked, {key: bank.title for key, bank in banks.items()}, words),
        narrowed=any(value for name, value in asked.items() if name != "q"),
        figures=[{"label": words[state], "value": n} for state, n in counts.items() if state != Question.RETIRED],
        against=queries.banks_against_plan(desk.contest) if desk.may("bank.review") else [],
        may_write=desk.may("bank.write"),
        own_drafts=len(_own_drafts(desk)) if desk.may("bank.write") else 0,
    )


def _selects(
    desk: Desk, asked: dict[str, str], banks: dict[str, str], states: dict[str, str]
) -> list[tuple[str, str, str, dict[str, str]]]:
    """The list's filters: name, label, what is chosen, choices."""
    return [
        ("bo", _("Ngân hàng"), asked["bank"], banks),
        ("trang_thai", _("Trạng thái"), asked["state"], states),
        ("chu_de", _("Chủ đề"), asked["topic"], queries.topics_of(desk.contest)),
        ("muc_do", _("Mức độ"), asked["difficulty"], queries.difficulties()),
    ]


def line_of(question: Question, words: dict[str, str]) -> dict[str, Any]:
    """A question as a line of a list."""
    version = queries.newest(question)
    pending = question.pending if question.state == Question.APPROVED else None
    return {
        "question": question,
        "version": version,
        "word": words[question.state],
        "tag": STATE_TAGS[question.state],
        "pending": words[pending.state] if pending else "",
    }


def _own_drafts(desk: Desk) -> list[int]:
    drafts = queries.questions_of(desk.contest).filter(pending__state=Question.DRAFT, pending__author=desk.user)
    return list(drafts.exclude(state=Question.RETIRED).values_list("pk", flat=True))


@require_safe
@on_bank("bank.coverage")
def coverage(request: TimedRequest, desk: Desk) -> HttpResponse:
    banks = coverage_of(desk.contest, request.now)
    audited = queries.quiz_parts(desk.contest) if desk.may("audit.view") else []
    return page(request, desk, "coverage", "quiz/bank/coverage.html", banks=banks, audited=audited)


@require_safe
@on_bank("bank.read_sealed")
def question(request: TimedRequest, desk: Desk, pk: int) -> HttpResponse:
    found = question_in(desk, pk)
    version = queries.newest(found)
    words = queries.states()
    retired = found.state == Question.RETIRED
    own = bool(found.pending and found.pending.state == Question.DRAFT)
    return page(
        request,
        desk,
        "list",
        "quiz/bank/question.html",
        line=line_of(found, words),
        version=version,
        bank=queries.planned_banks(desk.contest).get(found.bank.key, found.bank),
        history=history_of(found, words),
        twins=twins_beside(desk.contest, found, desk.user, request.now) if not retired else [],
        doubts=[(title_of(flaw), sentence_of(flaw)) for flaw in doubts(queries.draft_of(version))],
        usage=usage_of([found], request.now)[0],
        talk=talk_of(found),
        question=found,
        reviewer=(given := reviewer_now(found)),
        reviewers=_others(desk, found, given, request.now) if given and desk.may("bank.review") else [],
        may_edit=desk.may("bank.write") and not retired,
        may_submit=desk.may("bank.write") and own and not retired,
    )


def _others(desk: Desk, question: Question, given: User, now: datetime) -> list[User]:
    """Reviewers the question may be given to instead."""
    own = authors_of([question.pk]).get(question.pk, set())
    return [user for user in reviewers_of(desk.contest, now) if user.pk not in own and user != given]


@require_POST
@on_bank("bank.write")
def submit(request: TimedRequest, desk: Desk) -> HttpResponse:
    """Hand over one question (`cau`), or all drafts of one's own."""
    chosen = request.POST.get("cau", "")
    ids = [int(chosen)] if chosen.isdecimal() and len(chosen) < 19 else _own_drafts(desk)
    count = submit_questions(desk.contest, ids, now=request.now, by=desk.user)
    if count:
        messages.success(request, _("Đã trình thẩm định {n} câu.").format(n=count))
    else:
        messages.warning(request, _("Không có bản nháp nào để trình."))
    if chosen.isdecimal():
        return redirect("quiz:bank_question", desk.contest.slug, chosen)
    return redirect("quiz:bank", desk.contest.slug)


@require_http_methods(["GET", "POST"])
@on_bank("bank.write")
def retire(request: TimedRequest, desk: Desk, pk: int) -> HttpResponse:
    """Asks once, then takes the question out."""
    found = question_in(desk, pk)
    if request.method == "POST":
        retire_question(found, now=request.now, by=desk.user)
        messages.success(request, _("Đã rút câu {code} khỏi ngân hàng.").format(code=found.code))
        return redirect("quiz:bank", desk.contest.slug)
    return page(
        request,
        desk,
        "list",
        "core/confirm.html",
        heading=_("Rút câu {code} khỏi ngân hàng?").format(code=found.code),
        consequences=[
            _("Câu này không còn được lấy vào đề của phần thi chưa niêm phong."),
            _("Đề đã niêm phong không thay đổi."),
            _("Không dùng lại được; muốn dùng thì soạn câu mới."),
        ],
        action=_("Rút câu hỏi"),
        back=reverse("quiz:bank_question", args=[desk.contest.slug, found.pk]),
    )
