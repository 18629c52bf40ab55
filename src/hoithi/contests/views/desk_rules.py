"""The rules text (thể lệ): drafted with a preview, published after a question, never changed afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.desk_forms import RulesForm
from hoithi.contests.models import Contest
from hoithi.contests.operations.rules_text import draft_rules, publish_rules
from hoithi.contests.views.desk_frame import confirm, desk_page, me, on_desk
from hoithi.contests.views.public_rules import rendered
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted


@on_desk("rules.publish")
@require_http_methods(["GET", "POST"])
def rules(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/the-le/`: the draft, or a new one that starts from the text in force."""
    texts = list(contest.rules_texts.select_related("document"))
    draft = next((text for text in texts if text.published_at is None), None)
    base = draft or (texts[-1] if texts else None)
    initial = {"title": base.title if base else f"Thể lệ {contest.title}", "body": base.body if base else ""}
    form = RulesForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        draft_rules(contest, **form.cleaned_data, now=request.now, by=me(request))
        messages.success(request, _("Đã lưu bản nháp. Người dự thi chưa thấy bản này."))
        return redirect("contests:desk_rules", contest.slug)
    context = {
        "form": form,
        "draft": draft,
        "preview": rendered(draft.body, top=3) if draft else "",
        "published": [text for text in texts if text.published_at is not None][::-1],
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "rules", "contests/desk/rules.html", context, status=status)


@on_desk("rules.publish")
@require_http_methods(["GET", "POST"])
def publish(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/the-le/ban-hanh/`: publish the draft; a second press finds it published."""
    back = reverse("contests:desk_rules", args=[contest.slug])
    draft = contest.rules_texts.filter(published_at__isnull=True).first()
    if draft is None:
        messages.info(request, _("Không có bản nháp nào chờ ban hành."))
        return redirect(back)
    if request.method == "POST" and request.POST.get("version") == str(draft.version):
        publish_rules(draft, now=request.now, by=me(request))
        messages.success(request, _("Đã ban hành thể lệ bản %(version)s.") % {"version": draft.version})
        return redirect(back)
    return confirm(
        request,
        contest,
        roles,
        "rules",
        heading=_("Ban hành thể lệ bản %(version)s?") % {"version": draft.version},
        consequences=[
            _("Bản này hiện ngay trên trang cuộc thi và không sửa được nữa; muốn đổi phải ban hành bản mới."),
            _("Người đăng ký từ lúc này theo bản này; người đã đăng ký vẫn theo bản lúc họ đăng ký."),
        ],
        action=_("Ban hành"),
        back=back,
        fields={"version": draft.version},
    )
