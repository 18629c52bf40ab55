"""The review on the console: the queue, one case, asking the person, taking the work."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.models import Contest
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.integrity.forms import ClearForm, CommentForm, QuestionForm
from hoithi.integrity.models import Case
from hoithi.integrity.operations.review import ask_person, assign_case, comment_case
from hoithi.integrity.operations.scan import ask_scan
from hoithi.integrity.queries import cases as read
from hoithi.integrity.queries.evidence import evidence_of
from hoithi.integrity.words import KINDS, NAMED, STRENGTHS, VERDICTS
from hoithi.people.forms import posted, refused

PAGE = 30
GET_POST = ["GET", "POST"]


@on_desk("integrity.view")
@require_safe
def cases(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/trung-thuc/`: what waits, appeals, prizes to recall, past looks."""
    closed = request.GET.get("loc") == "xong"
    found = read.queue(contest, me(request), closed=closed)
    page = Paginator(found.cases, PAGE).get_page(request.GET.get("trang"))
    url = reverse("integrity:cases", args=[contest.slug])
    recalls = list(read.recalls(contest))
    context = {
        "rows": [
            {"case": row, "title": KINDS[row.kind].title, "strength": STRENGTHS[row.strength]}
            for row in page.object_list
        ],
        "tabs": [
            {"label": _("Cần xem xét ({n})").format(n=found.open), "href": url, "here": not closed},
            {"label": _("Đã kết thúc ({n})").format(n=found.closed), "href": f"{url}?loc=xong", "here": closed},
        ],
        "closed": closed,
        "newer": f"{url}?{_query(closed, page.number - 1)}" if page.has_previous() else "",
        "older": f"{url}?{_query(closed, page.number + 1)}" if page.has_next() else "",
        "scans": read.part_scans(contest),
        "appeals": read.open_appeals(contest),
        "recalls": recalls,
        "to_recall": any(one.withdrawn_at is None for one in recalls),
        "published": contest.results_published_at,
    }
    return desk_page(request, contest, roles, "integrity", "integrity/desk/cases.html", context)


def _query(closed: bool, number: int) -> str:
    return f"loc=xong&trang={number}" if closed else f"trang={number}"


@on_desk("integrity.review")
@require_POST
def scan(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """Ask for a look over a part; the sequencer carries it out."""
    part = get_object_or_404(contest.parts, key=key, kind="quiz", frozen_at__isnull=False)
    ask_scan(part, now=request.now, by=me(request))
    messages.success(request, _("Đã yêu cầu kiểm tra. Kết quả hiện ở đây sau ít phút."))
    return redirect("integrity:cases", contest.slug)


@on_desk("integrity.view")
@require_http_methods(GET_POST)
def case(request: TimedRequest, contest: Contest, roles: frozenset[str], no: int) -> HttpResponse:
    """`…/trung-thuc/<no>/`: the evidence, what it means, what may be innocent; comments are posted here."""
    found = read.case_of(contest, no, me(request))
    form = CommentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            comment_case(found, form.cleaned_data["text"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return redirect("integrity:case", contest.slug, no)
    evidence = evidence_of(found)
    subjects = [
        {
            "one": one,
            "ruling": (ruling := read.in_force(one)),
            "verdict": VERDICTS[ruling.verdict] if ruling else "",
            "past": [(past, VERDICTS[past.verdict]) for past in one.rulings.all() if past.reversed_at],
            "context": evidence.context.get(one.label, []),
        }
        for one in found.subjects.all()
    ]
    context = {
        "case": found,
        "words": KINDS[found.kind],
        "strength": STRENGTHS[found.strength],
        "named": found.kind in NAMED,
        "evidence": evidence,
        "subjects": subjects,
        "undecided": sum(row["ruling"] is None for row in subjects),
        "mine": found.assigned_to_id == me(request).pk,
        "form": form,
        "clear_form": ClearForm(auto_id="bo-%s"),
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "integrity", "integrity/desk/case.html", context, status=status)


@on_desk("integrity.review")
@require_POST
def take(request: TimedRequest, contest: Contest, roles: frozenset[str], no: int) -> HttpResponse:
    """Take the work on a case, or put it back."""
    found = read.case_of(contest, no, me(request))
    mine = found.assigned_to_id == me(request).pk
    assign_case(found, None if mine else me(request), now=request.now, by=me(request))
    return redirect("integrity:case", contest.slug, no)


@on_desk("integrity.review")
@require_http_methods(GET_POST)
def ask(request: TimedRequest, contest: Contest, roles: frozenset[str], no: int, pk: int) -> HttpResponse:
    """Ask one person of a case for an explanation."""
    found = read.case_of(contest, no, me(request))
    subject = get_object_or_404(found.subjects, pk=pk)
    form = QuestionForm(posted(request))
    if request.method == "POST" and form.is_valid() and found.state == Case.OPEN:
        try:
            ask_person(subject, form.cleaned_data["text"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã gửi. Người dự thi thấy đề nghị này ở trang cuộc thi."))
            return redirect("integrity:case", contest.slug, no)
    context = {"case": found, "subject": subject, "form": form, "words": KINDS[found.kind]}
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "integrity", "integrity/desk/ask.html", context, status=status)
