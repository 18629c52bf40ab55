"""Figures of an outside page on the console: every snapshot, entering one from Excel, its evidence."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Contest, Part
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.files.models import StoredFile
from hoithi.files.operations.made import add_file, remove_file
from hoithi.files.queries.serve import send
from hoithi.people.forms import posted, refused
from hoithi.voting.forms.snapshot import SnapshotForm, media_type
from hoithi.voting.models import Snapshot
from hoithi.voting.operations.snapshot import enter_snapshot
from hoithi.voting.provider import source_line
from hoithi.voting.queries.counts import figures_of
from hoithi.voting.queries.record import snapshots as all_snapshots
from hoithi.voting.queries.settings import settings_of
from hoithi.voting.sheets import read_figures
from hoithi.voting.sheets import template as template_of
from hoithi.voting.views.desk import desk_part
from hoithi.voting.words import FIGURES

GET_POST = ["GET", "POST"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMES = ("likes", "views", "shares")


@on_desk("vote.view")
@require_safe
def snapshots(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`…/so-lieu/`: the figures in force, and every snapshot before."""
    part = desk_part(request, contest, key)
    history = all_snapshots(part)
    figures = figures_of(history[0]) if history else {}
    works = part.entries.filter(pk__in=figures).select_related("work").order_by("work__number")
    context: dict[str, Any] = {
        "part": part,
        "vote": settings_of(part),
        "source": source_line(settings_of(part)),
        "history": history,
        "heads": [FIGURES[name] for name in NAMES],
        "rows": [(entry, [figures[entry.pk][name] for name in NAMES]) for entry in works],
        "warnings": [one | {"name": FIGURES[one["figure"]]} for one in history[0].warnings] if history else [],
        "may_enter": "secretary" in roles,
    }
    return desk_page(request, contest, roles, "votes", "voting/desk/snapshots.html", context)


@on_desk("vote.snapshot")
@require_safe
def template(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """The sheet to be filled in."""
    response = HttpResponse(template_of(desk_part(request, contest, key)), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="so-lieu-binh-chon-{contest.slug}.xlsx"'
    return response


@on_desk("vote.snapshot")
@require_http_methods(GET_POST)
def enter(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`…/so-lieu/nhap/`: a sheet, a moment, a signer, evidence; all of it or nothing."""
    part = desk_part(request, contest, key)
    form = SnapshotForm(request.POST, request.FILES) if posted(request) is not None else SnapshotForm()
    if request.method == "POST" and form.is_valid():
        done = _entered(request, part, form)
        if done is not None:
            messages.success(request, _("Đã ghi số liệu lần {no}.").format(no=done.no))
            if done.warnings:
                text = _("Có {n} số thấp hơn lần ghi trước, hãy kiểm tra lại.")
                messages.warning(request, text.format(n=len(done.warnings)))
            return redirect("voting:snapshots", contest.slug, key)
    context = {"part": part, "form": form, "source": source_line(settings_of(part))}
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "votes", "voting/desk/enter.html", context, status=status)


def _entered(request: TimedRequest, part: Part, form: SnapshotForm) -> Snapshot | None:
    data = form.cleaned_data
    stored: StoredFile | None = None
    try:
        figures = read_figures(part, data["sheet"].read(), data["sheet"].name or "")
        stored = _stored(data["evidence"], request) if data["evidence"] else None
        return enter_snapshot(
            part,
            figures,
            taken_at=form.taken_at(),
            signer=data["signer"],
            evidence=stored,
            now=request.now,
            by=me(request),
            reason=data["reason"],
        )
    except Refusal as refusal:
        if stored is not None:
            remove_file(stored, now=request.now, keep_row=False)
        refused(form, refusal)
        return None


def _stored(file: UploadedFile[Any], request: TimedRequest) -> StoredFile:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence"
        with path.open("wb") as target:
            for chunk in file.chunks():
                target.write(chunk)
        kind = media_type(file)
        name = file.name or "minh-chung"
        return add_file(path, name=name, media_type=kind, purpose="voting.evidence", now=request.now, by=me(request))


@on_desk("vote.view")
@require_safe
def evidence(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str, no: int) -> HttpResponse:
    """The file that shows the figures of a snapshot."""
    part = desk_part(request, contest, key)
    found = get_object_or_404(Snapshot.objects.select_related("evidence"), part=part, no=no)
    if found.evidence is None:
        raise NotFound(_("Lần ghi nhận này không có tệp minh chứng."))
    return cast("HttpResponse", send(request, found.evidence))  # a stream is answered the same way
