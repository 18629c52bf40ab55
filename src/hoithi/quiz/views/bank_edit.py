"""Writing a question and editing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.core.middleware import TimedRequest
from hoithi.quiz.forms.bank import FIRST_ROWS, QuestionForm, initial_of, pictures_in
from hoithi.quiz.models import Question, QuestionVersion
from hoithi.quiz.operations.bank import edit_question, submit_questions, write_question
from hoithi.quiz.operations.bank_errors import BankNotFound, QuestionInvalid, QuestionRetired
from hoithi.quiz.queries.bank import draft_of, newest, planned_banks, topics_of
from hoithi.quiz.queries.bank_picture import known_pictures
from hoithi.quiz.views.bank import Desk, on_bank, page, question_in
from hoithi.quiz.views.picture import take_pictures


@require_http_methods(["GET", "POST"])
@on_bank("bank.write")
def new(request: TimedRequest, desk: Desk) -> HttpResponse:
    banks = planned_banks(desk.contest)
    key = request.GET.get("bo") or next(iter(banks), "")
    if key not in banks:
        raise BankNotFound
    return _write(request, desk, None, key)


@require_http_methods(["GET", "POST"])
@on_bank("bank.write")
def edit(request: TimedRequest, desk: Desk, pk: int) -> HttpResponse:
    question = question_in(desk, pk)
    if question.state == Question.RETIRED:
        raise QuestionRetired(question.code)
    return _write(request, desk, question, question.bank.key)


def _write(request: TimedRequest, desk: Desk, question: Question | None, key: str) -> HttpResponse:
    topics = topics_of(desk.contest)
    rows = _rows(request)
    if request.method == "POST":
        taken = take_pictures(request, desk, key, rows)
        if "them" in request.POST:  # another row: what was typed stays, nothing is judged yet
            form = QuestionForm(topics=topics, rows=rows + 2, pictures=taken.digests, initial=_typed(request))
            taken.say(request)
        else:
            form = QuestionForm(request.POST, topics=topics, rows=rows, pictures=taken.digests)
            taken.tell(form)
            if form.is_valid() and (version := _keep(request, desk, question, key, form)):
                return _done(request, desk, version)
    else:
        draft = draft_of(newest(question)) if question else None
        form = QuestionForm(
            topics=topics,
            rows=len(draft.options) if draft else FIRST_ROWS,
            pictures=pictures_in(draft) if draft else None,
            initial=initial_of(draft) if draft else None,
        )
    banks = planned_banks(desk.contest)
    status = 400 if form.is_bound and form.errors else 200
    context = {"form": form, "question": question, "bank": banks.get(key), "banks": banks.values()}
    return page(request, desk, "list" if question else "write", "quiz/bank/edit.html", status, **context)


def _rows(request: TimedRequest) -> int:
    given = request.POST.get("dong", "")
    return int(given) if given.isdecimal() and len(given) < 3 else FIRST_ROWS


def _typed(request: TimedRequest) -> dict[str, object]:
    return {**request.POST.dict(), "right": request.POST.getlist("right"), "fixed": "fixed" in request.POST}


def _keep(
    request: TimedRequest, desk: Desk, question: Question | None, key: str, form: QuestionForm
) -> QuestionVersion | None:
    draft = form.draft(known_pictures(desk.contest, key, list(form.pictures.values())))
    try:
        if question is None:
            return write_question(desk.contest, key, draft, now=request.now, by=desk.user)
        return edit_question(question, draft, now=request.now, by=desk.user)
    except QuestionInvalid as refusal:
        form.take(refusal.problems)
        return None


def _done(request: TimedRequest, desk: Desk, version: QuestionVersion) -> HttpResponse:
    code = version.question.code
    if "trinh" in request.POST:
        submit_questions(desk.contest, [version.question_id], now=request.now, by=desk.user)
        messages.success(request, _("Đã lưu câu {code} và trình thẩm định.").format(code=code))
    else:
        messages.success(request, _("Đã lưu bản nháp câu {code}.").format(code=code))
    return redirect("quiz:bank_question", desk.contest.slug, version.question_id)
