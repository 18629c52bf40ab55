"""Requests about personal data, oldest deadline first, and their replies."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.people.forms import AnswerForm, posted
from hoithi.people.models import DataRequest
from hoithi.people.operations.accounts import erase_person
from hoithi.people.operations.consents import answer_request
from hoithi.people.views.desk import administrator, me, page, paged, today


@administrator
@require_safe
def data_requests(request: HttpRequest) -> HttpResponse:
    rows = DataRequest.objects.filter(answered_at=None).select_related("person").order_by("reply_due", "id")
    return page(
        request, "people/data_requests.html", "requests", {"found": paged(request, rows), "today": today(request)}
    )


@administrator
@require_http_methods(["GET", "POST"])
def data_answer(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(DataRequest.objects.select_related("person"), pk=pk, answered_at=None)
    form = AnswerForm(posted(request), may_erase=asked.kind == DataRequest.Kind.ERASE)
    if request.method == "POST" and form.is_valid():
        answer_request(asked, form.cleaned_data["answer"], now=request.now, by=me(request))  # type: ignore[attr-defined]
        messages.success(request, _("Đã trả lời %(name)s.") % {"name": asked.person.full_name})
        if form.cleaned_data.get("erase"):
            erase_person(asked.person, now=request.now, by=me(request))  # type: ignore[attr-defined]
        return redirect("people:data_requests")
    context = {"form": form, "heading": asked.get_kind_display(), "action": _("Trả lời"), "asked": asked}
    return page(request, "people/desk_form.html", "requests", context, status=400 if form.errors else 200)
