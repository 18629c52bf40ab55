"""Handing over and money on the console: claim desk, payment list, things beside prizes, budget, units' grading."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.awards.forms import AmountForm, FulfilForm, PayForm, people_of
from hoithi.awards.models import Award, BudgetFigure, Fulfilment
from hoithi.awards.operations.budget import record_amount
from hoithi.awards.operations.fulfil import NAMES, fulfil, propose_individuals
from hoithi.awards.operations.hand_over import pay_awards, return_signatures
from hoithi.awards.queries.budget import budget_of
from hoithi.awards.queries.grading import unit_grading
from hoithi.awards.queries.lines import AwardLine, award_lines, lines_of
from hoithi.awards.queries.payments import payment_list
from hoithi.awards.sheets import budget_sheet, grading_sheet, payment_sheet
from hoithi.awards.views.table import picked, row_of, tabs
from hoithi.contests.models import Contest
from hoithi.contests.queries.pages import organiser_lines
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.tables import Sheet, write_xlsx
from hoithi.core.text import fold
from hoithi.people.forms import posted, refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FOUND = 50


@on_desk("award.hand_over")
@require_safe
def hand_desk(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/giai-thuong/trao-giai/?q=`: find a winner by name, unit or code; only what is announced."""
    asked = request.GET.get("q", "").replace("\0", "")[:100]
    words = fold(asked).split()
    lines = award_lines(contest, [Award.ANNOUNCED, Award.CLAIMED, Award.PAID])
    found = [one for one in lines if _matches(one, words)]
    context = {
        "tabs": tabs(contest, roles, "desk_hand"),
        "q": asked,
        "rows": [row_of(one) for one in found[:MOST_FOUND]],
        "more": max(0, len(found) - MOST_FOUND),
        "waiting": sum(one.state == Award.ANNOUNCED for one in lines),
        "seen": sum(one.state == Award.CLAIMED for one in lines),
        "done": sum(one.state == Award.PAID for one in lines),
        "all": len(lines),
    }
    return desk_page(request, contest, roles, "awards", "awards/desk/hand_desk.html", context)


def _matches(line: AwardLine, words: list[str]) -> bool:
    """Every word begins one of the line's: people are looked for by what somebody says at a desk."""
    there = fold(f"{line.name} {line.unit} {line.work_title} {line.code} {line.work_code}").split()
    return all(any(word.startswith(asked) for word in there) for asked in words)


@on_desk("award.view")
@require_safe
def payments(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/giai-thuong/chi-thuong/`: the payment list for the screen and for paper, with its signature column."""
    found = payment_list(contest)
    context = {
        "tabs": tabs(contest, roles, "desk_pay"),
        "found": found,
        "office": organiser_lines(contest),
        "may_pay": may(roles, "award.decide"),
        "payable": any(row.line.state == Award.CLAIMED for row in found.rows),
    }
    return desk_page(request, contest, roles, "awards", "awards/desk/payments.html", context)


@on_desk("award.decide")
@require_http_methods(["GET", "POST"])
def pay(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/chi-thuong/ghi/?giai=…`: one voucher for the ticked awards."""
    ids = picked(request.POST if request.method == "POST" else request.GET)
    states = [Award.CLAIMED] if contest.plan.awards.check_identity else [Award.CLAIMED, Award.ANNOUNCED]
    lines = award_lines(contest, states, pk__in=ids)
    unset = [one.award_id for one in lines if one.cash is None]
    form = PayForm(posted(request), unset=bool(unset))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        amounts = dict.fromkeys(unset, data["amount"]) if data.get("amount") is not None else None
        try:
            n = pay_awards(
                contest,
                [one.award_id for one in lines],
                paid_on=data["paid_on"],
                voucher=data["voucher"],
                signed=data["signed"],
                now=request.now,
                by=me(request),
                amounts=amounts,
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã ghi chi %(n)s giải.") % {"n": n})
            return redirect("awards:desk_pay", contest.slug)
    context = {"rows": [row_of(one) for one in lines], "ids": [one.award_id for one in lines], "form": form}
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/pay.html", context, status=status)


@on_desk("award.decide")
@require_POST
def signatures(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """The signed list is back: every ticked payment, or all."""
    ids = picked(request.POST) or [row.line.award_id for row in payment_list(contest).rows]
    n = return_signatures(contest, ids, now=request.now, by=me(request))
    messages.success(request, _("Đã ghi có chữ ký của %(n)s khoản chi.") % {"n": n})
    return redirect("awards:desk_pay", contest.slug)


@on_desk("award.view")
@require_safe
def payments_file(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    return _workbook([payment_sheet(contest, payment_list(contest), request.now)], f"{contest.slug}-chi-thuong.xlsx")


@on_desk("award.view")
@require_safe
def beside(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/giai-thuong/viec-kem-theo/`: what decided awards bring besides money."""
    rows = list(
        Fulfilment.objects.filter(award__contest=contest, award__state__in=Award.LIVE).select_related(
            "award__prize__standing", "award__decision", "award__contest"
        )
    )
    lines = {one.award_id: one for one in lines_of(contest, {row.award_id: row.award for row in rows}.values())}
    context = {
        "tabs": tabs(contest, roles, "desk_beside"),
        "rows": [(row, lines[row.award_id]) for row in rows],
        "may_do": may(roles, "award.decide"),
    }
    return desk_page(request, contest, roles, "awards", "awards/desk/beside.html", context)


@on_desk("award.decide")
@require_http_methods(["GET", "POST"])
def beside_one(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/viec-kem-theo/<id>/`: names, then what shows that it is done."""
    rows = Fulfilment.objects.select_related("award__prize__standing", "award__contest", "award__decision")
    row = get_object_or_404(rows, award__contest=contest, pk=pk)
    named = row.kind == NAMES
    lines = "\n".join("; ".join(filter(None, one.values())) for one in row.names)
    form = FulfilForm(posted(request), named=named, initial={"names": lines, "evidence": row.evidence})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                if named:
                    propose_individuals(row, people_of(form.cleaned_data["names"]), now=request.now, by=me(request))
                if form.cleaned_data["evidence"]:
                    fulfil(row, evidence=form.cleaned_data["evidence"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã lưu."))
            return redirect("awards:desk_beside", contest.slug)
    (line,) = lines_of(contest, [row.award])
    context = {"row": row, "line": line, "form": form, "named": named}
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/beside_one.html", context, status=status)


@on_desk("award.view")
@require_safe
def budget(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/kinh-phi/`: lines by stage, the prizes' total beside the estimate."""
    context = {
        "tabs": tabs(contest, roles, "desk_budget"),
        "budget": budget_of(contest),
        "stages": BudgetFigure.Stage.choices,
        "may_edit": may(roles, "budget.edit"),
        "office": organiser_lines(contest),
    }
    return desk_page(request, contest, roles, "awards", "awards/desk/budget.html", context)


@on_desk("budget.edit")
@require_http_methods(["GET", "POST"])
def budget_amount(
    request: TimedRequest, contest: Contest, roles: frozenset[str], line: str, stage: str
) -> HttpResponse:
    """`…/kinh-phi/<line>/<stage>/`: state an amount with its paper; earlier ones stay below."""
    spec = next((one for one in contest.plan.budget.lines if one.key == line), None)
    if spec is None or stage not in BudgetFigure.Stage.values:
        raise Http404
    form = AmountForm(posted(request))
    if request.method == "POST" and form.is_valid():
        label = BudgetFigure.Stage(stage).label
        try:
            with transaction.atomic():
                document = None
                if form.has_paper:
                    title = _("%(stage)s kinh phí: %(line)s") % {"stage": label, "line": spec.title}
                    kind = "to_trinh" if stage == BudgetFigure.Stage.ESTIMATED else "quyet_dinh"
                    document = form.issue(kind, title[:400], contest, now=request.now, by=me(request))
                record_amount(
                    contest,
                    line,
                    stage,
                    form.cleaned_data["amount"],
                    document=document,
                    note=form.cleaned_data["note"],
                    now=request.now,
                    by=me(request),
                )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã ghi số tiền."))
            return redirect("awards:desk_budget", contest.slug)
    history = contest.budget_figures.filter(line=line, stage=stage).select_related("document").order_by("-at", "-pk")
    context = {
        "spec": spec,
        "stage": BudgetFigure.Stage(stage).label,
        "form": form,
        "history": history,
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/budget_amount.html", context, status=status)


@on_desk("award.view")
@require_safe
def budget_file(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    return _workbook([budget_sheet(contest, budget_of(contest), request.now)], f"{contest.slug}-kinh-phi.xlsx")


@on_desk("award.view")
@require_safe
def grading(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/giai-thuong/diem-don-vi/`: what each unit brings to its grading."""
    context = {
        "tabs": tabs(contest, roles, "desk_grading"),
        "rows": unit_grading(contest),
        "grading": contest.plan.texts.grading,
        "office": organiser_lines(contest),
    }
    return desk_page(request, contest, roles, "awards", "awards/desk/grading.html", context)


@on_desk("award.view")
@require_safe
def grading_file(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    return _workbook([grading_sheet(contest, unit_grading(contest), request.now)], f"{contest.slug}-diem-don-vi.xlsx")


def _workbook(sheets: list[Sheet], name: str) -> HttpResponse:
    response = HttpResponse(write_xlsx(sheets), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
