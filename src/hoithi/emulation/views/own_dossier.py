"""A unit's award dossier (hồ sơ đề nghị khen thưởng): papers, people, handing in; late is stated, not refused."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.views.desk_frame import me
from hoithi.core.errors import InvalidInput, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.forms.dossier import NomineeForm, NoteForm
from hoithi.emulation.models import Dossier, DossierPaper, Nominee
from hoithi.emulation.operations.dossiers import (
    add_nominee,
    open_dossier,
    save_dossier,
    submit_dossier,
)
from hoithi.emulation.operations.dossiers import (
    remove_nominee as take_off,
)
from hoithi.emulation.queries.own_dossier import dossier_page
from hoithi.emulation.uploads import PAPER, paper_target
from hoithi.emulation.views.frame import Owned, of_unit, unit_page
from hoithi.files.queries.serve import send
from hoithi.people.forms import refused


@of_unit()
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: TimedRequest, owned: Owned) -> HttpResponse:
    """`…/ho-so/`: POST `ghi-chu` keeps the note, `them` adds a person."""
    note, nominee = NoteForm(), NomineeForm()
    if request.method == "POST":
        if "them" in request.POST:
            nominee = NomineeForm(request.POST)
            done = nominee.is_valid() and _add(request, owned, nominee)
        else:
            note = NoteForm(request.POST)
            done = note.is_valid() and _keep(request, owned, note)
        if done:
            return redirect(request.path + ("#ca-nhan" if "them" in request.POST else ""))
    return _page(request, owned, note, nominee)


def _page(request: TimedRequest, owned: Owned, note: NoteForm, nominee: NomineeForm) -> HttpResponse:
    page = dossier_page(owned.part, owned.unit, request.now)
    if not note.is_bound:
        own = page.dossier
        note = NoteForm(initial={"note": own.note if own else "", "version": own.version if own else 0})
    editing = owned.mine and owned.contest.results_published_at is None
    context = {
        "page": page,
        "note": note if editing else None,
        "nominee": nominee if editing else None,
        "rows": [
            (n, title, paper, paper_target(owned.part, owned.unit, n) if editing else "")
            for n, title, paper in page.papers
        ],
        "purpose": PAPER,
        "editing": editing,
    }
    status = 400 if note.errors or nominee.errors else 200
    return unit_page(request, owned, "dossier", "emulation/own/dossier.html", status, **context)


def _own(request: TimedRequest, owned: Owned) -> Dossier:
    found = Dossier.objects.filter(part=owned.part, unit=owned.unit).first()
    return found or open_dossier(owned.part, owned.unit, now=request.now, by=me(request))


def _add(request: TimedRequest, owned: Owned, form: NomineeForm) -> bool:
    try:
        add_nominee(_own(request, owned), **form.cleaned_data, now=request.now, by=me(request))
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã thêm cá nhân đề nghị khen thưởng."))
    return True


def _keep(request: TimedRequest, owned: Owned, form: NoteForm) -> bool:
    fresh = _own(request, owned)
    version = form.cleaned_data["version"] or fresh.version
    try:
        save_dossier(fresh, note=form.cleaned_data["note"], version=version, now=request.now, by=me(request))
    except Refusal as refusal:
        refused(form, refusal)
        return False
    messages.success(request, _("Đã lưu ghi chú của hồ sơ."))
    return True


@of_unit(write=True)
@require_POST
def submit(request: TimedRequest, owned: Owned) -> HttpResponse:
    """Hand the dossier in; everything that is missing is said at once."""
    try:
        submit_dossier(_own(request, owned), now=request.now, by=me(request))
        messages.success(request, _("Đã nộp hồ sơ khen thưởng. Điểm trong hồ sơ là điểm tại lúc nộp."))
    except InvalidInput as refusal:
        texts = "; ".join(str(one.message) for one in refusal.problems) or str(refusal)
        messages.error(request, _("Hồ sơ chưa đủ: {missing}.").format(missing=texts))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(owned))


@of_unit(write=True)
@require_POST
def remove_nominee(request: TimedRequest, owned: Owned, pk: int) -> HttpResponse:
    found = Nominee.objects.filter(dossier__part=owned.part, dossier__unit=owned.unit, pk=pk).first()
    if found is None:
        raise NotFound(_("Không có cá nhân này trong hồ sơ."))
    try:
        take_off(found, now=request.now, by=me(request))
        messages.success(request, _("Đã bỏ khỏi danh sách đề nghị."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(owned) + "#ca-nhan")


@of_unit()
@require_safe
def paper(request: TimedRequest, owned: Owned, pk: int) -> HttpResponseBase:
    """A paper of the dossier, for the unit and for the office."""
    own = DossierPaper.objects.filter(dossier__part=owned.part, dossier__unit=owned.unit)
    found = own.select_related("file").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Không có tệp này."))
    return send(request, found.file)


def _address(owned: Owned) -> str:
    return reverse("emulation:dossier", args=[owned.contest.slug, owned.part.key, owned.unit.code])
