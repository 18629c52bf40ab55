"""A unit's appeal (kiến nghị) against what was decided about its report."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.views.desk_frame import me
from hoithi.core.errors import NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.forms.report import AppealForm
from hoithi.emulation.models import Appeal, MonthlyReport
from hoithi.emulation.operations.appeals import file_appeal
from hoithi.emulation.views.frame import MOST_ATTACHED, Owned, attached, of_unit, unit_page
from hoithi.emulation.views.report_page import history
from hoithi.files.queries.serve import send
from hoithi.people.forms import posted, refused

PURPOSE = "emulation.appeal"


@of_unit(write=True)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: TimedRequest, owned: Owned, period: str) -> HttpResponse:
    """`…/bao-cao/<period>/kien-nghi/`."""
    report = MonthlyReport.objects.filter(part=owned.part, unit=owned.unit, period=period).first()
    if report is None:
        raise NotFound(_("Chưa có báo cáo nào trong kỳ này."), hint=_("Hãy chọn kỳ ở danh sách báo cáo tháng."))
    report.part, report.unit = owned.part, owned.unit
    back = reverse("emulation:report", args=[owned.contest.slug, owned.part.key, owned.unit.code, period])
    form = AppealForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        if upload is not None and upload.size > MOST_ATTACHED:
            form.add_error("file", _("Tệp lớn hơn 20 MB. Hãy nén lại hoặc gửi tệp nhỏ hơn."))
        else:
            try:
                with attached(upload, PURPOSE, request) as file:
                    file_appeal(report, text=form.cleaned_data["text"], file=file, now=request.now, by=me(request))
            except Refusal as refusal:
                refused(form, refusal)
            else:
                messages.success(request, _("Đã gửi kiến nghị. Kết luận sẽ hiện ở trang báo cáo này."))
                return redirect(back)
    context = {"form": form, "back": back, "period": period} | history(owned.part, report)
    return unit_page(request, owned, "reports", "emulation/own/appeal.html", 400 if form.errors else 200, **context)


@of_unit()
@require_safe
def file(request: TimedRequest, owned: Owned, period: str, pk: int) -> HttpResponseBase:
    """The file an appeal came with, for the unit and for the office."""
    own = Appeal.objects.filter(report__part=owned.part, report__unit=owned.unit, report__period=period)
    found = own.select_related("file").filter(pk=pk).first()
    if found is None or found.file is None:
        raise NotFound(_("Không có tệp này."))
    return send(request, found.file)
