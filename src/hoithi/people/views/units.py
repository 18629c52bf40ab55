"""The administrator's units: search, one unit with its history, and the changes that have a day."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.core.errors import Refusal
from hoithi.people.desk_forms import ChangeForm, RenameForm, TargetForm, UnitForm
from hoithi.people.forms import posted, refused
from hoithi.people.models import Unit
from hoithi.people.operations.units import NewUnit, create_unit, end_unit, merge_units, move_unit, rename_unit
from hoithi.people.queries.units import headcount, headcounts, kind_titles, search_units, unit_neighbours
from hoithi.people.views.desk import administrator, chosen_day, me, page, paged, today


@administrator
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    day, query, kind = chosen_day(request), request.GET.get("q", ""), request.GET.get("loai", "")
    titles = kind_titles()
    found = paged(request, search_units(query, day, kind=kind).select_related("parent"))
    counts = headcounts(found.object_list, day)
    rows = [{"unit": u, "kind": titles.get(u.kind, u.kind), "headcount": counts[u.pk]} for u in found.object_list]
    context = {"rows": rows, "found": found, "query": query, "kind": kind, "kinds": titles, "day": day}
    return page(request, "people/units.html", "units", context)


@administrator
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    shown, day = get_object_or_404(Unit.objects.select_related("parent"), pk=pk), today(request)
    context: dict[str, Any] = {
        "unit": shown,
        "kind": kind_titles().get(shown.kind, shown.kind),
        "headcount": headcount(shown, day),
    }
    context |= {"current": shown.valid_to is None, **unit_neighbours(shown, day)}
    return page(request, "people/unit.html", "units", context)


@administrator
@require_http_methods(["GET", "POST"])
def unit_add(request: HttpRequest) -> HttpResponse:
    form = UnitForm(posted(request), day=today(request))
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "parent": Unit.objects.filter(pk=form.cleaned_data["parent"] or 0).first()}
        try:
            made = create_unit(NewUnit(**data), by=me(request), now=request.now)  # type: ignore[attr-defined]
        except Refusal as refusal:
            refused(form, refusal, "code")
        else:
            messages.success(request, _("Đã thêm %(unit)s.") % {"unit": made.name})
            return redirect("people:unit", made.pk)
    context = {"form": form, "heading": _("Thêm đơn vị"), "action": _("Thêm"), "back": "people:units"}
    return page(request, "people/desk_form.html", "units", context, status=400 if form.errors else 200)


def _form(change: str, unit: Unit, request: HttpRequest) -> tuple[Any, str]:
    data, day = posted(request), today(request)
    if change == "doi-ten":
        return RenameForm(data, initial={"name": unit.name}), _("Đổi tên %(unit)s")
    if change == "sap-nhap":
        return TargetForm(data, unit=unit, day=day), _("Sáp nhập %(unit)s vào đơn vị khác")
    if change == "chuyen":
        top = _("Không có cấp trên")
        return TargetForm(data, unit=unit, day=day, optional=top), _("Chuyển %(unit)s sang cấp trên khác")
    return ChangeForm(data), _("Kết thúc %(unit)s")


def _apply(change: str, unit: Unit, form: Any, by: Any, now: Any) -> Unit:
    on = form.cleaned_data["on"]
    if change == "doi-ten":
        return rename_unit(unit, form.cleaned_data["name"], on=on, by=by, now=now)
    if change == "sap-nhap":
        return merge_units([unit], form.unit(), on=on, by=by, now=now)
    if change == "chuyen":
        return move_unit(unit, form.unit(), on=on, by=by, now=now)
    end_unit(unit, on=on, by=by, now=now)
    return unit


@administrator
@require_http_methods(["GET", "POST"])
def unit_change(request: HttpRequest, pk: int, change: str) -> HttpResponse:
    """`change`: doi-ten, sap-nhap, chuyen, ket-thuc."""
    changed = get_object_or_404(Unit, pk=pk)
    form, heading = _form(change, changed, request)
    if request.method == "POST" and form.is_valid():
        try:
            after = _apply(change, changed, form, me(request), request.now)  # type: ignore[attr-defined]
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã ghi thay đổi. Cán bộ và đơn vị trực thuộc đi theo đơn vị mới."))
            return redirect("people:unit", after.pk)
    context = {"form": form, "heading": heading % {"unit": changed.name}, "action": _("Ghi thay đổi"), "unit": changed}
    return page(request, "people/desk_form.html", "units", context, status=400 if form.errors else 200)
