"""What waits for an answer: units' reports and difficulties, people's requests to correct locked fields."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.desk_forms import AnswerForm, CorrectionForm
from hoithi.contests.models import Contest, EntrantCorrection, UnitNote
from hoithi.contests.operations.entrants import decide_correction
from hoithi.contests.operations.office import answer_note
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused

PAGE = 30
FIELDS = {
    "unit": gettext_lazy("Đơn vị"),
    "group": gettext_lazy("Đối tượng"),
    "full_name": gettext_lazy("Họ và tên"),
    "birth_date": gettext_lazy("Ngày sinh"),
}


@on_desk("console.view")
@require_safe
def notes(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/bao-cao/`: newest first, unanswered ones apart (`?loc=cho`)."""
    found = UnitNote.objects.filter(contest_unit__contest=contest).select_related("contest_unit")
    waiting = request.GET.get("loc") == "cho"
    if waiting:
        found = found.filter(answered_at__isnull=True)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    context = {
        "found": page,
        "tabs": [
            {"label": _("Tất cả"), "href": "?", "here": not waiting},
            {"label": _("Chờ trả lời"), "href": "?loc=cho", "here": waiting},
        ],
        "may_answer": may(roles, "unit.answer"),
        "answer_form": AnswerForm(auto_id=False),
    }
    return desk_page(request, contest, roles, "notes", "contests/desk/notes.html", context)


@on_desk("unit.answer")
@require_POST
def answer(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """Answer a report in place; an answer may be corrected."""
    note = get_object_or_404(UnitNote, pk=pk, contest_unit__contest=contest)
    form = AnswerForm(request.POST)
    if form.is_valid():
        answer_note(note, answer=form.cleaned_data["answer"], now=request.now, by=me(request))
        messages.success(request, _("Đã trả lời. Đơn vị thấy ngay dưới báo cáo của mình."))
    else:
        messages.error(request, _("Câu trả lời chưa có nội dung hoặc quá dài."))
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("contests:desk_notes", contest.slug)


@on_desk("entrant.correct")
@require_safe
def corrections(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/de-nghi-sua/`: open requests first."""
    found = EntrantCorrection.objects.filter(entrant__contest=contest).select_related("entrant__contest_unit")
    page = Paginator(found.order_by("decided_at", "asked_at"), PAGE).get_page(request.GET.get("trang"))
    waiting = [one for one in page if one.decided_at is None]
    context = {"found": page, "waiting": len(waiting)}
    return desk_page(request, contest, roles, "board", "contests/desk/corrections.html", context)


@on_desk("entrant.correct")
@require_http_methods(["GET", "POST"])
def correction(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """One request: what is asked, accept or refuse with an answer; deciding twice changes nothing."""
    asked = get_object_or_404(
        EntrantCorrection.objects.select_related("entrant__contest_unit", "entrant__group"),
        pk=pk,
        entrant__contest=contest,
    )
    form = CorrectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            accept = form.cleaned_data["accept"] == "1"
            decide_correction(asked, accept=accept, answer=form.cleaned_data["answer"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã trả lời người dự thi."))
            return redirect("contests:desk_corrections", contest.slug)
    context = {"asked": asked, "changes": _changes(contest, asked), "form": form}
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "board", "contests/desk/correction.html", context, status=status)


def _changes(contest: Contest, asked: EntrantCorrection) -> list[tuple[str, str, str]]:
    """(field, present value, wanted value) in words."""
    entrant = asked.entrant
    now = {
        "unit": entrant.contest_unit.name if entrant.contest_unit else "",
        "group": entrant.group.title,
        "full_name": entrant.display_name,
    }
    found = []
    for name, wanted in asked.changes.items():
        value = wanted.get("after", "") if isinstance(wanted, dict) else str(wanted)
        if name == "unit" and (unit := contest.units.filter(code=value).first()):
            value = unit.name
        if name == "group" and (group := contest.groups.filter(key=value).first()):
            value = group.title
        found.append((str(FIELDS.get(name, name)), now.get(name, ""), value))
    return found
