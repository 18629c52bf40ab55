"""One round on the console: closed → equals decided → prizes proposed → sealed → published, with one button."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.awards.desk import tie_url
from hoithi.awards.operations import propose_awards, release_round
from hoithi.awards.queries.outcome import Outcome, outcome_of, seal_is_current, unsettled
from hoithi.awards.queries.sections import Section, sections, total_cash
from hoithi.contests.desk import DeskTask, State
from hoithi.contests.models import Contest, Part
from hoithi.contests.queries.lifecycle import state_of
from hoithi.contests.queries.months import month_parts
from hoithi.contests.queries.pages_rounds import short_title
from hoithi.contests.queries.rounds import own_standings, publishes_alone
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, desk_page, me, on_desk
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import end_moment, moment


def round_line(part: Part, now: datetime) -> DeskTask:
    """A round in the list of rounds of the awards page."""
    state, word, more, state_now = "locked", _("Chưa kết thúc"), "", state_of(part, now)
    if part.results_published_at is not None:
        state, word, more = "done", _("Đã công bố"), moment(part.results_published_at)
    elif state_now == "closed":
        state, word = "todo", _("Cần công bố")
    elif state_now == "open":
        state, word = "now", _("Đang mở")
    url = reverse("awards:desk_round", args=[part.contest.slug, part.key])
    return DeskTask("run", part.title, url, "award.view", cast("State", state), word, more)


def _round(contest: Contest, key: str) -> Part:
    """A part whose results are published by themselves. Raises Http404."""
    parts = list(contest.parts.all())
    part = next((one for one in [*parts, *month_parts(contest, parts)] if one.key == key), None)
    if part is None:
        raise Http404
    part.contest = contest
    if not publishes_alone(part):
        raise Http404
    return part


@on_desk("award.view")
@require_safe
def round_page(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`…/giai-thuong/vong/<key>/`: where the round stands and the one step that comes next."""
    part = _round(contest, key)
    closed = state_of(part, request.now) == "closed"
    waiting = unsettled(contest, request.now, part)
    outcome = outcome_of(contest, part) if closed and not waiting else None
    found = sections(contest, on=request.now.astimezone(VIETNAM).date(), everybody=True, part=part)
    sealed = list(contest.sealed_results.filter(scope=part.key).defer("envelope").order_by("-no"))
    ended = "" if not closed else "doing" if waiting else "done"
    context: dict[str, Any] = {
        "part": part,
        "title": short_title(part),
        "steps": _steps(part, ended, outcome, found, sealed=bool(sealed)),
        "closed": closed,
        "waiting": waiting,
        "ties": [(tie, tie_url(contest, tie.standing.key, tie.place, tie.scope)) for tie in outcome.ties]
        if outcome
        else [],
        "vacancies": outcome.vacancies if outcome else (),
        "sections": found,
        "cash": total_cash(found),
        "stale": outcome is not None and len(outcome.allocation.awards) != sum(len(one.rows) for one in found),
        "sealed": sealed,
        "current": seal_is_current(contest, sealed[0] if sealed else None, part),
        "boards": own_standings(part),
        "may_decide": may(roles, "standing.decide_tie"),
        "may_release": may(roles, "result.publish") and may(roles, "result.seal"),
        "ready": outcome is not None and not outcome.ties and part.results_published_at is None,
    }
    return desk_page(request, contest, roles, "awards", "awards/desk/round.html", context)


def _steps(part: Part, ended: str, outcome: Outcome | None, found: list[Section], *, sealed: bool) -> list[DeskTask]:
    """The five steps of a round with where they stand; `ended` is "", "doing" or "done"."""
    ties = len(outcome.ties) if outcome else 0
    free = outcome is not None and not ties
    wait, todo = _("Chờ"), _("Cần làm")
    words = {"": _("Chưa kết thúc"), "doing": _("Hệ thống đang chốt bài"), "done": _("Xong")}
    tie_word = _("Còn {n} chỗ").format(n=ties) if ties else _("Không còn") if outcome else wait
    states: list[tuple[str, str, str]] = [
        (_("Vòng kết thúc, mọi bài đã chốt"), ended or "locked", words[ended]),
        (_("Xử lý thứ hạng bằng nhau"), "todo" if ties else "done" if outcome else "locked", tie_word),
        (_("Lập danh sách giải của vòng"), *_step(bool(found), outcome is not None, _("Đã lập"), todo, wait)),
        (_("Niêm phong, mở bí mật và câu hỏi của vòng"), *_step(sealed, free, _("Đã niêm phong"), todo, wait)),
        (
            _("Công bố kết quả vòng"),
            *_step(part.results_published_at is not None, free, _("Đã công bố"), todo, wait),
        ),
    ]
    return [DeskTask("run", label, "", "award.view", cast("State", state), word) for label, state, word in states]


def _step(done: bool, may: bool, did: str, todo: str, wait: str) -> tuple[str, str]:
    return ("done", did) if done else ("todo", todo) if may else ("locked", wait)


@on_desk("result.seal")
@require_POST
def propose(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """Compute and store the round's proposed awards, to be looked at before anything is public."""
    part = _round(contest, key)
    try:
        done = propose_awards(contest, now=request.now, by=me(request), part=part)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã lập danh sách %(n)s giải dự kiến của vòng.") % {"n": len(done.awards)})
    return redirect("awards:desk_round", contest.slug, key)


@on_desk("result.publish")
@require_http_methods(["GET", "POST"])
def release(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`…/cong-bo/`: list, seal and publish the round in one step; refused while a paid place is undecided."""
    part = _round(contest, key)
    back = reverse("awards:desk_round", args=[contest.slug, key])
    if request.method == "POST":
        try:
            release_round(part, now=request.now, by=me(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kết quả %(part)s đã niêm phong và công bố.") % {"part": part.title})
        return redirect(back)
    end = end_moment(part.closes) if part.closes else ""
    return confirm(
        request,
        contest,
        roles,
        "awards",
        heading=_("Công bố kết quả %(part)s?") % {"part": part.title},
        text=_("Vòng đã kết thúc lúc %(end)s.") % {"end": end} if end else "",
        consequences=[
            _("Danh sách giải của vòng được lập theo thứ hạng đã chốt; tên chỉ hiện ở hạng có giải và theo sự đồng ý."),
            _("Tệp niêm phong của vòng công khai ngay cùng bí mật rút đề; các câu đã rút được mở nếu không còn dùng."),
            _("Giải của vòng đã công bố được giữ nguyên khi lập kết quả chung cuộc."),
        ],
        action=_("Niêm phong và công bố"),
        back=back,
    )
