"""The administrator's landing page and log, and the operator's page: technical health, no names, answers or keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.audit.models import AuditEvent
from hoithi.audit.views import log_context
from hoithi.contests.desk import DeskPlace, desk
from hoithi.contests.models import Contest, PartFigures
from hoithi.contests.queries.lifecycle import state_of
from hoithi.contests.views.desk_frame import desk_page, link, on_desk
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import number
from hoithi.people.models import DataRequest, RosterEntry, Unit, User
from hoithi.people.views.desk import administrator, side
from hoithi.site.doctor import Finding, examine
from hoithi.site.language import speaking

STATES = {"ok": "done", "warn": "todo", "bad": "late"}
WORDS = {"ok": gettext_lazy("Tốt"), "warn": gettext_lazy("Nên xem"), "bad": gettext_lazy("Phải sửa")}
HIDDEN = {"keys"}
"""What an operator has no business with: where keys lie."""


def register() -> None:
    desk.add_place(DeskPlace("health", gettext_lazy("Vận hành"), "site_desk:health", "system.view", 95))


def examined() -> list[Finding]:
    """The doctor's, in the language of the page."""
    with speaking(get_language() or ""):
        return examine()


def _side(here: str) -> list[dict[str, Any]]:
    own = [
        {"label": _("Quản trị"), "href": link("site_desk:admin"), "here": here == "admin"},
        {"label": _("Nhật ký hệ thống"), "href": link("site_desk:log"), "here": here == "log"},
    ]
    return [own[0], *side(here), own[1]]


def _lines(findings: list[Finding]) -> list[dict[str, Any]]:
    """Findings as task lines, the worst first."""
    order = ["bad", "warn", "ok"]
    return [
        {"label": one.message, "state": STATES[one.level], "word": WORDS[one.level], "more": one.mend}
        for one in sorted(findings, key=lambda one: order.index(one.level))
    ]


@never_cache
@administrator
@require_safe
def admin(request: TimedRequest) -> HttpResponse:
    """`/quan-tri/`: what there is to keep up, and the doctor's findings."""
    requests = DataRequest.objects.filter(answered_at__isnull=True)
    figures = [
        {"label": _("Đơn vị đang hoạt động"), "value": number(Unit.objects.filter(valid_to__isnull=True).count())},
        {"label": _("Cán bộ trong danh sách"), "value": number(RosterEntry.objects.filter(valid_to=None).count())},
        {"label": _("Tài khoản"), "value": number(User.objects.filter(is_active=True).count())},
        {"label": _("Yêu cầu dữ liệu chờ trả lời"), "value": number(requests.count())},
    ]
    context = {
        "side": _side("admin"),
        "figures": figures,
        "findings": _lines(examined()),
        "contests": Contest.objects.order_by("-year", "slug")[:50],
    }
    return render(request, "site/desk/admin.html", context)


@never_cache
@administrator
@require_http_methods(["GET", "POST"])
def site_log(request: TimedRequest) -> HttpResponse:
    """`/quan-tri/nhat-ky/`: events of the site itself; a contest's are on its own page."""
    context = log_context(request, "", names=_administrators)
    return render(request, "site/desk/log.html", context | {"side": _side("log")})


def _administrators(accounts: set[int]) -> dict[int, str]:
    """Administrators by name; everybody else stays a number."""
    found = User.objects.filter(pk__in=accounts, is_staff=True).select_related("person")
    return {user.pk: user.full_name or user.contact for user in found}


@on_desk("system.view")
@require_safe
def health(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/van-hanh/`: whether the machinery keeps up."""
    counted = {row.part_id: row for row in PartFigures.objects.filter(part__contest=contest)}
    unsealed = AuditEvent.objects.filter(contest_key=contest.slug, batch__isnull=True).count()
    figures = [
        {"label": _("Đang làm bài"), "value": number(sum(row.data.get("open", 0) for row in counted.values()))},
        {"label": _("Lượt hôm nay"), "value": number(sum(row.data.get("today", 0) for row in counted.values()))},
        {"label": _("Sự kiện chờ vào khối nhật ký"), "value": number(unsealed)},
        {
            "label": _("Bảng xếp hạng chờ tính lại"),
            "value": number(contest.standings.filter(marks__isnull=False).distinct().count()),
        },
    ]
    parts = [
        {"part": part, "state": state_of(part, request.now), "counted": _age(counted.get(part.pk), request.now)}
        for part in contest.parts.all()
    ]
    findings = [one for one in examined() if one.check not in HIDDEN]
    context = {"figures": figures, "parts": parts, "findings": _lines(findings)}
    return desk_page(request, contest, roles, "health", "site/desk/health.html", context)


def _age(row: PartFigures | None, now: datetime) -> str:
    if row is None:
        return _("chưa đếm")
    seconds = max(0, int((now - row.at).total_seconds()))
    if seconds >= 120:
        return _("{n} phút trước").format(n=number(seconds // 60))
    return _("{n} giây trước").format(n=seconds)
