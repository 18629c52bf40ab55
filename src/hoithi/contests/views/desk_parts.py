"""One part on the console: what is missing, the freeze with its commitments; and the plan's duties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.desk_forms import EvidenceForm
from hoithi.contests.models import Contest, Part, Task
from hoithi.contests.operations.office import finish_task, reopen_task
from hoithi.contests.operations.opening import NotReady, freeze_part, preflight, standings_reading
from hoithi.contests.queries.commitments import frozen_record
from hoithi.contests.queries.lifecycle import state_of
from hoithi.contests.queries.roles import require
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, name_of, on_desk
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted


@on_desk("console.view")
@require_http_methods(["GET", "POST"])
def part(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/phan-thi/<key>/`: preflight and "Chốt phần thi"."""
    shown = get_object_or_404(Part.objects.select_related("contest"), contest=contest, key=key)
    if request.method == "POST":
        require(me(request), contest, "contest.open", request.now)
        return _freeze(request, contest, shown)
    context = {
        "part": shown,
        "state": state_of(shown, request.now),
        "problems": [] if shown.frozen_at else preflight(shown, now=request.now),
        "may_freeze": may(roles, "contest.open"),
        "standings": standings_reading(shown),
        "commitments": _commitments(contest, shown),
    }
    return desk_page(request, contest, roles, "board", "contests/desk/part.html", context)


def _freeze(request: TimedRequest, contest: Contest, shown: Part) -> HttpResponse:
    try:
        freeze_part(shown, now=request.now, by=me(request))
    except NotReady as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Đã chốt %(part)s. Cam kết bên dưới đã công khai.") % {"part": shown.title})
    return redirect("contests:desk_part", contest.slug, shown.key)


def _commitments(contest: Contest, shown: Part) -> list[dict[str, Any]]:
    """Hashes that became public with the freeze: the same ones as on the contest page."""
    scopes = {f"part:{shown.key}"} | {f"standing:{standing.key}" for standing in standings_reading(shown)}
    found: list[dict[str, Any]] = []
    for one in frozen_record(contest, list(contest.revisions.filter(scope__in=scopes))):
        found.append({"label": one.title, "hash": one.hash})
        found += [{"label": title, "hash": code} for title, code in one.codes]
    return found


@on_desk("console.view")
@require_http_methods(["GET", "POST"])
def task(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/nhiem-vu/<key>/`: finish a duty with its evidence, or reopen it."""
    shown = get_object_or_404(Task.objects.select_related("done_by__person"), contest=contest, key=key)
    form = EvidenceForm(posted(request))
    if request.method == "POST":
        require(me(request), contest, "task.do", request.now)
        if request.POST.get("reopen"):
            reopen_task(shown, now=request.now, by=me(request))
            messages.success(request, _("Đã mở lại nhiệm vụ."))
            return redirect("contests:desk_task", contest.slug, shown.key)
        if form.is_valid():
            finish_task(shown, now=request.now, by=me(request), evidence=form.cleaned_data["evidence"])
            messages.success(request, _("Đã ghi nhận xong nhiệm vụ."))
            return redirect("contests:desk", contest.slug)
    context = {
        "task": shown,
        "done_by": name_of(shown.done_by),
        "form": form,
        "may_do": may(roles, "task.do"),
        "late": shown.done_at is None and shown.due is not None and request.now >= shown.due,
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "board", "contests/desk/task.html", context, status=status)
