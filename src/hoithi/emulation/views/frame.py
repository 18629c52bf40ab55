"""What pages of a scorecard share: the part by its address, who may enter, the unit one answers for, tabs."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hoithi.contests.models import Contest, ContestUnit, Part
from hoithi.contests.queries.desk import desk_contest
from hoithi.contests.queries.roles import own_units, require_unit, roles_of
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, on_desk
from hoithi.core.errors import NotAllowed, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.queries.periods import period_of
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.rules.periods import Period
from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file, remove_file
from hoithi.people.models import User

View = Callable[..., HttpResponseBase]
MOST_ATTACHED = 20_000_000
"""Bytes of a file sent along with a decision or an appeal."""
TABS = (
    ("queue", "score.view_all", lambda: _("Báo cáo tháng")),
    ("board", "score.view_all", lambda: _("Bảng điểm")),
    ("appeals", "score.decide_appeal", lambda: _("Kiến nghị")),
    ("portal", "score.view_all", lambda: _("Số liệu cổng")),
    ("dossiers", "score.view_all", lambda: _("Hồ sơ")),
    ("desk_recognitions", "score.view_all", lambda: _("Sáng kiến")),
    ("choices", "score.view_all", lambda: _("Xét chọn")),
    ("recheck", "score.recheck", lambda: _("Phúc tra")),
)


def scorecard_part(contest: Contest, key: str) -> Part:
    """A scorecard of a contest. Raises NotFound."""
    found = contest.parts.filter(key=key, kind="scorecard").first()
    if found is None:
        raise NotFound(_("Không có phần chấm điểm thi đua này."), hint=_("Hãy vào từ trang cuộc thi."))
    found.contest = contest
    return found


def scorecard_parts(contest: Contest) -> list[Part]:
    return list(contest.parts.filter(kind="scorecard"))


def unit_of(part: Part, code: str) -> ContestUnit:
    """A unit of the contest by its code. Raises NotFound."""
    found = part.contest.units.filter(code=code).select_related("group").first()
    if found is None:
        raise NotFound(_("Không có đơn vị này trong đợt thi đua."))
    return found


def known_period(part: Part, key: str) -> Period:
    """A period of the campaign. Raises NotFound."""
    found = period_of(part, key)
    if found is None:
        raise NotFound(_("Đợt thi đua không có kỳ báo cáo này."), hint=_("Hãy chọn kỳ ở danh sách báo cáo tháng."))
    return found


def on_score(action: str) -> Callable[[View], View]:
    """A console page of one scorecard: the view gets part and roles."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(
            request: TimedRequest, contest: Contest, roles: frozenset[str], part: str, **kwargs: Any
        ) -> HttpResponseBase:
            return view(request, scorecard_part(contest, part), roles, **kwargs)

        return cast("View", on_desk(action)(cast("Callable[..., HttpResponse]", guarded)))

    return decorate


def score_page(
    request: TimedRequest,
    part: Part,
    roles: frozenset[str],
    here: str,
    template: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    tabs = [
        {
            "label": label(),
            "href": reverse(f"emulation:{name}", args=[part.contest.slug, part.key]),
            "here": name == here,
        }
        for name, action, label in TABS
        if may(roles, action)
    ]
    base = {"part": part, "tabs": tabs, "card": settings_of(part), "roles": roles}
    return desk_page(request, part.contest, roles, "emulation", template, base | context, status=status)


@dataclass(frozen=True)
class Owned:
    """A unit as somebody sees it: `mine` its coordinator, who may write; else the office, which only reads."""

    part: Part
    unit: ContestUnit
    roles: frozenset[str]
    mine: bool

    @property
    def contest(self) -> Contest:
        return self.part.contest


def of_unit(*, write: bool = False) -> Callable[[View], View]:
    """A page of one unit: the view gets `Owned`. Others than its coordinator and the office meet NotFound.

    `write`: what is not read there by anybody else either."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: TimedRequest, slug: str, part: str, unit: str, **kwargs: Any) -> HttpResponseBase:
            owned = owned_unit(cast("User", request.user), slug, part, unit, request.now)
            if not owned.mine and (write or request.method == "POST"):
                raise NotAllowed(_("Chỉ đầu mối của đơn vị làm được việc này."))
            return view(request, owned, **kwargs)

        return cast("View", login_required(never_cache(guarded)))

    return decorate


def owned_unit(user: User, slug: str, part: str, code: str, now: datetime) -> Owned:
    """Raises NotFound."""
    contest = desk_contest(slug)
    unit = require_unit(user, contest, code, "score.view_all", now)
    unit.contest = contest
    mine = own_units(user, contest, now).filter(pk=unit.pk).exists()
    return Owned(scorecard_part(contest, part), unit, roles_of(user, contest, now), mine)


def unit_page(
    request: TimedRequest, owned: Owned, here: str, template: str, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a unit, with its tabs."""
    names = {
        "reports": _("Báo cáo tháng"),
        "calculator": _("Tính thử điểm"),
        "dossier": _("Hồ sơ khen thưởng"),
        "recognitions": _("Sáng kiến, ghi nhận"),
    }
    place = [owned.contest.slug, owned.part.key, owned.unit.code]
    tabs = [
        {"label": label, "href": reverse(f"emulation:{name}", args=place), "here": name == here}
        for name, label in names.items()
    ]
    base = {
        "part": owned.part,
        "unit": owned.unit,
        "mine": owned.mine,
        "tabs": tabs,
        "card": settings_of(owned.part),
    }
    side = "own_reports" if owned.mine else "emulation"
    return desk_page(request, owned.contest, owned.roles, side, template, base | context, status=status)


@contextmanager
def attached(upload: UploadedFile | None, purpose: str, request: TimedRequest) -> Iterator[StoredFile | None]:
    """A file that came with a form, kept in the store; None where none came. Taken out again if the work is refused."""
    if upload is None:
        yield None
        return
    with kept(upload.chunks(), upload.name or "tep", upload.content_type or "", purpose, request) as stored:
        yield stored


@contextmanager
def kept(
    blocks: Iterable[bytes], name: str, media_type: str, purpose: str, request: TimedRequest
) -> Iterator[StoredFile]:
    """Bytes in the store, for as long as nothing is refused."""
    stored = _stored(blocks, name, media_type, purpose, request)
    try:
        yield stored
    except Refusal:
        remove_file(stored, now=request.now, keep_row=False)
        raise


def _stored(blocks: Iterable[bytes], name: str, media_type: str, purpose: str, request: TimedRequest) -> StoredFile:
    with tempfile.NamedTemporaryFile() as local:
        for block in blocks:
            local.write(block)
        local.flush()
        by = cast("User", request.user)
        return add_file(Path(local.name), name=name, media_type=media_type, purpose=purpose, now=request.now, by=by)
