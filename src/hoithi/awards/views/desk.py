"""Awards on the console: the proposed list, ties decided by minutes, the seal, publication."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.awards.desk import tie_url
from hoithi.awards.models import Award
from hoithi.awards.operations import propose_awards, seal_result
from hoithi.awards.queries.outcome import contenders, outcome_of, rounds_alone, seal_is_current, unsettled
from hoithi.awards.queries.sections import sections, total_cash
from hoithi.awards.views.desk_rounds import round_line
from hoithi.awards.views.table import groups_of, shown_lines, tabs
from hoithi.contests.desk_forms import ReasonedDocumentForm
from hoithi.contests.models import Contest, Prize, Standing
from hoithi.contests.operations.publication import publish_results
from hoithi.contests.operations.standings import decide_tie
from hoithi.contests.queries.pages import organiser_lines
from hoithi.contests.queries.pages_prizes import totals_of
from hoithi.contests.queries.pages_words import unit_of, written
from hoithi.contests.queries.rounds import own_scopes
from hoithi.contests.queries.standings import tied_at
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, desk_page, link, me, on_desk
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused

DECIDED = (Award.DECIDED, Award.ANNOUNCED, Award.CLAIMED, Award.PAID)


def chosen_prizes(contest: Contest) -> list[tuple[Prize, int]]:
    """Prizes by decision with how many are still to be chosen."""
    prizes = contest.prizes.filter(standing=None)
    held = Q(awards__state__in=Award.LIVE)
    return [(one, one.quantity - one.n) for one in prizes.annotate(n=Count("awards", filter=held))]


@on_desk("award.view")
@require_safe
def awards(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/giai-thuong/`: what the prizes come to, and what still has to be decided."""
    waiting = unsettled(contest, request.now)
    outcome = None if waiting else outcome_of(contest)
    found = sections(contest, on=request.now.astimezone(VIETNAM).date(), everybody=True)
    sealed = list(contest.sealed_results.filter(scope="").defer("envelope").order_by("-no"))
    state = request.GET.get("buoc", "")
    lines = shown_lines(contest, state)
    ranked = sum(row.award.prize.standing_id is not None for section in found for row in section.rows)
    context = {
        "tabs": tabs(contest, roles, "desk"),
        "groups": groups_of(lines),
        "state": state,
        "states": Award.State.choices,
        "stacked": [one for one in lines if one.stacked and one.state == Award.PROPOSED],
        "proposed": sum(one.state == Award.PROPOSED for one in lines),
        "payable": any(one.state == Award.CLAIMED for one in lines),
        "decided": any(one.state in DECIDED for one in lines),
        "chosen": chosen_prizes(contest),
        "may_decide_awards": may(roles, "award.decide"),
        "sections": found,
        "count": sum(len(section.rows) for section in found),
        "cash": total_cash(found),
        "planned": totals_of(contest.prizes.all()),
        "waiting": waiting,
        "rounds": [round_line(part, request.now) for part in rounds_alone(contest)],
        "ties": [(tie, tie_url(contest, tie.standing.key, tie.place, tie.scope)) for tie in outcome.ties]
        if outcome
        else [],
        "vacancies": outcome.vacancies if outcome else (),
        "stale": outcome is not None and len(outcome.allocation.awards) != ranked,
        "sealed": sealed,
        "current": seal_is_current(contest, sealed[0] if sealed else None),
        "may_decide": may(roles, "standing.decide_tie"),
        "may_seal": may(roles, "result.seal"),
        "office": organiser_lines(contest),
        "export": link("reports:awards_file", contest.slug),
    }
    return desk_page(request, contest, roles, "awards", "awards/desk/awards.html", context)


@on_desk("result.seal")
@require_POST
def propose(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """Compute and store the proposed awards; pressing again replaces what is only proposed."""
    try:
        done = propose_awards(contest, now=request.now, by=me(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã lập danh sách %(n)s giải dự kiến.") % {"n": len(done.awards)})
    return redirect("awards:desk", contest.slug)


@on_desk("standing.decide_tie")
@require_http_methods(["GET", "POST"])
def tie(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str, place: int) -> HttpResponse:
    """`…/dong-hang/<standing>/<place>/?pham-vi=`: order equals as the minutes say, with number, date and signer."""
    standing = get_object_or_404(Standing.objects.select_related("contest"), contest=contest, key=key)
    scope = request.GET.get("pham-vi", "")
    tied = tied_at(standing, place, scope) if standing.spec.formula is not None else []
    if len(tied) < 2:
        raise Http404
    form = ReasonedDocumentForm(posted(request))
    chosen = {subject: request.POST.get(f"order-{subject}", "") for subject in tied}
    if request.method == "POST" and form.is_valid():
        order = _order(chosen)
        if order is None:
            form.add_error(None, _("Mỗi bên cần một thứ tự riêng, từ 1 đến %(n)s.") % {"n": len(tied)})
        elif _decided(request, standing, scope, place, order, form):
            return redirect(back_to(standing, scope))
    raw = {row.subject_id: row.values.get("raw", {}) for row in standing.rows.filter(scope=scope, subject_id__in=tied)}
    terms = [(term.title, term.key, unit_of(contest, term)) for term in standing.spec.terms]
    decision = standing.tie_decisions.filter(scope=scope, place=place, revoked_at__isnull=True).first()
    context: dict[str, Any] = {
        "standing": standing,
        "place": place,
        "numbers": range(1, len(tied) + 1),
        "rows": [
            {
                "one": one,
                "chosen": chosen.get(one.subject, ""),
                "values": [(title, written(raw.get(one.subject, {}).get(name), unit)) for title, name, unit in terms],
            }
            for one in contenders(standing, tied)
        ],
        "form": form,
        "decision": decision,
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/tie.html", context, status=status)


def back_to(standing: Standing, scope: str) -> str:
    """The page a decision came from: the round's, where the round's results are published by themselves."""
    contest = standing.contest
    for part in rounds_alone(contest):
        if (standing.key, scope) in own_scopes(part) and part.results_published_at is None:
            return reverse("awards:desk_round", args=[contest.slug, part.key])
    return reverse("awards:desk", args=[contest.slug])


def _order(chosen: dict[int, str]) -> list[int] | None:
    """Subjects by the numbers given, None unless these are 1 … n, each once."""
    if sorted(chosen.values()) != sorted(str(n) for n in range(1, len(chosen) + 1)):
        return None
    return sorted(chosen, key=lambda subject: int(chosen[subject]))


def _decided(
    request: TimedRequest, standing: Standing, scope: str, place: int, order: list[int], form: ReasonedDocumentForm
) -> bool:
    title = _("Biên bản xử lý thứ hạng bằng nhau: %(standing)s, hạng %(place)s")
    try:
        with transaction.atomic():
            document = form.issue(
                "bien_ban",
                title % {"standing": standing.title, "place": place},
                standing.contest,
                now=request.now,
                by=me(request),
            )
            decide_tie(
                standing,
                place=place,
                subjects=order,
                reason=form.cleaned_data["reason"],
                now=request.now,
                by=me(request),
                document=document,
                scope=scope,
            )
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã ghi quyết định. Hãy lập lại danh sách giải rồi niêm phong."))
    return True


@on_desk("result.seal")
@require_http_methods(["GET", "POST"])
def seal(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/niem-phong/`: seal what is settled; the same state is never sealed twice."""
    back = reverse("awards:desk", args=[contest.slug])
    if request.method == "POST":
        try:
            sealed = seal_result(contest, now=request.now, by=me(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kết quả đã niêm phong, tệp số %(no)s.") % {"no": sealed.no})
        return redirect(back)
    return confirm(
        request,
        contest,
        roles,
        "awards",
        heading=_("Niêm phong kết quả?"),
        consequences=[
            _("Quy tắc, số liệu không kèm tên, quyết định đồng hạng và thứ hạng được ký bằng khóa của hệ thống."),
            _("Tệp niêm phong công khai ngay, ai cũng tính lại được; không ai sửa được nữa."),
            _("Quyết định về sau được niêm phong thành tệp kế tiếp."),
        ],
        action=_("Niêm phong"),
        back=back,
    )


@on_desk("result.publish")
@require_http_methods(["GET", "POST"])
def publish(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/cong-bo/`: publish what is sealed."""
    back = reverse("awards:desk", args=[contest.slug])
    if request.method == "POST":
        try:
            publish_results(contest, now=request.now, by=me(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kết quả đã công bố trên trang cuộc thi."))
        return redirect(back)
    return confirm(
        request,
        contest,
        roles,
        "awards",
        heading=_("Công bố kết quả?"),
        consequences=[
            _("Bảng xếp hạng và danh sách giải hiện công khai; tên chỉ hiện ở hạng có giải và theo sự đồng ý."),
            _("Chỉ công bố được khi kết quả đã niêm phong và không còn đồng hạng ở vị trí có giải."),
        ],
        action=_("Công bố"),
        back=back,
    )
