"""Questions from a file in two steps: the file is checked and shown, a second press enters it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.core.errors import InvalidInput
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused
from hoithi.people.views.desk import drop_upload, keep_upload, kept_upload
from hoithi.quiz.formats.files import FORMATS
from hoithi.quiz.forms.bank_import import DefaultsForm, QuestionFileForm
from hoithi.quiz.operations.bank_errors import BankNotFound, DefaultsMissing
from hoithi.quiz.operations.bank_import import ImportCheck, check_import, import_questions
from hoithi.quiz.operations.bank_reading import Defaults
from hoithi.quiz.queries import bank as queries
from hoithi.quiz.queries.bank_alike import kind_words
from hoithi.quiz.queries.bank_sample import write_sample
from hoithi.quiz.rules.question import Draft
from hoithi.quiz.views.bank import Desk, on_bank, page
from hoithi.quiz.views.bank_export import file_of

SHOWN = 200  # problems, warnings, twins, questions on one page; the rest is counted
TOKEN_CHARS = 20


@require_http_methods(["GET", "POST"])
@on_bank("bank.write")
def import_page(request: TimedRequest, desk: Desk) -> HttpResponse:
    banks = queries.planned_banks(desk.contest)
    key = request.GET.get("bo") or next(iter(banks), "")
    if key not in banks:
        raise BankNotFound
    if request.POST.get("enter"):
        return _enter(request, desk, key)
    form = QuestionFileForm(posted(request), request.FILES or None)
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            check = check_import(desk.contest, key, data, file.name, now=request.now, by=desk.user)
        except InvalidInput as refusal:
            refused(form, refusal, "file")
        else:
            keep_upload(request, _kept(desk, key), data, file.name)
            request.session.pop(_entered(desk, key), None)
            shown = _preview(desk, check, _token(data), file.name, _defaults(desk, check))
    status = 400 if form.is_bound and form.errors else 200
    return _page(request, desk, key, form, shown, status)


def _page(
    request: TimedRequest, desk: Desk, key: str, form: QuestionFileForm, shown: dict[str, Any], status: int
) -> HttpResponse:
    banks = queries.planned_banks(desk.contest)
    context = {"form": form, "bank": banks[key], "banks": banks.values(), "formats": FORMATS.values(), **shown}
    return page(request, desk, "import", "quiz/bank/import.html", status, **context)


def _preview(desk: Desk, check: ImportCheck, token: str, filename: str, pick: DefaultsForm) -> dict[str, Any]:
    """What the preview shows; lists are cut at `SHOWN`, the rest counted."""
    words, where = kind_words(), _places(desk)
    twins = [(twin, [words[kind] for kind in twin.kinds]) for twin in check.twins[:SHOWN]]
    return {
        "check": check,
        "token": token,
        "filename": filename,
        "pick": pick,
        "faults": [(problem, check.texts.get(problem.at, "")) for problem in check.problems[:SHOWN]],
        "twins": twins,
        "twins_hidden": max(0, len(check.twins) - SHOWN),
        "hidden": max(0, len(check.problems) - SHOWN),
        "found": [(row, where(row.draft)) for row in check.found[:SHOWN]],
        "found_hidden": max(0, len(check.found) - SHOWN),
        "tallies": [
            (_("Chủ đề"), check.by_topic),
            (_("Mức độ"), check.by_difficulty),
            (_("Loại câu hỏi"), check.by_kind),
        ],
    }


def _places(desk: Desk) -> Callable[[Draft], str]:
    """ "Một cửa, dễ, một đáp án"; what nobody said is left out."""
    topics, levels, kinds = queries.topics_of(desk.contest), queries.difficulties(), queries.kinds()

    def place(draft: Draft) -> str:
        level, kind = levels.get(draft.difficulty, ""), kinds.get(draft.kind, "")
        return ", ".join(name for name in (topics.get(draft.topic, ""), level.lower(), kind.lower()) if name)

    return place


def _defaults(desk: Desk, check: ImportCheck, data: Any = None) -> DefaultsForm:
    return DefaultsForm(
        data,
        topics=queries.topics_of(desk.contest),
        levels=queries.difficulties(),
        no_topic=check.no_topic,
        no_difficulty=check.no_difficulty,
    )


def _kept(desk: Desk, key: str) -> str:
    return f"bank_{desk.contest.slug}_{key}"


def _entered(desk: Desk, key: str) -> str:
    """Where the session keeps what the last entry into this bank did, until another file is checked."""
    return f"entered_{_kept(desk, key)}"


def _picked(desk: Desk, request: TimedRequest) -> Defaults:
    """What was picked, as far as the plan knows it."""
    topic, difficulty = request.POST.get("topic", ""), request.POST.get("difficulty", "")
    return Defaults(
        topic if topic in queries.topics_of(desk.contest) else "",
        difficulty if difficulty in queries.difficulties() else "",
    )


def _token(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:TOKEN_CHARS]


def _enter(request: TimedRequest, desk: Desk, key: str) -> HttpResponse:
    """The second press. The same press again says what the first one did; a file from another tab is not entered."""
    back = reverse("quiz:bank_import", args=[desk.contest.slug]) + f"?bo={key}"
    kept, asked = kept_upload(request, _kept(desk, key)), request.POST.get("tep", "")
    before = request.session.get(_entered(desk, key))
    if kept is None and before and before["token"] == asked:
        messages.success(request, before["sentence"])
        return redirect(f"{reverse('quiz:bank', args=[desk.contest.slug])}?bo={key}")
    if kept is None or (asked and _token(kept[0]) != asked):
        messages.error(request, _("Tệp đã kiểm tra không còn, hoặc đã đổi ở trang khác. Hãy chọn lại tệp."))
        return redirect(back)
    picked, skip = _picked(desk, request), bool(request.POST.get("skip_bad"))
    try:
        done = import_questions(desk.contest, key, *kept, now=request.now, by=desk.user, skip_bad=skip, defaults=picked)
    except DefaultsMissing:
        check = check_import(desk.contest, key, *kept, now=request.now, by=desk.user)
        pick = _defaults(desk, check, request.POST)
        pick.is_valid()
        shown = _preview(desk, check, _token(kept[0]), kept[1], pick)
        return _page(request, desk, key, QuestionFileForm(), shown, 400)
    except InvalidInput as refusal:
        messages.error(request, str(refusal.args[0]))
        return redirect(back)
    drop_upload(request, _kept(desk, key))
    sentence = _("Đã nhập: thêm {added}, sửa {changed}, giữ nguyên {unchanged}, bỏ qua {bad} câu lỗi.")
    counts = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged, "bad": done.bad_rows}
    said = sentence.format(**counts)
    request.session[_entered(desk, key)] = {"token": _token(kept[0]), "sentence": said}
    messages.success(request, said)
    return redirect(f"{reverse('quiz:bank', args=[desk.contest.slug])}?bo={key}")


@require_safe
@on_bank("bank.write")
def sample(request: TimedRequest, desk: Desk, form: str) -> HttpResponse:
    """A sample of a format with the contest's topics."""
    out = FORMATS.get(form)
    if out is None:
        raise Http404
    return file_of(write_sample(desk.contest, form), out, f"mau-cau-hoi-{out.key}")


@require_safe
@on_bank("bank.write")
def template(request: TimedRequest, desk: Desk) -> HttpResponse:
    return file_of(write_sample(desk.contest, "xlsx"), FORMATS["xlsx"], "mau-cau-hoi")
