"""The publication log on the console: who stands where, one more line, a sheet out and in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Part
from hoithi.contests.views.desk_frame import confirm, desk_page, me
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.tables import write_xlsx
from hoithi.entries.forms.moderation import PublicationForm, SheetForm
from hoithi.entries.operations.publications import (
    Placed,
    import_publications,
    note_publication,
    withdraw_publication,
)
from hoithi.entries.queries import publications as read
from hoithi.entries.queries.words import number_of
from hoithi.entries.views.moderation import HERE, on_part, part_context, work_of
from hoithi.people.forms import posted, refused
from hoithi.people.views.desk import download

GET_POST = ["GET", "POST"]


@on_part("work.view_all")
@require_safe
def publications(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/<part>/dang-tai/`: works beside channels; `?thieu=<channel>` only those not published there."""
    names = read.channels(part)
    missing = request.GET.get("thieu", "")
    missing = missing if missing in {one.key for one in names} else ""
    lines = read.board(part, missing=missing)
    url = reverse("entries:publications", args=[part.contest.slug, part.key])
    context = part_context(part, roles, "publications") | {
        "channels": names,
        "rows": [
            {"line": line, "cells": [(channel, line.at.get(channel.key, [])) for channel in names]} for line in lines
        ],
        "filters": [{"label": _("Tất cả"), "href": url, "here": not missing}]
        + [
            {
                "label": _("Chưa có trên {name}").format(name=one.title),
                "href": f"{url}?thieu={one.key}",
                "here": missing == one.key,
            }
            for one in names
        ],
        "missing": missing,
    }
    return desk_page(request, part.contest, roles, HERE, "entries/desk/publications.html", context)


@on_part("work.publish")
@require_http_methods(GET_POST)
def note(request: TimedRequest, part: Part, roles: frozenset[str], number: int) -> HttpResponse:
    """`…/dang-tai/<number>/`: one more place where a work was published, and what is noted already."""
    work = work_of(part, number)
    form = PublicationForm(posted(request), part=part, initial={"channel": request.GET.get("kenh")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        placed = Placed(data["channel"], data["url"], data["note"], form.published_on())
        try:
            note_publication(work, placed, now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã ghi nơi đăng tác phẩm {number}.").format(number=number_of(work)))
            return redirect("entries:publications", part.contest.slug, part.key)
    context = part_context(part, roles, "publications") | {
        "work": work,
        "number": number_of(work),
        "form": form,
        "rows": read.log_of(work),
        "titles": read.titles(part),
    }
    status = 400 if form.errors else 200
    return desk_page(request, part.contest, roles, HERE, "entries/desk/note.html", context, status=status)


@on_part("work.publish")
@require_http_methods(GET_POST)
def withdraw(request: TimedRequest, part: Part, roles: frozenset[str], pk: int) -> HttpResponse:
    """A post was taken off its channel."""
    row = get_object_or_404(read.log(part).select_related("work"), pk=pk)
    back = reverse("entries:publication_note", args=[part.contest.slug, part.key, row.work.number])
    if request.method == "POST":
        withdraw_publication(row, now=request.now, by=me(request))
        messages.success(request, _("Đã ghi: bài đăng đã được gỡ khỏi kênh."))
        return redirect(back)
    return confirm(
        request,
        part.contest,
        roles,
        HERE,
        heading=_("Ghi bài đăng đã được gỡ?"),
        text=row.url or row.note,
        consequences=[_("Dòng này vẫn ở trong nhật ký; trang của tác phẩm không dẫn tới bài đăng nữa.")],
        action=_("Ghi là đã gỡ"),
        back=back,
    )


@on_part("work.view_all")
@require_safe
def workbook(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """The log as Excel."""
    return download(write_xlsx([read.log_sheet(part)]), f"nhat-ky-dang-tai-{part.contest.slug}-{part.key}.xlsx")


@on_part("work.publish")
@require_safe
def template(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """An empty sheet with every work, to be filled in."""
    return download(write_xlsx([read.template_sheet(part)]), f"mau-dang-tai-{part.contest.slug}-{part.key}.xlsx")


@on_part("work.publish")
@require_http_methods(GET_POST)
def import_sheet(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """Lines of a sheet into the log: all of them, or none and what is wrong."""
    form = SheetForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            n = import_publications(part, file.read(), file.name, now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã thêm {n} dòng vào nhật ký.").format(n=n))
            return redirect("entries:publications", part.contest.slug, part.key)
    context = part_context(part, roles, "publications") | {"form": form}
    status = 400 if form.errors else 200
    return desk_page(request, part.contest, roles, HERE, "entries/desk/import.html", context, status=status)
