"""The register (sổ văn bản) of a contest, and the page that begins a new paper."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Contest
from hoithi.contests.queries.roles import require
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.middleware import TimedRequest
from hoithi.documents.kinds import kind_title, kinds
from hoithi.documents.models import Document
from hoithi.documents.queries import register_of
from hoithi.papers.kinds import KINDS, STEPS
from hoithi.papers.operations import write_paper

ROWS = 200


@require_safe
@on_desk("document.view")
def register(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`?loai=&trang_thai=&q=&trang=`: documents of the contest, newest first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("loai", "trang_thai", "q")}
    state = asked["trang_thai"] if asked["trang_thai"] in Document.State.values else ""
    found = register_of(contest.slug, kind=asked["loai"], state=state, words=asked["q"])
    page = Paginator(found, ROWS).get_page(request.GET.get("trang"))
    context = {
        "rows": [(one, kind_title(one.kind)) for one in page.object_list],
        "page": page,
        "kinds": kinds(),
        "states": Document.State.choices,
        "asked": asked,
        "filtered": any(asked.values()),
        "may_write": may(roles, "document.write"),
        "may_template": may(roles, "document.template"),
    }
    return desk_page(request, contest, roles, "papers", "papers/register.html", context)


@require_http_methods(["GET", "POST"])
@on_desk("document.write")
def new(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """Choose a kind; pressing one drafts it from the contest's data."""
    if request.method == "POST":
        require(request.user, contest, "document.write", request.now)
        document = write_paper(contest, request.POST.get("loai", ""), by=me(request), now=request.now)
        messages.success(request, _("Đã soạn dự thảo từ số liệu của cuộc thi. Hãy xem lại từng dòng."))
        return redirect("papers:paper", contest.slug, document.pk)
    steps = [(title, [kind for kind in KINDS.values() if kind.step == step]) for step, title in STEPS.items()]
    return desk_page(request, contest, roles, "papers", "papers/new.html", {"steps": steps})
