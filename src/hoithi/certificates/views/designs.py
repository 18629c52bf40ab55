"""Changing what papers say: the form beside the picture of a sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.certificates.formats.typeset import picture_of
from hoithi.certificates.forms import DesignForm, PictureForm
from hoithi.certificates.models import Design
from hoithi.certificates.operations.designs import WORDS, change_design, picture_bytes, put_picture
from hoithi.certificates.queries.sheets import Holder, decided_lines, holder_of_line, sheet_of
from hoithi.certificates.views.desk import HERE, frame, on_design
from hoithi.certificates.words import PLACE_TITLES
from hoithi.contests.views.desk_frame import desk_page, me
from hoithi.core.errors import NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused

SAMPLE_CODE = "23456789ABCDEFGHJKMN"
"""On previews only: no paper has it."""


@require_http_methods(["GET", "HEAD", "POST"])
@on_design("certificate.issue")
def edit(request: TimedRequest, design: Design, roles: frozenset[str]) -> HttpResponse:
    fresh = DesignForm(instance=design, initial={"version": design.version})
    form = DesignForm(posted(request), instance=Design.objects.get(pk=design.pk)) if request.method == "POST" else fresh
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        words = {name: given[name] for name in WORDS}
        try:
            change_design(
                design, words, framed=given["framed"], version=given["version"], now=request.now, by=me(request)
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã lưu mẫu giấy. Giấy đã cấp giữ nguyên lời cũ."))
            return redirect("certificates:edit", design.contest.slug, design.key)
    context = frame(design, roles, form=form, places=PLACE_TITLES.items(), picture_form=PictureForm())
    status = 409 if form.errors else 200
    return desk_page(request, design.contest, roles, HERE, "certificates/desk/edit.html", context, status=status)


@require_http_methods(["POST"])
@on_design("certificate.issue")
def picture(request: TimedRequest, design: Design, roles: frozenset[str], name: str) -> HttpResponse:
    """Set the logo or the signature; `bo` takes it away."""
    if name not in ("logo", "signature"):
        raise NotFound(_("Không có hình này."))
    form = PictureForm(request.POST, request.FILES)
    try:
        if "bo" in request.POST:
            put_picture(design, name, None, now=request.now, by=me(request))
        elif form.is_valid():
            put_picture(design, name, form.cleaned_data["picture"].read(), now=request.now, by=me(request))
        else:
            messages.error(request, _("Hãy chọn tệp hình rồi bấm nạp."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("certificates:edit", design.contest.slug, design.key)


@require_safe
@on_design("certificate.view")
def preview(request: TimedRequest, design: Design, roles: frozenset[str]) -> HttpResponse:
    """A sheet of this design as a picture, with the first decided award's words or made-up ones."""
    lines = decided_lines(design)
    holder = holder_of_line(lines[0]) if lines else _sample(design)
    address = request.build_absolute_uri(f"/giay/{SAMPLE_CODE}/")
    sheet = sheet_of(design, holder, no=1, code=SAMPLE_CODE, issued_on=request.now.date(), address=address)
    data = picture_of(
        sheet,
        at=request.now,
        framed=design.framed,
        logo=picture_bytes(design.logo),
        signature=picture_bytes(design.signature),
    )
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def _sample(design: Design) -> Holder:
    prizes = {prize.key: prize.title for prize in design.contest.plan.prizes}
    prize = next((prizes[key] for key in design.prizes if key in prizes), "")
    return Holder(name=_("Nguyễn Văn Mẫu"), unit=_("Đơn vị ví dụ"), prize=prize)
