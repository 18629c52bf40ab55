"""A bank taken out as a file, with its keys: for those who read the bank, and written into the log."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from hoithi.core.middleware import TimedRequest
from hoithi.quiz.formats.files import FORMATS, OutFormat
from hoithi.quiz.operations.bank_errors import BankNotFound, FormatCannotHold
from hoithi.quiz.operations.bank_import import log_export
from hoithi.quiz.queries import bank as queries
from hoithi.quiz.queries.bank_export import not_held, write_bank_as
from hoithi.quiz.views.bank import Desk, on_bank, page


@require_safe
@on_bank("bank.read_sealed")
def formats(request: TimedRequest, desk: Desk) -> HttpResponse:
    """The formats to choose from, for one bank."""
    banks = queries.planned_banks(desk.contest)
    key = request.GET.get("bo") or next(iter(banks), "")
    if key not in banks:
        raise BankNotFound
    return page(
        request,
        desk,
        "export",
        "quiz/bank/export.html",
        bank=banks[key],
        banks=banks.values(),
        formats=FORMATS.values(),
        count=queries.filtered(queries.questions_of(desk.contest), {"bank": key}).count(),
    )


@require_safe
@on_bank("bank.read_sealed")
def export(request: TimedRequest, desk: Desk, key: str, form: str) -> HttpResponse:
    """The whole bank in a format; who took it stands in the log. A question the format cannot hold stops it."""
    bank, out = queries.planned_banks(desk.contest).get(key), FORMATS.get(form)
    if bank is None:
        raise BankNotFound
    if out is None:
        raise Http404
    rows = queries.filtered(queries.questions_of(desk.contest), {"bank": key}).order_by("code")
    versions = [queries.newest(question) for question in rows]
    if problems := not_held(desk.contest, form, versions):
        messages.error(request, str(FormatCannotHold(out.title, problems)))
        return redirect(reverse("quiz:bank_formats", args=[desk.contest.slug]) + f"?bo={key}")
    data = write_bank_as(desk.contest, form, bank.title, versions)
    log_export(desk.contest, key, len(versions), now=request.now, by=desk.user, form=form)
    return file_of(data, out, f"{desk.contest.slug}-{key}")


def file_of(data: bytes, out: OutFormat, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=out.mime)
    response["Content-Disposition"] = f'attachment; filename="{name}.{out.ending}"'
    return response
