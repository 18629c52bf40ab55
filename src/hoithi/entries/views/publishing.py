"""Publishing on the console: one work or all accepted ones, taking down, withdrawing for the owner."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.models import Part
from hoithi.contests.views.desk_frame import confirm, me
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.entries.forms.moderation import AgainForm, TakeDownForm
from hoithi.entries.operations import publishing
from hoithi.entries.queries.words import number_of
from hoithi.entries.views.moderation import HERE, on_part, work_of
from hoithi.people.forms import posted, refused

GET_POST = ["GET", "POST"]


@on_part("work.publish")
@require_http_methods(GET_POST)
def publish_all(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/<part>/duyet/dang/`: every accepted work at one press."""
    back = reverse("entries:queue", args=[part.contest.slug, part.key])
    if request.method == "POST":
        n = publishing.publish_accepted(part, now=request.now, by=me(request))
        messages.success(request, _("Đã đăng {n} tác phẩm.").format(n=n))
        return redirect(f"{back}?loc=da-duyet")
    allowed = publishing.publishable(part)
    accepted = part.entries.filter(state="accepted", work__number__isnull=False)
    n = accepted.count() if allowed is None else accepted.filter(pk__in=list(allowed)).count()
    return confirm(
        request,
        part.contest,
        roles,
        HERE,
        heading=_("Đăng {n} tác phẩm đã duyệt?").format(n=n),
        consequences=[
            _("Mọi người xem được tác phẩm và dòng ghi tên tác giả; không ai thấy số điện thoại, địa chỉ."),
            _("Có thể gỡ từng tác phẩm bất cứ lúc nào, với lý do."),
        ],
        action=_("Đăng {n} tác phẩm").format(n=n),
        back=back,
        locked=not n,
    )


@on_part("work.publish")
@require_http_methods(GET_POST)
def publish(request: TimedRequest, part: Part, roles: frozenset[str], number: int) -> HttpResponse:
    """One accepted work; one that was taken down with a reason."""
    work = work_of(part, number)
    again = work.entry.state == "taken_down"
    form = AgainForm(posted(request)) if again else None
    back = reverse("entries:queue_work", args=[part.contest.slug, part.key, number])
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form is not None else ""
        publishing.publish_work(work, now=request.now, by=me(request), reason=reason)
        messages.success(request, _("Đã đăng tác phẩm {number}.").format(number=number_of(work)))
        return redirect(back)
    return confirm(
        request,
        part.contest,
        roles,
        HERE,
        heading=_("Đăng tác phẩm {number}?").format(number=number_of(work)),
        text=work.entry.title,
        consequences=[_("Mọi người xem được tác phẩm ngay."), _("Có thể gỡ bất cứ lúc nào, với lý do.")],
        action=_("Đăng tác phẩm"),
        back=back,
        form=form,
        locked=work.entry.state not in ("accepted", "taken_down"),
        status=400 if form is not None and form.errors else 200,
    )


@on_part("work.publish")
@require_http_methods(GET_POST)
def take_down(request: TimedRequest, part: Part, roles: frozenset[str], number: int) -> HttpResponse:
    """Off every page at once; the address says so, with the short reason."""
    consequences = [
        _("Trang, video, ảnh và phụ đề ngừng hiển thị ngay; địa chỉ cũ báo tác phẩm đã gỡ cùng lý do ngắn."),
        _("Tác phẩm không còn được bình chọn, chấm điểm và xếp hạng cho tới khi đăng lại."),
        _("Bài đăng trên các kênh khác phải gỡ ở từng kênh."),
    ]
    heading, action = _("Gỡ tác phẩm {number}?"), _("Gỡ tác phẩm")
    return _off(request, part, roles, number, heading, action, consequences, down=True)


@on_part("work.publish")
@require_http_methods(GET_POST)
def withdraw(request: TimedRequest, part: Part, roles: frozenset[str], number: int) -> HttpResponse:
    """The owner takes the work back after the deadline, through the committee; there is no way back."""
    consequences = [
        _("Tác phẩm ra khỏi cuộc thi theo đề nghị của người nộp và không đưa lại được."),
        _("Trang, video, ảnh và phụ đề ngừng hiển thị ngay."),
    ]
    heading, action = _("Rút tác phẩm {number} theo đề nghị của người nộp?"), _("Rút tác phẩm")
    return _off(request, part, roles, number, heading, action, consequences, down=False)


def _off(
    request: TimedRequest,
    part: Part,
    roles: frozenset[str],
    number: int,
    heading: str,
    action: str,
    consequences: list[str],
    *,
    down: bool,
) -> HttpResponse:
    work = work_of(part, number)
    form = TakeDownForm(posted(request))
    back = reverse("entries:queue_work", args=[part.contest.slug, part.key, number])
    if request.method == "POST" and form.is_valid():
        carry_out = publishing.take_down_work if down else publishing.withdraw_for_owner
        public, reason = form.cleaned_data["public"], form.cleaned_data["reason"]
        try:
            carry_out(work, public=public, reason=reason, now=request.now, by=me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            said = _("Đã gỡ tác phẩm {number}.") if down else _("Đã rút tác phẩm {number}.")
            messages.success(request, said.format(number=number_of(work)))
            return redirect(back)
    return confirm(
        request,
        part.contest,
        roles,
        HERE,
        heading=heading.format(number=number_of(work)),
        text=work.entry.title,
        consequences=consequences,
        action=action,
        back=back,
        form=form,
        status=409 if form.errors else 200,
    )
