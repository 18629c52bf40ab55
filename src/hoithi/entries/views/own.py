"""One's own works (tác phẩm của tôi): the list, one work with its state, its texts, handing in, taking back."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.models import Entrant, Part
from hoithi.contests.views.public import page_context
from hoithi.core.errors import InvalidInput, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.entries.forms.declare import DeclareForm
from hoithi.entries.forms.intake import AnswerForm, WithdrawForm
from hoithi.entries.models import Work
from hoithi.entries.operations.answers import answer_question
from hoithi.entries.operations.receipts import submit_with_receipt
from hoithi.entries.operations.submit import missing_in
from hoithi.entries.operations.uploads import ORIGINAL, target_of
from hoithi.entries.operations.work import change_work, start_work, unit_entrant, withdraw_work
from hoithi.entries.queries.deadline import deadline_of
from hoithi.entries.queries.own import own_work, own_works, works_part
from hoithi.entries.queries.owners import SELF, Owner, owners_of, takes_persons
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.words import WORDS, number_of
from hoithi.entries.queries.work_page import quota_left, state_of_work, work_page
from hoithi.entries.views.written import WorkEditor
from hoithi.people.forms import posted, refused
from hoithi.people.models import User


def me(request: TimedRequest) -> User:
    return cast("User", request.user)


@never_cache
@login_required
@require_safe
def works(request: TimedRequest, slug: str, part: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/<part>/nop/`: for whom one may hand in, and everything one has."""
    found = works_part(slug, part)
    owners = owners_of(request.user, found, request.now)
    if not owners and takes_persons(found):
        onward = urlencode({"next": request.path})
        return redirect(f"{reverse('contests:register', args=[slug])}?{onward}")
    settings = settings_of(found)
    rows = [(work, WORDS[work.entry.state], number_of(work)) for work in _listed(request, found)]
    early = found.opens is not None and request.now < found.opens
    receiving = found.closes is not None and request.now < found.closes and found.opens is not None
    context = page_context(found.contest) | {
        "part": found,
        "settings": settings,
        "owners": [(one, [row for row in rows if row[0].entry.owner_id == _pk(one)]) for one in owners],
        "deadline": deadline_of(found),
        "early": early,
        "receiving": receiving and settings.intake.online and (not early or settings.intake.drafts_before),
        "as_person": takes_persons(found) and not any(one.key == SELF for one in owners),
    }
    return render(request, "entries/own/works.html", context)


def _listed(request: TimedRequest, part: Part) -> list[Work]:
    found = list(own_works(request.user, part, request.now))
    for work in found:
        work.entry.part = part
    return found


def _pk(owner: Owner) -> int | None:
    return owner.entrant.pk if owner.entrant else None


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def new(request: TimedRequest, slug: str, part: str) -> HttpResponse:
    """`…/nop/moi/?cho=<key>`: a new draft for oneself or for a unit."""
    found = works_part(slug, part)
    owners = owners_of(request.user, found, request.now)
    wanted = request.GET.get("cho", "")
    owner = next((one for one in owners if one.key == wanted or (not wanted and len(owners) == 1)), None)
    if owner is None:
        if not owners:
            return redirect("entries:own_works", slug, part)
        raise NotFound(_("Không có đơn vị này, hoặc bạn không phải là đầu mối của đơn vị."))
    editor = WorkEditor(request, found, initial=_first_author(request, owner))
    if editor.sent:
        work = editor.save(
            lambda written: start_work(found, _entrant(request, found, owner), written, now=request.now, by=me(request))
        )
        if work is not None:
            messages.success(request, _("Đã lưu bản nháp. Bước tiếp theo: tải tệp lên rồi nộp."))
            return redirect("entries:work", work.entry.code)
    back = reverse("entries:own_works", args=[slug, part])
    context = {"heading": _("Tác phẩm mới"), "owner_name": owner.name, "back": back}
    return editor.page("entries/own/edit.html", page_context(found.contest) | context)


def _first_author(request: TimedRequest, owner: Owner) -> list[dict[str, Any]]:
    person = me(request).person
    unit = owner.unit or (owner.entrant.contest_unit if owner.entrant else None)
    name = person.full_name if person is not None and owner.key == SELF else ""
    return [{"name": name, "unit": unit.name if unit else ""}]


def _entrant(request: TimedRequest, part: Part, owner: Owner) -> Entrant:
    if owner.entrant is not None:
        return owner.entrant
    assert owner.unit is not None  # a person is entered before they stand in the list
    return unit_entrant(part.contest, owner.unit, now=request.now, by=me(request))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: TimedRequest, code: str) -> HttpResponse:
    """`/tac-pham/<code>/sua/`: texts and authors; nothing typed is ever lost."""
    work = own_work(request.user, code, request.now)
    part = work.entry.part
    if not work_page(work, request.now).may_edit:
        return redirect("entries:work", code)
    editor = WorkEditor(request, part, work=work)
    if editor.sent:
        saved = editor.save(
            lambda written: change_work(work, written, now=request.now, by=me(request), seen=editor.seen)
        )
        if saved is not None:
            messages.success(request, _("Đã lưu."))
            return redirect("entries:work", code)
    back = reverse("entries:work", args=[code])
    context = {"heading": _("Thông tin tác phẩm"), "owner_name": work.entry.owner.display_name, "back": back}
    return editor.page("entries/own/edit.html", page_context(part.contest) | context)


@never_cache
@login_required
@require_safe
def work(request: TimedRequest, code: str) -> HttpResponse:
    """`/tac-pham/<code>/`: where it stands, what is missing, the file, handing in, receipts."""
    return _work_page(request, own_work(request.user, code, request.now))


@never_cache
@login_required
@require_safe
def state(request: TimedRequest, code: str) -> HttpResponse:
    """`/tac-pham/<code>/trang-thai/`: the part of the page that asks again by itself."""
    found = own_work(request.user, code, request.now)
    return render(request, "entries/own/_state.html", {"state": state_of_work(found, request.now)})


@never_cache
@login_required
@require_POST
def submit(request: TimedRequest, code: str) -> HttpResponse:
    """`/tac-pham/<code>/nop/`: hand in, or hand in again; everything that is missing is said at once."""
    found = own_work(request.user, code, request.now)
    form = DeclareForm(request.POST, declarations=settings_of(found.entry.part).declarations)
    form.is_valid()
    try:
        submit_with_receipt(
            found, agreed=form.agreed(), now=request.now, by=me(request), check_base=check_base(request)
        )
    except InvalidInput as refusal:
        return _work_page(request, found, form=form, refusal=refusal, status=400)
    messages.success(request, _("Đã nhận tác phẩm. Đây là biên nhận của bạn."))
    return redirect("entries:receipt", code)


@never_cache
@login_required
@require_POST
def answer(request: TimedRequest, code: str) -> HttpResponse:
    """`/tac-pham/<code>/tra-loi/`: an answer to what the committee asked; what was typed comes back."""
    found = own_work(request.user, code, request.now)
    form = AnswerForm(request.POST)
    if form.is_valid():
        answer_question(found, form.cleaned_data["answer"], now=request.now, by=me(request))
        messages.success(request, _("Đã gửi câu trả lời cho Ban Tổ chức."))
        return redirect("entries:work", code)
    return _work_page(request, found, answering=form, status=400)


def check_base(request: TimedRequest) -> str:
    """The address of the public check without the code."""
    return request.build_absolute_uri(reverse("entries:check_form"))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: TimedRequest, code: str) -> HttpResponse:
    """`/tac-pham/<code>/rut/`: with a reason, before the deadline."""
    found = own_work(request.user, code, request.now)
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_work(found, reason=form.cleaned_data["reason"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã rút tác phẩm."))
            return redirect("entries:work", code)
    context = page_context(found.entry.part.contest) | {
        "work": found,
        "form": form,
        "number": number_of(found),
        "quota": quota_left(found.entry.part, found.entry.owner),
    }
    return render(request, "entries/own/withdraw.html", context, status=400 if form.errors else 200)


def _work_page(
    request: TimedRequest,
    work: Work,
    *,
    form: DeclareForm | None = None,
    answering: AnswerForm | None = None,
    refusal: InvalidInput | None = None,
    status: int = 200,
) -> HttpResponse:
    part = work.entry.part
    page = work_page(work, request.now)
    declared = {one.key for one in work.declarations.all()}
    if form is None:
        form = DeclareForm(declarations=page.settings.declarations, agreed=declared)
    edit_page = reverse("entries:edit", args=[work.entry.code])
    places = range(1, page.settings.file.count + 1) if page.takes_file else ()
    context = page_context(part.contest) | {
        "work": work,
        "part": part,
        "page": page,
        "state": state_of_work(work, request.now),
        "facts": written_facts(work, part),
        "authors": list(work.authors.all()),
        "author_fields": page.settings.authors.fields,
        "deadline": deadline_of(part),
        "quota": quota_left(part, work.entry.owner),
        "form": form,
        "answering": answering or AnswerForm(),
        "again": work.number is not None,
        "problems": [gap(one.at, str(one.message), edit_page) for one in refusal.problems] if refusal else [],
        "missing": missing_of(work, edit_page) if page.may_edit else [],
        "purpose": ORIGINAL,
        "targets": [(place, target_of(work, place)) for place in places],
    }
    return render(request, "entries/own/work.html", context, status=status)


def written_facts(work: Work, part: Part) -> list[tuple[str, str]]:
    """What was written, for showing: [(term, text)]."""
    settings = settings_of(part)
    genres = {one.key: one.title for one in settings.genres}
    topics = {one.key: one.title for one in part.contest.plan.topics}
    found = [
        (_("Thể loại"), genres.get(work.genre, "")),
        (_("Chủ đề"), "; ".join(topics.get(key, key) for key in work.topics)),
        (_("Nhóm tác giả"), work.group_name),
        (_("Đường dẫn bài đăng"), work.link),
        (_("Ghi tên khi sử dụng"), work.credit_line),
    ]
    return [(term, text) for term, text in found if text]


def missing_of(work: Work, edit_page: str) -> list[dict[str, str]]:
    """Before anything is pressed: what the plan asks for and is not there; declarations are ticked on the page."""
    settings = settings_of(work.entry.part)
    agreed = [one.key for one in settings.declarations]
    return [gap(one.at, str(one.message), edit_page) for one in missing_in(work, settings, agreed)]


def gap(at: str, text: str, edit_page: str) -> dict[str, str]:
    """One missing thing with the place to mend it."""
    hrefs = {"file": "#tep", "authors": f"{edit_page}#tac-gia"}
    if at.startswith("declaration-"):
        href = f"#id_{at}"
    elif at.startswith("authors["):
        href = f"{edit_page}#id_tac-gia-{at[8:-1]}-name"
    else:
        href = hrefs.get(at, f"{edit_page}#id_{at}")
    return {"text": text[:1].upper() + text[1:], "href": href}
