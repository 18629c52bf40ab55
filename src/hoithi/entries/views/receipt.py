"""Receipts of works (biên nhận): the owner's page to print, and the public check that names nobody."""

from __future__ import annotations

import io

import segno
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hoithi.contests.queries.pages import organiser_lines
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.entries.models import Work
from hoithi.entries.operations.receipts import check_url
from hoithi.entries.queries.own import own_work
from hoithi.entries.queries.receipt import Receipt, find_receipt, receipt_of
from hoithi.entries.queries.words import INTAKES
from hoithi.entries.views.own import check_base


@never_cache
@login_required
@require_safe
def receipt(request: TimedRequest, code: str) -> HttpResponse:
    """`/tac-pham/<code>/bien-nhan/`, `?lan=1` an earlier submission's."""
    return receipt_page(request, own_work(request.user, code, request.now), back="")


def receipt_page(request: TimedRequest, work: Work, *, back: str) -> HttpResponse:
    """The receipt for its owner, or for the bearer at the desk. Raises NotFound."""
    wanted = request.GET.get("lan", "")
    found = receipt_of(work, int(wanted) if wanted.isdecimal() else None)
    if found is None:
        raise NotFound(_("Tác phẩm này chưa nộp nên chưa có biên nhận."), hint=_("Hãy nộp tác phẩm trước."))
    part = work.entry.part
    url = check_url(check_base(request), found)
    context = {
        "work": work,
        "part": part,
        "contest": part.contest,
        "receipt": found,
        "authors": list(work.authors.all()),
        "way": INTAKES.get(work.intake, ""),
        "qr": qr_svg(url),
        "check_url": url,
        "mailed_to": getattr(request.user, "email", None) if work.intake == Work.ONLINE else None,
        "back": back,
        "organiser": organiser_lines(part.contest),
    }
    return render(request, "entries/own/receipt.html", context)


def qr_svg(text: str) -> SafeString:
    """A QR code as SVG that the page itself carries: attributes only, no style, no second request."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, svgclass="qr", lineclass=None, omitsize=True, border=2, light="#fff"
    )
    return mark_safe(out.getvalue().decode())


@never_cache
@require_safe
def check_form(request: TimedRequest) -> HttpResponse:
    """`/bien-nhan/`: type a code in any way one likes (`?ma=`)."""
    typed = request.GET.get("ma", "").strip()[:80]
    return _answer(request, typed, find_receipt(typed) if typed else None)


@never_cache
@require_safe
def check(request: TimedRequest, code: str, no: int = 1) -> HttpResponse:
    """`/bien-nhan/<code>/[<no>/]`: where the QR code leads."""
    typed = code if no == 1 else f"{code}/{no}"
    return _answer(request, typed[:80], find_receipt(typed[:80]))


def _answer(request: TimedRequest, typed: str, found: Receipt | None) -> HttpResponse:
    context = {"typed": typed, "found": found, "asked": bool(typed), "nav_here": "tra-cuu"}
    response = render(request, "entries/check.html", context, status=404 if typed and found is None else 200)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
