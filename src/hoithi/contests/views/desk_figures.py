"""Figures from outside on the console (số liệu nhập từ bên ngoài): each with its snapshots, a sheet checked first."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.figure_forms import FigureForm
from hoithi.contests.figure_sheets import read_values, subjects_of, template
from hoithi.contests.models import Contest, FigureSnapshot
from hoithi.contests.operations.imported import Figure, figures_of, set_figures
from hoithi.contests.queries.pages_words import written
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, name_of, on_desk
from hoithi.core.errors import NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.files.models import StoredFile
from hoithi.files.operations.made import add_file, remove_file
from hoithi.files.queries.serve import send
from hoithi.people.forms import UploadForm, posted, refused
from hoithi.people.views.desk import download, drop_upload, keep_upload, kept_upload

HERE = "figures"
SHOWN = 50
"""Rows of a checked sheet that are shown before it is entered."""


def figure_of(contest: Contest, kind: str, key: str) -> Figure:
    found = next((one for one in figures_of(contest) if (one.subject_kind, one.key) == (kind, key)), None)
    if found is None:
        raise NotFound(_("Kế hoạch không dùng số liệu này."), hint=_("Hãy vào từ bàn điều hành."))
    return found


@on_desk("figure.view")
@require_safe
def figures(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/dieu-hanh/nhap-so-lieu/`: every figure the plan reads, with all its snapshots."""
    history = list(contest.figure_snapshots.select_related("by__person").order_by("-no"))
    rows = [
        {
            "figure": one,
            "snapshots": [
                {"snapshot": snapshot, "by": name_of(snapshot.by)}
                for snapshot in history
                if (snapshot.subject_kind, snapshot.key) == (one.subject_kind, one.key)
            ],
        }
        for one in figures_of(contest)
    ]
    context = {"rows": rows, "may_import": may(roles, "figure.import")}
    return desk_page(request, contest, roles, HERE, "contests/desk/figures.html", context)


@on_desk("figure.import")
@require_safe
def sheet(request: TimedRequest, contest: Contest, roles: frozenset[str], kind: str, key: str) -> HttpResponse:
    """The sheet to be filled in."""
    return download(template(contest, figure_of(contest, kind, key)), f"so-lieu-{key}-{contest.slug}.xlsx")


@on_desk("figure.import")
@require_http_methods(["GET", "POST"])
def enter(request: TimedRequest, contest: Contest, roles: frozenset[str], kind: str, key: str) -> HttpResponse:
    """`…/nhap-so-lieu/<kind>/<key>/`: the sheet is checked first; a second press enters it with its evidence."""
    figure = figure_of(contest, kind, key)
    kept_as = f"figure-{contest.pk}-{kind}-{key}"
    entering = bool(request.POST.get("enter"))
    upload = UploadForm(*((posted(request), request.FILES) if request.method == "POST" and not entering else ()))
    form = FigureForm(*((request.POST, request.FILES) if entering else ()))
    values: Mapping[int, Fraction] = {}
    if entering:
        kept = kept_upload(request, kept_as)
        if kept is None:
            messages.error(request, _("Tệp đã kiểm tra không còn. Hãy chọn lại tệp."))
            return redirect(request.path)
        try:
            values = read_values(contest, figure, *kept)
            if form.is_valid():
                _entered(request, contest, figure, values, form)
                drop_upload(request, kept_as)
                messages.success(request, _("Đã nhập {n} dòng số liệu.").format(n=len(values)))
                return redirect("contests:desk_figures", contest.slug)
        except Refusal as refusal:
            form.is_valid()
            refused(form, refusal)
    elif request.method == "POST" and upload.is_valid():
        file = upload.cleaned_data["file"]
        data = file.read()
        try:
            values = read_values(contest, figure, data, file.name)
        except Refusal as refusal:
            refused(upload, refusal, "file")
        else:
            keep_upload(request, kept_as, data, file.name)
    subjects = [one for one in subjects_of(contest, figure) if one.pk in values]
    context: dict[str, Any] = {
        "figure": figure,
        "upload": upload,
        "form": form,
        "checked": len(values),
        "rows": [(one, written(str(values[one.pk]), "")) for one in subjects[:SHOWN]],
        "address": reverse("contests:desk_figure_sheet", args=[contest.slug, kind, key]),
    }
    status = 400 if upload.errors or form.errors else 200
    return desk_page(request, contest, roles, HERE, "contests/desk/figure.html", context, status=status)


def _entered(
    request: TimedRequest, contest: Contest, figure: Figure, values: Mapping[int, Fraction], form: FigureForm
) -> FigureSnapshot:
    """The snapshot with its evidence; refused, no file is left behind."""
    stored = _stored(request, form)
    try:
        return set_figures(
            contest,
            figure.key,
            values,
            subject_kind=figure.subject_kind,
            taken_at=form.taken_at(),
            now=request.now,
            by=me(request),
            evidence=stored,
            where=form.cleaned_data["where"],
            note=form.cleaned_data["note"],
        )
    except Refusal:
        remove_file(stored, now=request.now, keep_row=False)
        raise


def _stored(request: TimedRequest, form: FigureForm) -> StoredFile:
    file = form.cleaned_data["evidence"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence"
        path.write_bytes(file.read())
        name = file.name or "minh-chung"
        return add_file(
            path, name=name, media_type=form.media_type, purpose="figures.evidence", now=request.now, by=me(request)
        )


@on_desk("figure.view")
@require_safe
def evidence(
    request: TimedRequest, contest: Contest, roles: frozenset[str], kind: str, key: str, no: int
) -> HttpResponse:
    """What proves a snapshot."""
    rows = contest.figure_snapshots.select_related("evidence")
    found = rows.filter(subject_kind=kind, key=key, no=no).first()
    if found is None or found.evidence is None:
        raise NotFound(_("Lần ghi nhận này không có tệp minh chứng."))
    return cast("HttpResponse", send(request, found.evidence))  # a stream is answered the same way
