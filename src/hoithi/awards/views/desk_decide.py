"""Deciding awards on the console: by a numbered decision, and choosing in minutes where there is no standing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.awards.forms import ChooseForm, DecideForm, NoteForm, people_of
from hoithi.awards.models import Award
from hoithi.awards.operations.choose import Choice, choose_awards, drop_choice
from hoithi.awards.operations.decide import decide_awards
from hoithi.awards.queries.lines import AwardLine, award_lines
from hoithi.awards.views.table import groups_of, picked
from hoithi.contests.models import Contest, Prize, StandingRow
from hoithi.contests.queries.pages_words import unit_of, written
from hoithi.contests.views.desk_frame import confirm, desk_page, me, on_desk
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.documents.words import signer_warnings
from hoithi.people.forms import posted, refused


@on_desk("award.decide")
@require_http_methods(["GET", "POST"])
def decide(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/giai-thuong/quyet-dinh/?giai=…`: the ticked awards (all proposed ones by default) and their decision."""
    ids = picked(request.POST if request.method == "POST" else request.GET)
    only = {"pk__in": ids} if ids else {}
    lines = award_lines(contest, [Award.PROPOSED], **only)
    keys = list(dict.fromkeys(one.prize_key for one in lines if one.cash is None))
    unset = sorted(contest.prizes.filter(key__in=keys), key=lambda one: one.position)
    form = DecideForm(posted(request), contest=contest, abbreviation="QĐ", unset=unset)
    if request.method == "POST" and form.is_valid() and _decided(request, contest, form, [o.award_id for o in lines]):
        return redirect("awards:desk", contest.slug)
    context = {
        "form": form,
        "groups": groups_of(lines),
        "ids": [one.award_id for one in lines],
        "count": len(lines),
        "stacked": [one for one in lines if one.stacked],
        "doubts": _doubts(lines, request.now.astimezone(VIETNAM).date()),
        "public": contest.results_published_at is not None,
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/decide.html", context, status=status)


def _doubts(lines: list[AwardLine], on: date) -> list[str]:
    """The plan's own doubts, and whether each paper's signer may sign it on this day, with the article."""
    said = [one.warn for one in lines if one.warn]
    for paper, signer in dict.fromkeys((one.paper, one.signer) for one in lines):
        said += signer_warnings(paper, signer, on=on)
    return list(dict.fromkeys(said))


def _decided(request: TimedRequest, contest: Contest, form: DecideForm, ids: list[int]) -> bool:
    try:
        with transaction.atomic():
            document = form.paper(
                "quyet_dinh",
                _("Công nhận kết quả và khen thưởng: %(contest)s") % {"contest": contest.short_title},
                now=request.now,
                by=me(request),
            )
            n = decide_awards(contest, ids, document=document, now=request.now, by=me(request), amounts=form.amounts)
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã ghi quyết định cho %(n)s giải.") % {"n": n})
    return True


@on_desk("award.decide")
@require_http_methods(["GET", "POST"])
def choose(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`…/giai-thuong/xet-chon/<prize>/`: who is chosen, with the figures beside each unit."""
    prize = get_object_or_404(Prize.objects.select_related("contest"), contest=contest, key=key, standing=None)
    units = _candidates(contest, prize)
    form = ChooseForm(
        posted(request), contest=contest, abbreviation="BB", prize=prize, units=[(pk, label) for pk, label, _f in units]
    )
    figures = {pk: found for pk, _label, found in units}
    if request.method == "POST" and form.is_valid() and _chosen(request, prize, form, figures):
        return redirect("awards:desk", contest.slug)
    held = contest.awards.filter(prize=prize, state__in=Award.LIVE).count()
    context = {
        "prize": prize,
        "form": form,
        "held": held,
        "left": max(0, prize.quantity - held),
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "awards", "awards/desk/choose.html", context, status=status)


def _candidates(contest: Contest, prize: Prize) -> list[tuple[str, str, dict[str, str]]]:
    """(unit, its name with its figures, the figures) of the units a prize may go to, best figures first."""
    if prize.spec.subject != "unit":
        return []
    rows = contest.units.filter(competes=True)
    if prize.spec.group:
        rows = rows.filter(group__key=prize.spec.group)
    units = list(rows.order_by("position", "name_norm"))
    figures: dict[int, dict[str, str]] = {}
    order: dict[int, int] = {}
    for standing in contest.standings.filter(subject="unit").prefetch_related("contest__parts"):
        if prize.spec.group and standing.spec.groups and prize.spec.group not in standing.spec.groups:
            continue
        terms = [(term.key, term.title, unit_of(contest, term)) for term in standing.spec.terms]
        found = StandingRow.objects.filter(standing=standing, scope="", subject_id__in=[one.pk for one in units])
        for place, row in enumerate(found.order_by("-ranked", "rank_key")):
            raw = row.values.get("raw", {})
            mine = figures.setdefault(row.subject_id, {})
            mine |= {title: written(raw[name], unit) for name, title, unit in terms if raw.get(name) is not None}
            order.setdefault(row.subject_id, place)
    units.sort(key=lambda one: (order.get(one.pk, len(order)), one.position))
    return [(str(one.pk), _labelled(one.name, figures.get(one.pk, {})), figures.get(one.pk, {})) for one in units]


def _labelled(name: str, figures: dict[str, str]) -> str:
    words = "; ".join(f"{title} {value}" for title, value in figures.items())
    return f"{name} ({words})" if words else name


def _chosen(request: TimedRequest, prize: Prize, form: ChooseForm, figures: dict[str, dict[str, str]]) -> bool:
    data: dict[str, Any] = form.cleaned_data
    choices = [Choice("unit", int(pk), figures=figures.get(pk, {})) for pk in data.get("units", [])]
    choices += [
        Choice(Award.NOMINEE, name=one["name"], unit=one["unit"], position=one["position"], reason=one["reason"])
        for one in people_of(data.get("people", ""))
    ]
    try:
        with transaction.atomic():
            document = form.paper(
                "bien_ban",
                _("Biên bản họp xét: %(prize)s") % {"prize": prize.title},
                now=request.now,
                by=me(request),
            )
            made = choose_awards(
                prize, choices, document=document, reason=data["reason"], now=request.now, by=me(request)
            )
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã ghi %(n)s lựa chọn, chờ quyết định.") % {"n": len(made)})
    return True


@on_desk("award.decide")
@require_http_methods(["GET", "POST"])
def drop(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`…/giai/<id>/bo/`: take a chosen award off the list before it is decided."""
    award = get_object_or_404(contest.awards.select_related("prize"), pk=pk, prize__standing=None)
    form = NoteForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            drop_choice(award, note=form.cleaned_data["note"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã bỏ khỏi danh sách."))
            return redirect("awards:desk", contest.slug)
    return confirm(
        request,
        contest,
        roles,
        "awards",
        heading=_("Bỏ khỏi danh sách xét chọn?"),
        form=form,
        action=_("Bỏ khỏi danh sách"),
        back=award_url(contest, award.pk),
        status=400 if form.errors else 200,
    )


def award_url(contest: Contest, pk: int) -> str:
    return reverse("awards:desk_award", args=[contest.slug, pk])
