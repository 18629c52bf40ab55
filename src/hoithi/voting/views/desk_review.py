"""One finding on the console: what it rests on, and the decision; taking a discount back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.models import Contest
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, desk_page, me, on_desk
from hoithi.core.errors import NotAllowed, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused
from hoithi.voting.forms.review import DecisionForm, ReasonForm
from hoithi.voting.models import Discount, Suspicion
from hoithi.voting.operations.review import clear_suspicion, discount_votes, reverse_discount
from hoithi.voting.queries.evidence import pictures_of
from hoithi.voting.views.desk import desk_part
from hoithi.voting.words import KINDS, STATES

GET_POST = ["GET", "POST"]


@on_desk("vote.view")
@require_http_methods(GET_POST)
def suspicion(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str, no: int) -> HttpResponse:
    """`…/dau-hieu/<no>/`: pictures, what may be innocent, and for those who decide: set aside or let count."""
    part = desk_part(request, contest, key)
    rows = Suspicion.objects.select_related("entry__work", "decided_by__person")
    found = get_object_or_404(rows, part=part, no=no)
    form = DecisionForm(posted(request))
    if request.method == "POST":
        if not may(roles, "vote.review"):
            raise NotAllowed(_("Vai trò của bạn chỉ xem, không quyết định về phiếu bình chọn."))
        if form.is_valid() and _decided(request, found, form):
            return redirect("voting:desk_part", contest.slug, key)
    context = {
        "part": part,
        "found": found,
        "words": KINDS[found.kind],
        "state": STATES[found.state],
        "pictures": pictures_of(found),
        "form": form if found.state == Suspicion.OPEN and may(roles, "vote.review") else None,
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "votes", "voting/desk/suspicion.html", context, status=status)


def _decided(request: TimedRequest, found: Suspicion, form: DecisionForm) -> bool:
    reason = form.cleaned_data["reason"]
    try:
        if form.cleaned_data["decision"] == "discount":
            done = discount_votes(found, reason=reason, now=request.now, by=me(request))
            messages.success(request, _("Đã loại {n} phiếu. Số phiếu và lý do được công bố.").format(n=done.count))
        else:
            clear_suspicion(found, reason=reason, now=request.now, by=me(request))
            messages.success(request, _("Đã ghi: không có vấn đề, mọi phiếu được tính."))
    except Refusal as refusal:
        refused(form, refusal)
        return False
    return True


@on_desk("vote.review")
@require_http_methods(GET_POST)
def undo(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str, no: int) -> HttpResponse:
    """Count votes that were set aside again, after a look at what that means."""
    part = desk_part(request, contest, key)
    found = get_object_or_404(Discount, part=part, no=no)
    back = reverse("voting:desk_part", args=[contest.slug, key])
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reverse_discount(found, reason=form.cleaned_data["reason"], now=request.now, by=me(request))
        messages.success(request, _("Đã hủy quyết định, các phiếu được tính lại."))
        return redirect(back)
    return confirm(
        request,
        contest,
        roles,
        "votes",
        heading=_("Hủy quyết định loại {n} phiếu?").format(n=found.count),
        consequences=[
            _("Các phiếu này được tính lại, xếp hạng thay đổi theo."),
            _("Quyết định và lý do hủy vẫn hiện ở trang công khai."),
            _("Nếu kết quả đã niêm phong thì phải niêm phong lại."),
        ],
        action=_("Hủy quyết định"),
        back=back,
        form=form,
        status=400 if form.errors else 200,
    )
