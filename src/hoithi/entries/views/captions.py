"""Captions of one's own work (phụ đề): read, put right, kept."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hoithi.contests.views.public import page_context
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.entries.forms.captions import CaptionsForm
from hoithi.entries.models import WorkFile
from hoithi.entries.operations.captions import MOST_BYTES, add_captions
from hoithi.entries.queries.own import own_work
from hoithi.entries.queries.work_page import work_page
from hoithi.entries.views.own import me
from hoithi.people.forms import posted, refused


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def captions(request: TimedRequest, code: str) -> HttpResponse:
    """`/tac-pham/<code>/phu-de/`: captions of a video, while it may still be changed."""
    found = own_work(request.user, code, request.now)
    page = work_page(found, request.now)
    if not page.may_edit or page.settings.media != "video":
        return redirect("entries:work", code)
    form = CaptionsForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data["file"].read(MOST_BYTES + 1)
        try:
            add_captions(found, data, language=form.cleaned_data["language"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal, "file")
        else:
            messages.success(request, _("Đã lưu phụ đề."))
            return redirect("entries:captions_form", code)
    kept = found.files.filter(role=WorkFile.CAPTIONS, replaced_at__isnull=True)
    context = page_context(found.entry.part.contest) | {"work": found, "form": form, "captions": kept}
    return render(request, "entries/own/captions.html", context, status=400 if form.errors else 200)
