"""The office's desk of papers: sorts of paper, who has one, issuing, the printer's file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.certificates.forms import IssueForm, RevokeForm
from hoithi.certificates.models import Certificate, Design
from hoithi.certificates.operations.designs import suggest_designs
from hoithi.certificates.operations.issue import ensure_file, issue_awards, missing_of, print_book
from hoithi.certificates.operations.revoke import revoke_certificate
from hoithi.certificates.queries.issued import PAGE, design_lines, in_force, issued, last_batch
from hoithi.certificates.queries.issued import package as members
from hoithi.certificates.queries.sheets import decided_lines
from hoithi.certificates.rules.sheet import Sheet
from hoithi.contests.models import Contest
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core import clock
from hoithi.core.errors import NotAllowed, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.documents.words import signer_warnings
from hoithi.entries.formats.package import stream_zip
from hoithi.entries.views.handover import sent
from hoithi.files.queries.serve import send
from hoithi.people.forms import posted, refused

HERE = "certificates"
View = Callable[..., Any]


def on_design(action: str) -> Callable[[View], View]:
    """A console page of one design: the view gets it and the roles."""

    def decorate(view: View) -> View:
        @on_desk(action)
        @wraps(view)
        def guarded(
            request: TimedRequest, contest: Contest, roles: frozenset[str], key: str, **kwargs: Any
        ) -> HttpResponse:
            found = contest.designs.select_related("logo", "signature").filter(key=key).first()
            if found is None:
                raise NotFound(_("Không có mẫu giấy này."), hint=_("Hãy xem danh sách mẫu giấy của cuộc thi."))
            found.contest = contest
            return cast("HttpResponse", view(request, found, roles, **kwargs))

        return guarded

    return decorate


def frame(design: Design, roles: frozenset[str], **more: Any) -> dict[str, Any]:
    base = {"design": design, "may_issue": may(roles, "certificate.issue"), "missing": missing_of(design)}
    return base | {"doubts": doubts_of(design)} | more


def doubts_of(design: Design) -> list[str]:
    """Whether the signer may sign this sort of paper, in sentences with the article of the law."""
    paper = str(design.get_paper_display())
    return signer_warnings(paper, design.signer_title, design.issuer, on=clock.now().date())


@require_http_methods(["GET", "HEAD", "POST"])
@on_desk("certificate.view")
def index(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """Sorts of paper; POST makes those the plan names."""
    if request.method == "POST":
        if not may(roles, "certificate.issue"):
            raise NotAllowed(_("Chỉ Tổ Thư ký lập mẫu và cấp giấy."))
        made = suggest_designs(contest, now=request.now, by=me(request))
        messages.success(request, _("Cuộc thi có {n} mẫu giấy.").format(n=len(made)))
        return redirect("certificates:desk", contest.slug)
    context = {"lines": design_lines(contest), "may_issue": may(roles, "certificate.issue")}
    return desk_page(request, contest, roles, HERE, "certificates/desk/index.html", context)


@require_safe
@on_design("certificate.view")
def design(request: TimedRequest, design: Design, roles: frozenset[str]) -> HttpResponse:
    """Papers given by one design, searched and paged; the last run's progress; what waits."""
    search = request.GET.get("tim", "")[:80]
    pages = Paginator(issued(design, search), PAGE)
    page = pages.get_page(request.GET.get("trang"))
    have = set(in_force(design).values_list("award_id", flat=True))
    waiting = [line for line in decided_lines(design) if line.award_id not in have]
    context = frame(
        design,
        roles,
        page=page,
        search=search,
        waiting=waiting,
        batch=last_batch(design),
        total=pages.count,
        printable=in_force(design).exclude(file=None).count(),
        form=IssueForm(initial={"issued_on": request.now.date()}),
    )
    return desk_page(request, design.contest, roles, HERE, "certificates/desk/design.html", context)


@require_http_methods(["POST"])
@on_design("certificate.issue")
def issue(request: TimedRequest, design: Design, roles: frozenset[str]) -> HttpResponse:
    form = IssueForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Hãy ghi ngày cấp giấy đủ ngày, tháng, năm."))
        return redirect("certificates:design", design.contest.slug, design.key)
    try:
        batch = issue_awards(
            design,
            issued_on=form.cleaned_data["issued_on"],
            now=request.now,
            by=me(request),
            address=request.build_absolute_uri("/giay/"),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext("Đã cấp số cho %(n)d giấy.", "Đã cấp số cho %(n)d giấy.", batch.wanted) % {"n": batch.wanted}
        messages.success(request, told + " " + _("Tệp PDF đang được lập, mất vài giây."))
    return redirect("certificates:design", design.contest.slug, design.key)


@require_safe
@on_design("certificate.view")
def package(request: TimedRequest, design: Design, roles: frozenset[str]) -> HttpResponseBase:
    """Every paper in force as a ZIP, written while it is sent."""
    return sent(request, stream_zip(members(design)), f"{design.contest.slug}-{design.key}.zip")


@require_safe
@on_design("certificate.view")
def book(request: TimedRequest, design: Design, roles: frozenset[str]) -> HttpResponse:
    """One PDF of every paper in force, a page each, for the printer."""
    data = print_book(design, now=request.now)
    response = HttpResponse(data, content_type="application/pdf")
    name = f"{design.contest.slug}-{design.key}-ban-in.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def numbered(design: Design, no: int) -> Certificate:
    found = design.certificates.filter(no=no).select_related("file", "made_by__person", "revoked_by__person").first()
    if found is None:
        raise NotFound(_("Không có giấy mang số này."))
    found.design = design
    return found


@require_safe
@on_design("certificate.view")
def certificate(request: TimedRequest, design: Design, roles: frozenset[str], no: int) -> HttpResponse:
    found = numbered(design, no)
    context = frame(design, roles, certificate=found, sheet=Sheet.read(found.sheet), framed=design.framed)
    return desk_page(request, design.contest, roles, HERE, "certificates/desk/certificate.html", context)


@require_safe
@on_design("certificate.view")
def paper(request: TimedRequest, design: Design, roles: frozenset[str], no: int) -> HttpResponseBase:
    return send(request, ensure_file(numbered(design, no), now=request.now))


@require_http_methods(["GET", "HEAD", "POST"])
@on_design("certificate.issue")
def revoke(request: TimedRequest, design: Design, roles: frozenset[str], no: int) -> HttpResponse:
    found = numbered(design, no)
    form = RevokeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            revoke_certificate(found, reason=form.cleaned_data["reason"], now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã thu hồi giấy số {number}.").format(number=found.number))
            return redirect("certificates:certificate", design.contest.slug, design.key, no)
    context = frame(design, roles, certificate=found, form=form)
    status = 409 if form.errors else 200
    return desk_page(request, design.contest, roles, HERE, "certificates/desk/revoke.html", context, status=status)
