"""The plan on the console: what it says, its open questions, a new file checked before it is applied, its history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.checks.questions import answers, shown
from hoithi.contests.models import Contest
from hoithi.contests.operations.definition import FrozenRules, canonical_definition, define_contest
from hoithi.contests.queries.pages import part_table
from hoithi.contests.rules.diff import Change, diff
from hoithi.contests.schema import Plan
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused
from hoithi.plans.canonical import dump_plan
from hoithi.plans.files import InvalidPlan, parse_plan
from hoithi.plans.forms import ChangeDocumentForm, PlanForm

MOST_CHANGES = 300
LONGEST = 160


class WrongContest(Refusal):
    """The file is another contest's plan."""

    status = 400


@on_desk("definition.edit")
@require_http_methods(["GET", "POST"])
def definition(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/ke-hoach/`: a posted file is compared, `apply` applies what was compared."""
    form = PlanForm(posted(request), request.FILES or None)
    document = ChangeDocumentForm(request.POST if "apply" in request.POST else None)
    plan, text, changes, frozen = None, "", [], False
    if request.method == "POST":
        try:
            text = request.POST.get("text", "") if "apply" in request.POST else _text(form)
            plan = _parsed(contest, text) if text else None
            if plan is not None:
                changes = list(diff(contest.definition, canonical_definition(plan)))
                frozen = _needs_document(contest, plan, request)
            if plan is not None and "apply" in request.POST and _applied(request, contest, plan, document, frozen):
                return redirect("plans:definition", contest.slug)
        except (InvalidPlan, WrongContest) as refusal:
            plan, text = None, ""
            form = PlanForm({}, request.FILES or None) if "apply" in request.POST else form
            refused(form, refusal, None if "apply" in request.POST else "file")
    context = _present(contest, request) | {
        "form": form,
        "plan": plan,
        "text": text,
        "changes": [_change(change) for change in changes[:MOST_CHANGES]],
        "hidden": max(0, len(changes) - MOST_CHANGES),
        "frozen": frozen,
        "document": document,
    }
    status = 400 if form.errors or (plan is not None and "apply" in request.POST) else 200
    return desk_page(request, contest, roles, "definition", "plans/desk/definition.html", context, status=status)


def _text(form: PlanForm) -> str:
    if not form.is_valid():
        return ""
    try:
        return str(form.cleaned_data["file"].read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        form.add_error("file", _("Tệp không phải chữ UTF-8. Hãy lưu lại tệp với mã UTF-8."))
        return ""


def _parsed(contest: Contest, text: str) -> Plan:
    plan = parse_plan(text)
    if plan.slug != contest.slug:
        raise WrongContest(
            _("Tệp này là kế hoạch của cuộc thi “%(slug)s”, không phải cuộc thi đang mở.") % {"slug": plan.slug},
            hint=_("Hãy chọn đúng tệp, hoặc sửa khóa slug trong tệp."),
        )
    return plan


def _needs_document(contest: Contest, plan: Plan, request: TimedRequest) -> bool:
    """Whether a frozen part or standing would change: tried for real and rolled back."""
    try:
        with transaction.atomic():
            define_contest(plan, now=request.now, by=me(request))
            transaction.set_rollback(True)
    except FrozenRules:
        return True
    return False


def _applied(request: TimedRequest, contest: Contest, plan: Plan, document: ChangeDocumentForm, frozen: bool) -> bool:
    if frozen and not document.is_valid():
        return False
    try:
        with transaction.atomic():
            issued = None
            if frozen:
                data = document.cleaned_data
                issued = document.issue(data["kind"], data["title"], contest, now=request.now, by=me(request))
            applied = define_contest(
                plan, now=request.now, by=me(request), document=issued, copied_from=contest.copied_from
            )
    except Refusal as refusal:
        refused(document, refusal)
        return False
    if applied.outcome == "unchanged":
        messages.info(request, _("Tệp giống hệt kế hoạch đang dùng, không có gì thay đổi."))
    else:
        messages.success(request, _("Đã áp dụng %(n)s thay đổi.") % {"n": len(applied.changes)})
    return True


def _change(change: Change) -> dict[str, Any]:
    return {
        "at": change.at,
        "kind": change.kind,
        "before": _short(change.before),
        "after": _short(change.after),
    }


def _short(value: Any) -> str:
    text = _value(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _value(value: Any) -> str:
    """A setting on the page: lists joined, nothing said as such."""
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value) or _("để trống")
    return shown(value) or _("để trống")


def _present(contest: Contest, request: TimedRequest) -> dict[str, Any]:
    """The plan as it is: parts in words, open questions with their values, revisions."""
    questions = [
        {
            "question": one.question,
            "at": one.at,
            "value": _value(one.value),
            "usual": _value(one.default),
            "changed": one.value != one.default,
            "reason": one.reason,
        }
        for one in answers(contest.plan)
    ]
    revisions = contest.revisions.select_related("document").order_by("-no")
    return {
        "parts": part_table(contest, request.now),
        "questions": questions,
        "revisions": revisions,
        "signed": contest.plan.document,
    }


@on_desk("definition.edit")
@require_safe
def plan_file(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """The plan as canonical TOML: edit it, send it back."""
    response = HttpResponse(dump_plan(contest.plan), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{contest.slug}.toml"'
    return response
