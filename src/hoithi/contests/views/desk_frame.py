"""What console pages share: who may enter, the side list by role, confirmations, and people as they may be named."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from hoithi.contests.desk import DeskPlace, desk
from hoithi.contests.models import Contest
from hoithi.contests.operations.imported import figures_of
from hoithi.contests.queries.desk import desk_contest
from hoithi.contests.queries.roles import require
from hoithi.contests.rules.permission import may
from hoithi.core.middleware import TimedRequest
from hoithi.people.models import User

View = Callable[..., HttpResponse]

PLACES = (
    DeskPlace("overview", gettext_lazy("Tổng quan"), "contests:desk_overview", "console.view", 11),
    DeskPlace("board", gettext_lazy("Việc cần làm"), "contests:desk", "console.view", 10),
    DeskPlace("units", gettext_lazy("Đơn vị"), "contests:desk_units", "unit.view_all", 20),
    DeskPlace("own_units", gettext_lazy("Đơn vị của tôi"), "contests:own_units", "unit.view_own", 21),
    DeskPlace("notes", gettext_lazy("Báo cáo của đơn vị"), "contests:desk_notes", "console.view", 25),
    DeskPlace("standings", gettext_lazy("Xếp hạng"), "contests:standings", "standing.view_hidden", 40),
    DeskPlace(
        "figures",
        gettext_lazy("Số liệu nhập từ bên ngoài"),
        "contests:desk_figures",
        "figure.view",
        38,
        asked=lambda contest: bool(figures_of(contest)),
    ),
    DeskPlace("bodies", gettext_lazy("Ban, tổ"), "contests:desk_bodies", "console.view", 60),
    DeskPlace("rules", gettext_lazy("Thể lệ"), "contests:desk_rules", "rules.publish", 61),
    DeskPlace("faqs", gettext_lazy("Hỏi đáp"), "contests:desk_faqs", "faq.edit", 62),
    DeskPlace("audit", gettext_lazy("Nhật ký"), "contests:desk_audit", "audit.view", 90),
)
for _place in PLACES:
    desk.add_place(_place)


def on_desk(action: str) -> Callable[[View], View]:
    """A view of one contest for those who may do `action`: it gets the contest and the roles instead of the slug.

    Anonymous people are asked to sign in; others meet NotAllowed or NotFound (`queries.roles.require`).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: TimedRequest, slug: str, **kwargs: Any) -> HttpResponse:
            contest = desk_contest(slug)
            roles = require(me(request), contest, action, request.now)
            return view(request, contest, roles, **kwargs)

        return cast("View", login_required(never_cache(guarded)))

    return decorate


def me(request: HttpRequest) -> User:
    return cast("User", request.user)


def side(contest: Contest, roles: Iterable[str], here: str) -> list[dict[str, Any]]:
    """Places these roles may open, in order; a place whose page does not exist is left out."""
    roles = frozenset(roles)
    kinds = {part.kind for part in contest.plan.parts}
    found = []
    for place in desk.places:
        if (place.kinds and kinds.isdisjoint(place.kinds)) or (place.asked and not place.asked(contest)):
            continue
        if may(roles, place.action) and (href := link(place.view, contest.slug)):
            found.append({"key": place.key, "label": place.label, "href": href, "here": place.key == here})
    return found


def link(view: str, *args: object) -> str:
    try:
        return reverse(view, args=args)
    except NoReverseMatch:
        return ""


def desk_page(
    request: HttpRequest,
    contest: Contest,
    roles: Iterable[str],
    here: str,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A console page of a contest, `here` marked in the side list."""
    frame = {
        "contest": contest,
        "side": side(contest, roles, here),
        "organiser": f"{contest.plan.organiser.name}\n{contest.code}",
        "form": None,
    }
    return render(request, template, frame | context, status=status)


def confirm(
    request: HttpRequest,
    contest: Contest,
    roles: Iterable[str],
    here: str,
    *,
    heading: object,
    action: object,
    back: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """The page before an important step: what will happen, one button, one way back."""
    context |= {"heading": heading, "action": action, "back": back}
    return desk_page(request, contest, roles, here, "contests/desk/confirm.html", context, status=status)


def name_of(user: User | None) -> str:
    """An office holder as their colleagues know them."""
    if user is None:
        return ""
    return user.full_name or _("tài khoản {n}").format(n=user.pk)
