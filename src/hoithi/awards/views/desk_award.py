"""One award on the console: its history and why, who came for it, taking it back and the money that comes back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.awards.forms import ClaimForm, PayForm, RecallForm, RevokeForm
from hoithi.awards.models import Award, Claim, Payment, Revocation
from hoithi.awards.operations.hand_over import claim_award, pay_awards
from hoithi.awards.operations.revoke import RevocationEffect, preview_revocation, recall_money, revoke_award
from hoithi.awards.queries.lines import AwardLine, lines_of
from hoithi.awards.rules.steps import may_follow
from hoithi.awards.views.table import row_of
from hoithi.contests.models import Contest
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, name_of, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused

HANDED = (Award.ANNOUNCED, Award.CLAIMED, Award.PAID, Award.REVOKED)
"""States helpers at the claim desk see: what is public anyway."""


def found(contest: Contest, pk: int, roles: frozenset[str]) -> Award:
    """The award, for those who may see it now. Raises Http404."""
    rows = contest.awards.select_related("prize__standing", "decision", "minutes", "contest")
    award: Award = get_object_or_404(rows if may(roles, "award.view") else rows.filter(state__in=HANDED), pk=pk)
    return award


@on_desk("award.view")
@require_safe
def award_page(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/giai-thuong/giai/<id>/`: everything about one award."""
    award = found(contest, pk, roles)
    (line,) = lines_of(contest, [award])
    revocation = Revocation.objects.filter(award=award).select_related("document").first()
    context = {
        "award": award,
        "line": line,
        "row": row_of(line),
        "steps": [(one, Award.State(one.state).label, name_of(one.by)) for one in _steps(award)],
        "claim": Claim.objects.filter(award=award).select_related("checked_by").first(),
        "payment": Payment.objects.filter(award=award).first(),
        "revocation": revocation,
        "beside": award.fulfilments.all(),
        "may_hand": may(roles, "award.hand_over") and award.state in (Award.ANNOUNCED, Award.CLAIMED),
        "may_decide": may(roles, "award.decide"),
        "may_revoke": may(roles, "award.decide") and may_follow(award.state, "revoked"),  # type: ignore[arg-type]
        "may_drop": may(roles, "award.decide") and award.state == Award.PROPOSED and award.prize.standing_id is None,
        "due": revocation is not None and revocation.due and revocation.returned is None,
    }
    return desk_page(request, contest, roles, "awards", "awards/desk/award.html", context)


def _steps(award: Award) -> Any:
    return award.steps.select_related("by__person", "document")


@on_desk("award.hand_over")
@require_http_methods(["GET", "POST"])
def hand(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/giai/<id>/trao/`: check who came, then note the money; the same page for both steps."""
    award = found(contest, pk, roles)
    (line,) = lines_of(contest, [award])
    claimed = award.state in (Award.CLAIMED, Award.PAID)
    data = posted(request)
    form = PayForm(data, unset=award.cash is None) if claimed else ClaimForm(data)
    if request.method == "POST" and form.is_valid():
        step = _pay if claimed else _claim
        if step(request, award, form):
            return redirect("awards:desk_hand", contest.slug) if claimed else redirect(request.path)
    context = {
        "award": award,
        "line": line,
        "row": row_of(line),
        "form": form,
        "claimed": claimed,
        "claim": Claim.objects.filter(award=award).first(),
        "open": award.state in (Award.ANNOUNCED, Award.CLAIMED),
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/hand.html", context, status=status)


def _claim(request: TimedRequest, award: Award, form: Any) -> bool:
    try:
        claim_award(award, now=request.now, by=me(request), **form.cleaned_data)
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã ghi kiểm tra người nhận."))
    return True


def _pay(request: TimedRequest, award: Award, form: Any) -> bool:
    data = form.cleaned_data
    amounts = {award.pk: data["amount"]} if data.get("amount") is not None else None
    try:
        pay_awards(
            award.contest,
            [award.pk],
            paid_on=data["paid_on"],
            voucher=data["voucher"],
            signed=data["signed"],
            now=request.now,
            by=me(request),
            amounts=amounts,
        )
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã ghi trao giải."))
    return True


@on_desk("award.decide")
@require_http_methods(["GET", "POST"])
def revoke(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/giai/<id>/thu-hoi/?cach=len|trong`: see what it changes, then the reason and the decision."""
    award = found(contest, pk, roles)
    (line,) = lines_of(contest, [award])
    way = (request.POST if request.method == "POST" else request.GET).get("cach", "")
    ways = {"len": True, "trong": False} if award.prize.standing_id is not None else {"trong": False}
    form = RevokeForm(posted(request), contest=contest, abbreviation="QĐ")
    effect, refusal = _preview(award, ways[way], request) if way in ways else (None, None)
    sent = request.method == "POST" and way in ways and form.is_valid()
    if sent and _revoked(request, award, form, line, move_up=ways[way]):
        return redirect("awards:desk_award", contest.slug, pk)
    context = {
        "award": award,
        "line": line,
        "way": way if way in ways else "",
        "ways": list(ways),
        "effect": effect,
        "refusal": refusal,
        "form": form,
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/revoke.html", context, status=status)


def _preview(award: Award, move_up: bool, request: TimedRequest) -> tuple[RevocationEffect | None, Refusal | None]:
    try:
        return preview_revocation(award, move_up=move_up, now=request.now), None
    except Refusal as refusal:
        return None, refusal


def _revoked(request: TimedRequest, award: Award, form: RevokeForm, line: AwardLine, *, move_up: bool) -> bool:
    try:
        with transaction.atomic():
            document = form.paper(
                "quyet_dinh",
                _("Thu hồi “%(prize)s”") % {"prize": line.prize_title},
                now=request.now,
                by=me(request),
            )
            revoke_award(
                award,
                reason=form.cleaned_data["reason"],
                document=document,
                move_up=move_up,
                now=request.now,
                by=me(request),
            )
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã thu hồi giải."))
    return True


@on_desk("award.decide")
@require_http_methods(["GET", "POST"])
def recall(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/giai/<id>/thu-tien/`: the money of a revoked award is back."""
    award = found(contest, pk, roles)
    revocation = get_object_or_404(Revocation, award=award, due__gt=0)
    (line,) = lines_of(contest, [award])
    form = RecallForm(posted(request), initial={"returned": revocation.due})
    if request.method == "POST" and form.is_valid():
        try:
            recall_money(revocation, now=request.now, by=me(request), **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã ghi thu lại tiền thưởng."))
            return redirect("awards:desk_award", contest.slug, pk)
    context = {"award": award, "line": line, "revocation": revocation, "form": form}
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/recall.html", context, status=status)
