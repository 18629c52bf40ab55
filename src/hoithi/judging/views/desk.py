"""The secretariat's side of judging: progress, assignment, reminders, the end of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Contest, Part
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import confirm, desk_page, me, on_desk
from hoithi.core.errors import NotAllowed, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.judging.forms import ReasonForm
from hoithi.judging.models import Panel
from hoithi.judging.operations.assignment import assign_works, replace_juror
from hoithi.judging.operations.panel import close_panel, open_panel, reopen_panel
from hoithi.judging.operations.remind import remind_jurors
from hoithi.judging.queries.board import juror_lines, short_works, still_marks
from hoithi.judging.queries.settings import jury_part, jury_parts, method_of, panel_of, rubric_of, settings_of, works_of
from hoithi.judging.words import METHOD_NAMES
from hoithi.people.forms import posted, refused

View = Callable[..., HttpResponse]


class StillMarking(NotAllowed):
    """A juror with sheets to sign must not see what others gave, whatever their other seats allow."""

    def __init__(self) -> None:
        super().__init__(
            _("Bạn đang chấm phần thi này nên chưa xem được điểm của giám khảo khác."),
            hint=_("Trang này mở khi bạn đã ký hết phiếu của mình."),
        )


def on_jury(action: str) -> Callable[[View], View]:
    """A console page of one judged part: the view gets part and roles."""

    def decorate(view: View) -> View:
        @on_desk(action)
        @wraps(view)
        def guarded(
            request: TimedRequest, contest: Contest, roles: frozenset[str], part: str, **kwargs: Any
        ) -> HttpResponse:
            found = jury_part(contest, part)
            found.contest = contest
            panel = panel_of(found)
            if panel is not None and "juror" in roles and still_marks(request.user, panel):
                raise StillMarking
            return view(request, found, roles, **kwargs)

        return guarded

    return decorate


def started(part: Part) -> Panel:
    """The part's panel. Raises NotFound where marking has not been set up."""
    found = panel_of(part)
    if found is None:
        raise NotFound(_("Phần thi này chưa mở đợt chấm."), hint=_("Hãy bấm “Phân công” ở trang Ban Giám khảo chấm."))
    return found


def jury_page(
    request: TimedRequest,
    part: Part,
    roles: frozenset[str],
    here: str,
    template: str,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    names = {
        "desk_part": _("Tiến độ"),
        "works": _("Tác phẩm, điểm"),
        "compare": _("Đối chiếu"),
        "rubric": _("Thang điểm"),
    }
    if settings_of(part).mode == "pairwise":
        names = {name: label for name, label in names.items() if name in ("desk_part", "works")}
    tabs = [
        {"label": label, "href": reverse(f"judging:{name}", args=[part.contest.slug, part.key]), "here": name == here}
        for name, label in names.items()
    ]
    base = {
        "part": part,
        "tabs": tabs,
        "jury": settings_of(part),
        "may_assign": may(roles, "jury.assign"),
        "several": len(jury_parts(part.contest)) > 1,
    }
    return desk_page(request, part.contest, roles, "jury", template, base | context, status=status)


@on_desk("jury.view")
@require_safe
def index(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """Judged parts; straight to it when there is one."""
    parts = jury_parts(contest)
    if len(parts) == 1:
        return redirect("judging:desk_part", contest.slug, parts[0].key)
    return desk_page(request, contest, roles, "jury", "judging/desk/index.html", {"parts": parts})


@require_http_methods(["GET", "HEAD", "POST"])
@on_jury("jury.view")
def part(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """Progress of every juror; POST deals out (`phan-cong`, `bo-sung`) or reminds (`nhac`)."""
    if request.method == "POST":
        if not may(roles, "jury.assign"):
            raise NotAllowed(_("Chỉ Tổ Thư ký phân công và nhắc giám khảo."))
        _act(request, part)
        return redirect("judging:desk_part", part.contest.slug, part.key)
    panel = panel_of(part)
    lines = juror_lines(panel, request.now) if panel else []
    active = [line for line in lines if line.juror.left_at is None]
    method = method_of(panel) if panel else None
    return jury_page(
        request,
        part,
        roles,
        "desk_part",
        "judging/desk/part.html",
        panel=panel,
        rubric=rubric_of(panel) if panel else None,
        lines=lines,
        given=sum(line.given for line in active),
        signed=sum(line.signed for line in lines),
        waiting=any(line.waiting for line in active),
        short=short_works(panel) if panel else [],
        works=works_of(part).count(),
        method=METHOD_NAMES[method] if method else "",
    )


def _act(request: TimedRequest, part: Part) -> None:
    user = me(request)
    try:
        if "nhac" in request.POST:
            reminded, letters = remind_jurors(started(part), now=request.now, by=user)
            said = _("Đã nhắc {n} giám khảo, gửi {letters} thư.").format(n=reminded, letters=letters)
            messages.success(request, said)
            return
        panel = open_panel(part, now=request.now, by=user)
        dealt = assign_works(panel, now=request.now, by=user, anew="phan-cong" in request.POST)
        said = _("Đã phân công: giao {given} phiếu, thu {taken} phiếu.").format(given=dealt.given, taken=dealt.taken)
        messages.success(request, said)
    except Refusal as refusal:
        messages.error(request, str(refusal))


@require_http_methods(["GET", "HEAD", "POST"])
@on_jury("jury.assign")
def close(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """End the marking of a part."""
    panel = started(part)
    form = ReasonForm(posted(request), label=_("Lý do (bắt buộc khi còn phiếu chưa ký)"))
    form.fields["reason"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            close_panel(panel, reason=form.cleaned_data["reason"], now=request.now, by=me(request))
            messages.success(request, _("Đã kết thúc chấm."))
            return redirect("judging:desk_part", part.contest.slug, part.key)
        except Refusal as refusal:
            refused(form, refusal, "reason")
    return _confirm(
        request,
        part,
        roles,
        form,
        heading=_("Kết thúc chấm {part}").format(part=part.title),
        action=_("Kết thúc chấm"),
        consequences=[_("Chỉ phiếu đã ký được tính."), _("Sau bước này giám khảo không sửa được phiếu.")],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_jury("jury.assign")
def reopen(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    panel = started(part)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            reopen_panel(panel, reason=form.cleaned_data["reason"], now=request.now, by=me(request))
            messages.success(request, _("Đã mở lại đợt chấm."))
            return redirect("judging:desk_part", part.contest.slug, part.key)
        except Refusal as refusal:
            refused(form, refusal, "reason")
    heading = _("Mở lại đợt chấm {part}").format(part=part.title)
    return _confirm(request, part, roles, form, heading=heading, action=_("Mở lại đợt chấm"))


@require_http_methods(["GET", "HEAD", "POST"])
@on_jury("jury.assign")
def replace(request: TimedRequest, part: Part, roles: frozenset[str], pk: int) -> HttpResponse:
    """Take off a juror who has left the jury; what is not signed goes to the others."""
    panel = started(part)
    juror = get_object_or_404(panel.jurors.select_related("person"), pk=pk, left_at=None)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            dealt = replace_juror(juror, reason=form.cleaned_data["reason"], now=request.now, by=me(request))
            messages.success(request, _("Đã giao lại {n} phiếu cho giám khảo khác.").format(n=dealt.given))
            return redirect("judging:desk_part", part.contest.slug, part.key)
        except Refusal as refusal:
            refused(form, refusal, "reason")
    return _confirm(
        request,
        part,
        roles,
        form,
        heading=_("Thôi phân công {name}").format(name=juror),
        action=_("Thôi phân công"),
        consequences=[
            _("Phiếu đã ký được giữ nguyên và vẫn được tính."),
            _("Phiếu chưa ký chuyển cho giám khảo khác."),
        ],
    )


def _confirm(
    request: TimedRequest, part: Part, roles: frozenset[str], form: ReasonForm, **context: Any
) -> HttpResponse:
    back = reverse("judging:desk_part", args=[part.contest.slug, part.key])
    status = 400 if form.is_bound else 200
    return confirm(request, part.contest, roles, "jury", back=back, form=form, status=status, **context)
