"""Questions from Excel in two steps: the file is checked and shown, a second press enters it; and back to Excel."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.core.errors import InvalidInput
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import UploadForm, posted, refused
from hoithi.people.views.desk import download, drop_upload, keep_upload, kept_upload
from hoithi.quiz.operations.bank_errors import BankNotFound
from hoithi.quiz.operations.bank_import import ImportCheck, check_import, import_questions, log_export
from hoithi.quiz.queries import bank as queries
from hoithi.quiz.queries.bank_export import write_bank, write_template
from hoithi.quiz.views.bank import Desk, on_bank, page

SHOWN = 200  # problems, warnings, twins on one page; the rest is counted


@require_http_methods(["GET", "POST"])
@on_bank("bank.write")
def import_page(request: TimedRequest, desk: Desk) -> HttpResponse:
    banks = queries.planned_banks(desk.contest)
    key = request.GET.get("bo") or next(iter(banks), "")
    if key not in banks:
        raise BankNotFound
    if request.POST.get("enter"):
        return _enter(request, desk, key)
    form, check = UploadForm(posted(request), request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            check = check_import(desk.contest, key, data, file.name)
        except InvalidInput as refusal:
            refused(form, refusal, "file")
        else:
            keep_upload(request, _kept(desk, key), data, file.name)
    context = {"form": form, "check": check, "bank": banks[key], "banks": banks.values(), "shown": SHOWN}
    status = 400 if form.is_bound and form.errors else 200
    return page(request, desk, "import", "quiz/bank/import.html", status, **context, **_hidden(check))


def _kept(desk: Desk, key: str) -> str:
    return f"bank_{desk.contest.slug}_{key}"


def _hidden(check: ImportCheck | None) -> dict[str, int]:
    return {"hidden": max(0, len(check.problems) - SHOWN) if check else 0}


def _enter(request: TimedRequest, desk: Desk, key: str) -> HttpResponse:
    back = reverse("quiz:bank_import", args=[desk.contest.slug]) + f"?bo={key}"
    kept = kept_upload(request, _kept(desk, key))
    if kept is None:
        messages.error(request, _("Tệp đã kiểm tra không còn. Hãy chọn lại tệp."))
        return redirect(back)
    skip = bool(request.POST.get("skip_bad"))
    try:
        done = import_questions(desk.contest, key, *kept, now=request.now, by=desk.user, skip_bad=skip)
    except InvalidInput as refusal:
        messages.error(request, str(refusal.args[0]))
        return redirect(back)
    drop_upload(request, _kept(desk, key))
    sentence = _("Đã nhập: thêm {added}, sửa {changed}, giữ nguyên {unchanged}, bỏ qua {bad} dòng lỗi.")
    counts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged, "bad": done.bad_rows}
    messages.success(request, sentence.format(**counts))
    return redirect(f"{reverse('quiz:bank', args=[desk.contest.slug])}?bo={key}")


@require_safe
@on_bank("bank.write")
def template(request: TimedRequest, desk: Desk) -> HttpResponse:
    return download(write_template(desk.contest), "mau-cau-hoi.xlsx")


@require_safe
@on_bank("bank.read_sealed")
def export(request: TimedRequest, desk: Desk, key: str) -> HttpResponse:
    """The whole bank with its keys; who took it stands in the log."""
    bank = queries.planned_banks(desk.contest).get(key)
    if bank is None:
        raise BankNotFound
    rows = queries.filtered(queries.questions_of(desk.contest), {"bank": key}).order_by("code")
    versions = [queries.newest(question) for question in rows]
    log_export(desk.contest, key, len(versions), now=request.now, by=desk.user)
    return download(write_bank(desk.contest, bank.title, versions), f"{desk.contest.slug}-{key}.xlsx")
