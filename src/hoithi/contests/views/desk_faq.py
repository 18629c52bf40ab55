"""Questions and answers on the contest page, kept by the secretariat and the helpers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.desk_forms import FaqForm
from hoithi.contests.models import Contest, Faq
from hoithi.contests.operations.faq import remove_faq, save_faq
from hoithi.contests.views.desk_frame import confirm, desk_page, me, on_desk
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted

GET_POST = ["GET", "POST"]


@on_desk("faq.edit")
@require_http_methods(GET_POST)
def faqs(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/hoi-dap/`: what stands on the page, and a form for one more."""
    return _edit(request, contest, roles, None)


@on_desk("faq.edit")
@require_http_methods(GET_POST)
def faq(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """Correct one question."""
    return _edit(request, contest, roles, get_object_or_404(contest.faqs, pk=pk))


def _edit(request: TimedRequest, contest: Contest, roles: frozenset[str], row: Faq | None) -> HttpResponse:
    initial = {"question": row.question, "answer": row.answer} if row else None
    form = FaqForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        save_faq(contest, **form.cleaned_data, faq=row, now=request.now, by=me(request))
        messages.success(request, _("Đã lưu. Câu hỏi hiện ngay trên trang cuộc thi."))
        return redirect("contests:desk_faqs", contest.slug)
    context = {"found": list(contest.faqs.all()), "row": row, "form": form}
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "faqs", "contests/desk/faqs.html", context, status=status)


@on_desk("faq.edit")
@require_http_methods(GET_POST)
def remove(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """Take one off the page, after a look at it."""
    row = contest.faqs.filter(pk=pk).first()
    back = reverse("contests:desk_faqs", args=[contest.slug])
    if row is None and request.method == "POST":
        return redirect(back)
    row = get_object_or_404(contest.faqs, pk=pk)
    if request.method == "POST":
        remove_faq(row, now=request.now, by=me(request))
        messages.success(request, _("Đã bỏ câu hỏi khỏi trang cuộc thi."))
        return redirect(back)
    return confirm(
        request,
        contest,
        roles,
        "faqs",
        heading=_("Bỏ câu hỏi này khỏi trang cuộc thi?"),
        text=row.question,
        action=_("Bỏ câu hỏi"),
        back=back,
    )
