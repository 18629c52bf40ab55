"""Initiatives and recognitions a unit registers: evidence for ties, they bring no points."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.views.desk_frame import me
from hoithi.core.errors import NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.forms.dossier import RecognitionForm
from hoithi.emulation.models import Recognition
from hoithi.emulation.operations.recognitions import register_recognition
from hoithi.emulation.queries.recognition_rows import recognition_rows
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.views.frame import MOST_ATTACHED, Owned, attached, of_unit, unit_page
from hoithi.files.queries.serve import send
from hoithi.people.forms import posted, refused

PURPOSE = "emulation.recognition"


@of_unit()
@require_http_methods(["GET", "HEAD", "POST"])
def recognitions(request: TimedRequest, owned: Owned) -> HttpResponse:
    """`…/sang-kien/`."""
    card = settings_of(owned.part)
    form = RecognitionForm(posted(request), request.FILES or None, card=card)
    if request.method == "POST" and form.is_valid() and _register(request, owned, form):
        messages.success(request, _("Đã đăng ký. Cơ quan thường trực sẽ xem và ghi nhận."))
        return redirect(request.path)
    own = Recognition.objects.filter(part=owned.part, unit=owned.unit)
    context = {"rows": recognition_rows(card, own), "form": form if owned.mine and card.evidence else None}
    status = 400 if form.errors else 200
    return unit_page(request, owned, "recognitions", "emulation/own/recognitions.html", status, **context)


def _register(request: TimedRequest, owned: Owned, form: RecognitionForm) -> bool:
    given = dict(form.cleaned_data)
    upload = given.pop("file")
    if upload is not None and upload.size > MOST_ATTACHED:
        form.add_error("file", _("Tệp lớn hơn 20 MB. Hãy nén lại hoặc gửi tệp nhỏ hơn."))
        return False
    try:
        with attached(upload, PURPOSE, request) as file:
            register_recognition(owned.part, owned.unit, **given, file=file, now=request.now, by=me(request))
    except Refusal as refusal:
        refused(form, refusal)
        return False
    return True


@of_unit()
@require_safe
def file(request: TimedRequest, owned: Owned, pk: int) -> HttpResponseBase:
    found = Recognition.objects.filter(part=owned.part, unit=owned.unit, pk=pk).select_related("file").first()
    if found is None or found.file is None:
        raise NotFound(_("Không có tệp này."))
    return send(request, found.file)
