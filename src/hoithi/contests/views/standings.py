"""Standings (bảng xếp hạng): tabs, own row and why, ties that wait for the committee, a workbook of the units."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Contest, Entrant, Standing, StandingRow
from hoithi.contests.operations.standings import follows_each_fact
from hoithi.contests.queries import pages
from hoithi.contests.queries import pages_board as boards
from hoithi.contests.queries.entrants import entrant_of
from hoithi.contests.queries.names import names_hidden
from hoithi.contests.queries.pages_why import distribution, full_marks, unit_steps, why_steps
from hoithi.contests.queries.pages_words import how_ranked, unit_of, written
from hoithi.contests.queries.pages_works import entry_board, own_entrants
from hoithi.contests.queries.rank_counts import ranked_count
from hoithi.contests.queries.roles import can, own_units
from hoithi.contests.queries.rounds import is_published
from hoithi.contests.queries.standings import just_above, may_view, place_of, row_of, rows_in_order
from hoithi.contests.schema.standings import Term
from hoithi.contests.views.public import page_context
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotAllowed, NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.core.tables.writer import OutColumn, Sheet, write_xlsx

MOST_CHIPS = 24
TO_OWN = "toi"
"""The page around the visitor's own place."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def first(request: TimedRequest, slug: str) -> HttpResponse:
    """The first standing one may see, else the first at all with the reason why not."""
    contest = pages.shown_contest(slug)
    standings = list(contest.standings.all())
    if not standings:
        raise NotFound(_("Cuộc thi này không xếp hạng."), hint=_("Hãy xem lại trang cuộc thi."))
    seen = [one for one in standings if boards.seen_scopes(one, request.user, request.now)]
    return redirect("contests:standing", slug, (seen or standings)[0].key)


@require_safe
def board(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    contest, standing = _found(slug, key)
    scopes = boards.scopes_with_titles(standing)
    entrant = entrant_of(request.user, contest)
    scope = _scope(request, standing, scopes, entrant)
    context = _around(contest, standing, request, entrant, scope=scope) | {
        "scopes": [{"key": one, "label": title, "here": one == scope} for one, title in scopes if len(scopes) > 1],
        "many_scopes": len(scopes) > MOST_CHIPS,
        "scope": scope,
        "entrant": entrant,
        "way": how_ranked(standing),
    }
    if not _may_view(standing, request, scope) or standing.spec.formula is None:
        return render(request, "contests/standing_hidden.html", context | {"why_hidden": _why_hidden(standing)})
    return render(request, "contests/standing.html", context | _shown(request, standing, scope, entrant))


@require_safe
def my_unit(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    """Where the signed-in entrant's own unit stands, criterion by criterion."""
    contest, standing = _found(slug, key)
    entrant = entrant_of(request.user, contest)
    if standing.subject != "unit" or entrant is None or entrant.contest_unit is None:
        raise NotFound(_("Bạn chưa dự thi với đơn vị nào."), hint=_("Hãy chọn đơn vị khi đăng ký dự thi."))
    context = _around(contest, standing, request, entrant, mine=True) | {
        "unit": entrant.contest_unit,
        "entrant": entrant,
    }
    seen = boards.seen_scopes(standing, request.user, request.now)
    if not seen or standing.spec.formula is None:
        return render(request, "contests/standing_hidden.html", context | {"why_hidden": _why_hidden(standing)})
    rows = list(standing.rows.filter(subject_id=entrant.contest_unit.pk, scope__in=seen))
    titles = dict(boards.scopes_with_titles(standing)) if standing.spec.each else {"": ""}
    context["rows"] = [
        {
            "title": titles.get(row.scope, ""),
            "place": place_of(row),
            "of": ranked_count(standing.pk, row.scope),
            "total": written(row.values.get("total"), "") if standing.spec.formula != "lexicographic" else "",
            "steps": unit_steps(standing, row),
            "reason": "" if row.ranked else boards.unranked_reason(standing, row),
        }
        for row in rows
    ]
    return render(request, "contests/my_unit.html", context)


@require_safe
def workbook(request: TimedRequest, slug: str, key: str) -> HttpResponse:
    """The whole standing of units for Excel."""
    contest, standing = _found(slug, key)
    if standing.subject != "unit" or not boards.seen_scopes(standing, request.user, request.now):
        raise NotAllowed(_("Bảng này chưa tải về được."), hint=_("Hãy quay lại khi bảng được công bố."))
    terms = [(term, unit_of(contest, term)) for term in standing.spec.terms]
    units = contest.units.in_bulk()
    rows = []
    seen = set(boards.seen_scopes(standing, request.user, request.now))
    for scope, title in boards.scopes_with_titles(standing):
        for row in rows_in_order(standing, scope) if scope in seen else ():
            values = [written(row.values["raw"].get(term.key), unit) for term, unit in terms]
            name = units[row.subject_id].name
            rows.append([title, row.place or place_of(row), name, *values, written(row.values.get("total"), "")])
        for row in standing.rows.filter(scope=scope, ranked=False).order_by("subject_id") if scope in seen else ():
            rows.append([title, None, units[row.subject_id].name, boards.unranked_reason(standing, row)])
    heads = [OutColumn(_("Bảng")), OutColumn(_("Hạng")), OutColumn(_("Đơn vị"), 40)]
    heads += [OutColumn(term.title) for term, _unit in terms] + [OutColumn(_("Tổng"))]
    moment = (standing.refreshed_at or request.now).astimezone(VIETNAM)
    notes = [contest.title, standing.title, _("Tính đến {at:%H:%M ngày %d/%m/%Y}").format(at=moment)]
    response = HttpResponse(write_xlsx([Sheet(standing.title, heads, rows, notes)]), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{contest.slug}-{standing.key}.xlsx"'
    return response


def _found(slug: str, key: str) -> tuple[Contest, Standing]:
    contest = pages.shown_contest(slug)
    standing = contest.standings.filter(key=key).first()
    if standing is None:
        raise NotFound(_("Cuộc thi này không có bảng xếp hạng như vậy."), hint=_("Hãy chọn bảng khác."))
    standing.contest = contest
    return contest, standing


def _may_view(standing: Standing, request: TimedRequest, scope: str = "") -> bool:
    return may_view(
        standing,
        request.user,
        request.now,
        closed=boards.closed(standing, request.now, scope),
        published=is_published(standing, scope),
    )


def _scope(request: TimedRequest, standing: Standing, scopes: list[tuple[str, str]], entrant: Entrant | None) -> str:
    keys = [scope for scope, _title in scopes]
    wanted = request.GET.get("nhom", "")
    if wanted in keys:
        return wanted
    if entrant is not None and entrant.group.key in keys:
        return entrant.group.key
    if standing.spec.each == "round":
        return boards.scope_now(standing, request.now)
    return keys[0] if keys else ""


def _around(
    contest: Contest,
    standing: Standing,
    request: TimedRequest,
    entrant: Entrant | None,
    *,
    mine: bool = False,
    scope: str = "",
) -> dict[str, Any]:
    """Title, tabs, and until when the standing (in this scope) may still move."""
    final = contest.results_published_at is not None or boards.closed(standing, request.now, scope)
    base = contest.get_absolute_url() + "xep-hang/"
    standings = list(contest.standings.all())
    tabs = [
        {"label": one.title, "href": f"{base}{one.key}/", "here": one.key == standing.key and not mine}
        for one in standings
    ]
    of_units = next((one for one in standings if one.subject == "unit"), None)
    if of_units is not None and entrant is not None and entrant.contest_unit_id:
        tabs.append({"label": _("Đơn vị của tôi"), "href": f"{base}{of_units.key}/don-vi-cua-toi/", "here": mine})
    return page_context(contest) | {
        "nav_here": "ket-qua",
        "standing": standing,
        "tabs": tabs,
        "final": final,
        "as_of": request.now if follows_each_fact(standing) else standing.refreshed_at,
        "until": boards.last_close(standing, scope),
    }


def _why_hidden(standing: Standing) -> str:
    if standing.spec.formula is None:
        return _("Công thức xếp hạng chưa được chọn nên chưa có thứ hạng. Cách tính sẽ công bố trước khi mở.")
    if standing.spec.show == "after_close":
        return _("Theo thể lệ, bảng này chỉ hiện sau khi phần thi kết thúc.")
    return _("Theo thể lệ, bảng này chỉ hiện khi công bố kết quả.")


def _shown(request: TimedRequest, standing: Standing, scope: str, entrant: Entrant | None) -> dict[str, Any]:
    cursor = request.GET.get("trang", "")
    search = request.GET.get("tim", "").strip()[:100]
    terms = [(term, unit_of(standing.contest, term)) for term in standing.spec.terms]
    visible = [(term, unit) for term, unit in terms if _is_told(standing, term, unit) or term is terms[0][0]]
    own: StandingRow | None = None
    if standing.subject == "unit":
        own_unit = (entrant.contest_unit_id or 0) if entrant else 0
        found = boards.unit_board(standing, scope, cursor=cursor, search=search, own=own_unit)
    elif standing.subject == "entry":
        found = _work_board(request, standing, scope, entrant, cursor)
    else:
        on = request.now.astimezone(VIETNAM).date()
        own = row_of(standing, entrant.pk, scope) if entrant else None
        if cursor == TO_OWN:
            above = just_above(standing, own) if own is not None and own.ranked else None
            cursor = boards.written_cursor(*above) if above else ""
        found = boards.person_board(standing, scope, on=on, cursor=cursor, own=entrant.pk if entrant else 0)
    lines = [_line(standing, line, visible) for line in found.lines]
    shown = any(line.mine for line in found.lines)
    to_own = standing.spec.show_names == "all" and own is not None and own.ranked and not shown
    return {
        "board": found,
        "lines": lines,
        "own_line": _own_line(standing, own, entrant, visible, shown=shown),
        "to_own": f"?nhom={scope}&trang={TO_OWN}" if to_own else "",
        "terms": visible,
        "heads": [term.title for term, _unit in visible],
        "summed": standing.spec.formula != "lexicographic",
        "why": why_steps(standing, own) if own is not None else None,
        "distribution": distribution(standing, own) if standing.subject == "person" else None,
        "decisions": boards.decisions_of(standing, scope),
        "search": search,
        "older": f"?nhom={scope}&trang={found.older}" if found.older else "",
        "newer": f"?nhom={scope}" if cursor else "",
    }


def _is_told(standing: Standing, term: Term, unit: str) -> bool:
    """Whether a value says something to people: a moment of arrival is a number of microseconds."""
    return bool(unit) or standing.subject == "unit" or (standing.subject == "entry" and term.measure != "submitted")


def _work_board(
    request: TimedRequest, standing: Standing, scope: str, entrant: Entrant | None, cursor: str
) -> boards.Board:
    """The committee sees every work while the board is not public, everybody else what the plan names."""
    units = set(own_units(request.user, standing.contest, request.now).values_list("pk", flat=True))
    return entry_board(
        standing,
        scope,
        on=request.now.astimezone(VIETNAM).date(),
        cursor=cursor,
        own=own_entrants(entrant, units),
        everybody=can(request.user, standing.contest, "standing.view_hidden", request.now),
        nameless=lambda part: names_hidden(request.user, part, request.now),
    )


def _line(standing: Standing, line: boards.Line, terms: list[tuple[Any, str]]) -> dict[str, Any]:
    raw, points = line.row.values.get("raw", {}), line.row.values.get("points", {})
    summed = standing.subject != "person" and standing.spec.formula != "lexicographic"
    cells = []
    for term, unit in terms:
        full = full_marks(standing, term, line.row)
        value = written(raw.get(term.key), unit) if full is None else f"{raw.get(term.key)}/{full}"
        point = points.get(term.key)
        cells.append(f"{value} ({written(point, '')})" if summed and point is not None else value)
    return {"line": line, "cells": cells, "total": written(line.row.values.get("total"), "") if summed else ""}


def _own_line(
    standing: Standing, own: StandingRow | None, entrant: Entrant | None, terms: list[tuple[Any, str]], *, shown: bool
) -> dict[str, Any] | None:
    """The visitor's own row under the list, when the list does not hold it."""
    if own is None or entrant is None or shown:
        return None
    where = entrant.contest_unit.name if entrant.contest_unit else ""
    reason = "" if own.ranked else boards.unranked_reason(standing, own)
    line = boards.Line(place_of(own), own, entrant.display_name, where=where, mine=True, reason=reason)
    return _line(standing, line, terms)
