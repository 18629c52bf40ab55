"""Formulas side by side on the console, their workbook, and "dùng công thức này" before the freeze."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hoithi.awards.operations.formula import choose_formula
from hoithi.awards.queries.compare import MADE_UP, OWN, Comparison, compare, has_facts, sources, unit_standings
from hoithi.contests.formulas import variants
from hoithi.contests.models import Contest, Standing
from hoithi.contests.queries.pages_words import how_ranked
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.tables.writer import OutColumn, Sheet, write_xlsx

PAGE = 50
MOST_WEIGHT = Decimal(1000)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class _Asked:
    """What the address asks for: which standing, on which facts, with which weights."""

    def __init__(self, contest: Contest, data: Any) -> None:
        self.standings = unit_standings(contest)
        wanted = data.get("bang", "")
        self.standing = next((one for one in self.standings if one.key == wanted), None)
        if self.standing is None and self.standings and not wanted:
            self.standing = self.standings[0]
        if self.standings and self.standing is None:
            raise Http404
        self.wrong: list[str] = []
        self.weights = {term.key: self._weight(term.key, data) for term in self._terms()}
        self.others = sources(contest, self.standing) if self.standing else []
        self.real = bool(self.standing) and has_facts(contest, self.standing)  # type: ignore[arg-type]
        found = data.get("du-lieu", MADE_UP)
        known = {MADE_UP, *(one.slug for one in self.others)} | ({OWN} if self.real else set())
        self.data = found if found in known else MADE_UP

    def _terms(self) -> list[Any]:
        return self.standing.spec.terms if self.standing else []

    def _weight(self, key: str, data: Any) -> Decimal:
        text = str(data.get(f"w-{key}", "")).strip().replace(",", ".")
        if not text:
            return Decimal(1)
        try:
            weight = Decimal(text)
        except InvalidOperation:
            weight = Decimal(-1)
        if not weight.is_finite() or not 0 <= weight <= MOST_WEIGHT:
            self.wrong.append(key)
            return Decimal(1)
        return weight.normalize() if weight else Decimal(0)

    def query(self, **more: object) -> str:
        """The address part that asks for the same again."""
        asked: dict[str, object] = {"bang": self.standing.key if self.standing else "", "du-lieu": self.data}
        asked |= {f"w-{key}": f"{weight:f}" for key, weight in self.weights.items()}
        return urlencode(asked | more)

    def compared(self) -> Comparison:
        assert self.standing is not None
        weights = self.weights if any(self.weights.values()) else dict.fromkeys(self.weights, Decimal(1))
        return compare(self.standing, self.data, weights)


@on_desk("award.view")
@require_safe
def compare_page(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/so-sanh-cong-thuc/?bang=&du-lieu=&w-<tiêu chí>=&trang=`."""
    asked = _Asked(contest, request.GET)
    if asked.standing is None:
        return desk_page(request, contest, roles, "compare", "awards/desk/compare.html", {"standing": None})
    found = asked.compared()
    page = request.GET.get("trang", "1")
    at = (int(page) - 1 if page.isascii() and page.isdecimal() and int(page[:6]) > 0 else 0) * PAGE
    context = {
        "standing": asked.standing,
        "standings": asked.standings,
        "asked": asked,
        "data": asked.data,
        "made_up": asked.data == MADE_UP,
        "own": asked.data == OWN,
        "terms": [
            (term, f"{asked.weights[term.key]:f}", term.key in asked.wrong) for term in asked.standing.spec.terms
        ],
        "found": found,
        "lines": found.units[at : at + PAGE],
        "of": len(found.units),
        "shifting": sorted((line for line in found.units if line.swing), key=lambda line: -line.swing)[:8],
        "summary": _summary(found),
        "newer": f"?{asked.query(trang=at // PAGE)}" if at else "",
        "older": f"?{asked.query(trang=at // PAGE + 2)}" if at + PAGE < len(found.units) else "",
        "file": f"{reverse('awards:compare_file', args=[contest.slug])}?{asked.query()}",
        "way": how_ranked(asked.standing),
        "may_choose": may(roles, "definition.edit") and asked.standing.frozen_at is None,
        "scoped": bool(asked.standing.spec.each) and asked.data in (MADE_UP, OWN),
    }
    return desk_page(request, contest, roles, "compare", "awards/desk/compare.html", context)


def _summary(found: Comparison) -> list[dict[str, Any]]:
    """For each formula: how many units stand elsewhere, how many prizes go to others."""
    return [
        {
            "way": way,
            "changed": found.changed[n],
            "prizes": sum(line.winners[n][1] for line in found.prizes),
        }
        for n, way in enumerate(found.ways)
    ]


@on_desk("award.view")
@require_safe
def workbook(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """Places and winners under every formula for Excel, all units."""
    asked = _Asked(contest, request.GET)
    if asked.standing is None:
        raise Http404
    found = asked.compared()
    titles = [way.title for way in found.ways]
    heads = [OutColumn(_("Đơn vị"), 40), OutColumn(_("Bảng")), OutColumn(_("Quân số")), *map(OutColumn, titles)]
    units = [[line.name, line.scope, line.headcount, *(cell.place for cell in line.cells)] for line in found.units]
    prizes = [[line.title, *(words for words, _changed in line.winners)] for line in found.prizes]
    notes = [contest.title, asked.standing.title, _data_words(asked)]
    sheets = [
        Sheet(_("Thứ hạng"), heads, units, notes),
        Sheet(_("Giải"), [OutColumn(_("Giải"), 32), *(OutColumn(title, 32) for title in titles)], prizes, notes),
    ]
    response = HttpResponse(write_xlsx(sheets), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{contest.slug}-so-sanh-cong-thuc.xlsx"'
    return response


def _data_words(asked: _Asked) -> str:
    if asked.data == MADE_UP:
        return _("Số liệu giả định, chỉ để so sánh các công thức.")
    if asked.data == OWN:
        return _("Số liệu thật của cuộc thi này đến lúc xem.")
    title = next(one.title for one in asked.others if one.slug == asked.data)
    return _("Số liệu thật của cuộc thi đã công bố: {title}.").format(title=title)


@on_desk("definition.edit")
@require_POST
def choose(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/dung/`: take one of the formulas into the plan, with its reason; only before the freeze."""
    asked = _Asked(contest, request.POST)
    standing: Standing | None = asked.standing
    if standing is None:
        raise Http404
    wanted = request.POST.get("cong-thuc", "")
    way = next((one for one in variants(standing.spec, asked.weights) if one.key == wanted), None)
    back = f"{reverse('awards:compare', args=[contest.slug])}?{asked.query()}"
    if way is None:
        messages.error(request, _("Hãy chọn một công thức trong danh sách."))
        return redirect(back)
    try:
        choose_formula(standing, way, reason=request.POST.get("ly-do", ""), now=request.now, by=me(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Đã dùng công thức “%(title)s” cho %(standing)s.") % {"title": way.title, "standing": standing.title},
        )
    return redirect(back)
