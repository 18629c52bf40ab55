"""One paper: what it says, its way to the signature, and each step of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.contests.models import Contest
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, desk_page, me, name_of, on_desk
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.documents.kinds import kind_title
from hoithi.documents.models import Document
from hoithi.documents.operations import issue_paper, return_document, submit_document
from hoithi.documents.queries import latest_version, next_number
from hoithi.documents.rules.paper import Paper, Signature
from hoithi.papers.forms import IssueForm, PaperForm, ReasonForm, ScanForm, signed
from hoithi.papers.kinds import KINDS
from hoithi.papers.operations import edit_paper, refill_paper, show_paper
from hoithi.papers.views.shared import document_of, doubts_of, paper_in
from hoithi.people.forms import posted, refused

BOTH = ["GET", "POST"]
ISSUED, SUBMITTED, DRAFT = Document.State.ISSUED, Document.State.SUBMITTED, Document.State.DRAFT


@require_safe
@on_desk("document.view")
def paper(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    document = document_of(contest, pk)
    last = latest_version(document)
    shown = paper_in(last) if last else None
    state = document.state
    context: dict[str, Any] = {
        "document": document,
        "kind": kind_title(document.kind),
        "last": last,
        "doubts": doubts_of(contest, document, shown, request.now),
        "versions": [(one, name_of(one.by)) for one in document.versions.select_related("by__person")],
        "steps": [(one, name_of(one.by)) for one in document.steps.select_related("by__person")],
        "scan_form": ScanForm() if state == ISSUED and may(roles, "document.issue") else None,
        "may_edit": state == DRAFT and last is not None and may(roles, "document.write"),
        "may_refill": state == DRAFT and document.kind in KINDS and may(roles, "document.write"),
        "may_submit": state == DRAFT and last is not None and may(roles, "document.write"),
        "may_return": state == SUBMITTED and may(roles, "document.return"),
        "may_issue": state != ISSUED and last is not None and may(roles, "document.issue"),
        "may_show": state == ISSUED and may(roles, "document.issue"),
    }
    return desk_page(request, contest, roles, "papers", "papers/paper.html", context)


@require_http_methods(BOTH)
@on_desk("document.write")
def edit(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """Every line of a draft in boxes; saving makes the next version."""
    document, last = _with_text(contest, pk)
    shown = paper_in(last)
    form = PaperForm(posted(request), initial=PaperForm.of(shown, last.no))
    if request.method == "POST" and form.is_valid():
        try:
            version = edit_paper(
                document, form.changed(shown), seen=form.cleaned_data["seen"], by=me(request), now=request.now
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã lưu bản {no}.").format(no=version.no))
            return redirect("papers:paper", contest.slug, pk)
    context = {"form": form, "document": document, "kind": kind_title(document.kind)}
    status = 400 if form.is_bound else 200
    return desk_page(request, contest, roles, "papers", "papers/edit.html", context, status=status)


@require_POST
@on_desk("document.write")
def refill(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """The body again from today's data."""
    document, last = _with_text(contest, pk)
    version = refill_paper(contest, document, seen=last.no, by=me(request), now=request.now)
    messages.success(request, _("Đã lấy lại số liệu vào bản {no}.").format(no=version.no))
    return redirect("papers:paper", contest.slug, pk)


@require_POST
@on_desk("document.write")
def submit(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    submit_document(document_of(contest, pk), by=me(request), now=request.now)
    messages.success(request, _("Đã trình ký."))
    return redirect("papers:paper", contest.slug, pk)


@require_http_methods(BOTH)
@on_desk("document.return")
def give_back(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    document = document_of(contest, pk)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        return_document(document, reason=form.cleaned_data["reason"], by=me(request), now=request.now)
        messages.success(request, _("Đã trả lại để sửa."))
        return redirect("papers:paper", contest.slug, pk)
    back = reverse("papers:paper", args=[contest.slug, pk])
    heading = _("Trả lại văn bản để sửa")
    action, status = _("Trả lại"), 400 if form.is_bound else 200
    return confirm(
        request, contest, roles, "papers", heading=heading, action=action, back=back, form=form, status=status
    )


@require_http_methods(BOTH)
@on_desk("document.issue")
def issue(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """Number, day and signer; then nothing of the paper changes any more."""
    document, last = _with_text(contest, pk)
    shown = paper_in(last)
    today = request.now.astimezone(VIETNAM).date()
    number = next_number(document.issuer_unit_name, document.symbol, today.year)
    initial = {"number": number, "issued_on": today, **signed(shown.signature)}
    form = IssueForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            _issue(document, data, form.signature(), request)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã ban hành văn bản số {n}.").format(n=document.reference))
            return redirect("papers:paper", contest.slug, pk)
    context = {"form": form, "document": document, "kind": kind_title(document.kind)}
    context["doubts"] = doubts_of(contest, document, _as_typed(shown, form), request.now)
    status = 400 if form.is_bound else 200
    return desk_page(request, contest, roles, "papers", "papers/issue.html", context, status=status)


def _issue(document: Document, data: dict[str, Any], signature: Signature, request: TimedRequest) -> None:
    issue_paper(
        document,
        number=data["number"],
        issued_on=data["issued_on"],
        signature=signature,
        by=me(request),
        now=request.now,
    )


def _as_typed(shown: Paper, form: IssueForm) -> Paper:
    from dataclasses import replace

    return replace(shown, signature=form.signature()) if form.is_bound and form.is_valid() else shown


@require_POST
@on_desk("document.issue")
def show(request: TimedRequest, contest: Contest, roles: frozenset[str], pk: int) -> HttpResponse:
    """`cong_khai=1` puts the document on the contest's page, anything else takes it off."""
    public = request.POST.get("cong_khai") == "1"
    show_paper(contest, document_of(contest, pk), public=public, by=me(request), now=request.now)
    messages.success(request, _("Đã công khai trên trang cuộc thi.") if public else _("Đã thôi công khai."))
    return redirect("papers:paper", contest.slug, pk)


def _with_text(contest: Contest, pk: int) -> tuple[Document, Any]:
    """A document and its last version. Raises Refusal for one that is only a number in the register."""
    document = document_of(contest, pk)
    last = latest_version(document)
    if last is None:
        raise Refusal(_("Văn bản này ghi từ nơi khác trong phần mềm nên không có nội dung để sửa."))
    return document, last
