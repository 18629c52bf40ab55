"""The moderation queue on the console: what waits, one work with all that was found in it, the decision, the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Contest, Part
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import View, confirm, desk_page, me, on_desk
from hoithi.core.errors import NotAllowed, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.entries.forms.moderation import DecisionForm
from hoithi.entries.models import Work
from hoithi.entries.operations import moderation as decide
from hoithi.entries.queries import moderation as read
from hoithi.entries.queries.access import check_may_know, no_such_work
from hoithi.entries.queries.likeness import likenesses_of
from hoithi.entries.queries.publications import log_of, titles
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.shown import shown_files
from hoithi.entries.queries.words import WORDS, number_of
from hoithi.entries.rules.states import steps_from
from hoithi.entries.views.case import file_facts, step_lines, work_facts
from hoithi.people.forms import posted, refused

HERE = "works_queue"
PAGE = 30
GET_POST = ["GET", "POST"]
TABS = {"": read.WAITING, "da-duyet": read.ACCEPTED, "khong-duyet": read.TURNED_DOWN}


def on_part(action: str) -> Callable[[Callable[..., HttpResponseBase]], View]:
    """A console view of one part of works: it gets the part with its contest instead of the two slugs."""

    def decorate(view: Callable[..., HttpResponseBase]) -> View:
        @wraps(view)
        def guarded(
            request: TimedRequest, contest: Contest, roles: frozenset[str], key: str, **kwargs: Any
        ) -> HttpResponseBase:
            part = works_part_of(contest, key)
            check_may_know(request.user, part, request.now)
            return view(request, part, roles, **kwargs)

        return on_desk(action)(cast("View", guarded))

    return decorate


def works_part_of(contest: Contest, key: str) -> Part:
    part = contest.parts.filter(key=key, kind="entries").first()
    if part is None:
        raise NotFound(_("Không có phần thi nộp tác phẩm này."), hint=_("Hãy vào từ bàn điều hành."))
    part.contest = contest
    return part


def work_of(part: Part, number: int) -> Work:
    """A work of the part that was handed in. Raises NotFound."""
    found = read.described_works(list(part.entries.filter(work__number=number).values_list("pk", flat=True)), part)
    if not found:
        raise no_such_work()
    return found[0]


@on_desk("work.view_all")
@require_safe
def home(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/dieu-hanh/duyet/`: to the queue of the only part, else the parts to choose from."""
    parts = [part for part in contest.parts.all() if part.kind == "entries"]
    if len(parts) == 1:
        return redirect("entries:queue", contest.slug, parts[0].key)
    rows = []
    for part in parts:
        part.contest = contest
        n = read.counts(part)
        rows.append({"part": part, "waiting": sum(n.get(state, 0) for state in read.WAITING)})
    return desk_page(request, contest, roles, HERE, "entries/desk/parts.html", {"rows": rows})


@on_part("work.view_all")
@require_safe
def queue(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/<part>/duyet/`: what waits in the moderator's own order, what was decided by number."""
    chosen = request.GET.get("loc", "")
    states = TABS.get(chosen, read.WAITING)
    page = Paginator(read.queue(part, me(request), states), PAGE).get_page(request.GET.get("trang"))
    works = read.described_works(list(page.object_list), part)
    found = read.findings(works, part)
    n = read.counts(part)
    url = reverse("entries:queue", args=[part.contest.slug, part.key])
    labels = {"": _("Chờ duyệt ({n})"), "da-duyet": _("Đã duyệt ({n})"), "khong-duyet": _("Không duyệt, đã gỡ ({n})")}
    context = part_context(part, roles, "queue") | {
        "rows": [
            {"work": work, "number": number_of(work), "words": WORDS[work.entry.state], "found": found[work.pk]}
            for work in works
        ],
        "filters": [
            {
                "label": labels[key].format(n=sum(n.get(state, 0) for state in TABS[key])),
                "href": f"{url}?loc={key}" if key else url,
                "here": states == TABS[key],
            }
            for key in TABS
        ],
        "waits": states == read.WAITING,
        "open": read.is_open(part, request.now),
        "opens_at": read.opens_at(part),
        "decides": decides(request, part, roles),
        "newer": f"{url}?loc={chosen}&trang={page.number - 1}" if page.has_previous() else "",
        "older": f"{url}?loc={chosen}&trang={page.number + 1}" if page.has_next() else "",
        "accepted": n.get("accepted", 0),
    }
    return desk_page(request, part.contest, roles, HERE, "entries/desk/queue.html", context)


def part_context(part: Part, roles: frozenset[str], here: str) -> dict[str, Any]:
    """What every console page about the works of a part shows: the part, and its places as tabs."""
    args = [part.contest.slug, part.key]
    places = [
        ("queue", _("Duyệt"), "work.view_all"),
        ("publications", _("Nhật ký đăng tải"), "work.view_all"),
        ("handover", _("Bàn giao"), "work.hand_over"),
    ]
    tabs = [
        {"label": label, "href": reverse(f"entries:{name}", args=args), "here": name == here}
        for name, label, action in places
        if may(roles, action)
    ]
    return {"part": part, "tabs": tabs, "wanted": settings_of(part), "may_publish": may(roles, "work.publish")}


def decides(request: TimedRequest, part: Part, roles: frozenset[str]) -> bool:
    """Whether this person's decision would be taken at all."""
    if not may(roles, "work.moderate"):
        return False
    try:
        read.require_body(me(request), part, request.now)
    except NotAllowed:
        return False
    return True


@on_part("work.view_all")
@require_http_methods(GET_POST)
def work(request: TimedRequest, part: Part, roles: frozenset[str], number: int) -> HttpResponse:
    """`…/duyet/<number>/`: play it, read what was found, decide; then the next of the queue."""
    found = work_of(part, number)
    form = DecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not may(roles, "work.moderate"):
            raise NotAllowed(_("Vai trò của bạn không duyệt tác phẩm."), hint=_("Bạn vẫn xem được."))
        try:
            return _decided(request, part, found, form.cleaned_data["reason"])
        except Refusal as refusal:
            refused(form, refusal)
    context = part_context(part, roles, "queue") | _case(request, part, roles, found) | {"form": form}
    status = 409 if form.errors else 200
    return desk_page(request, part.contest, roles, HERE, "entries/desk/work.html", context, status=status)


def _case(request: TimedRequest, part: Part, roles: frozenset[str], found: Work) -> dict[str, Any]:
    """Everything a moderator judges by; of votes and marks there is nothing."""
    following = read.next_in_queue(part, me(request), than=found.pk)
    files = shown_files([found])[found.pk]
    steps = list(found.steps.select_related("by__person"))
    last = next((step for step in reversed(steps) if step.checklist), None)
    ticked = set(request.POST.getlist("muc")) if request.method == "POST" else set()
    done = {item["key"] for item in last.checklist if item["ok"]} if last else set()
    return {
        "work": found,
        "number": number_of(found),
        "words": WORDS[found.entry.state],
        "authors": list(found.authors.all()),
        "files": files,
        "file_lines": [(file, file_facts(file)) for file in files.originals],
        "facts": work_facts(part, found),
        "found": read.findings([found], part)[found.pk],
        "pairs": list(likenesses_of(found)),
        "items": [item | {"ticked": item["key"] in (ticked or done)} for item in read.checklist_of(part, found)],
        "steps": step_lines(steps),
        "talk": step_lines(step for step in reversed(steps) if step.step in ("ask", "answer")),
        "version": steps[-1].pk if steps else 0,
        "can": steps_from(found.entry.state),
        "open": read.is_open(part, request.now),
        "opens_at": read.opens_at(part),
        "decides": decides(request, part, roles),
        "publications": log_of(found),
        "channel_titles": titles(part),
        "next": following,
    }


def _decided(request: TimedRequest, part: Part, found: Work, reason: str) -> HttpResponse:
    """Carry the decision out and go on to the next work."""
    now, by, ticked = request.now, me(request), set(request.POST.getlist("muc"))
    sent = request.POST.get("ban", "")
    version = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 16 else 0
    number = number_of(found)
    match request.POST.get("viec"):
        case "accept":
            decide.accept_work(found, ticked=ticked, version=version, reason=reason, now=now, by=by)
            said = _("Đã duyệt tác phẩm {number}.")
        case "refuse":
            decide.refuse_work(found, reason=reason, ticked=ticked, version=version, now=now, by=by)
            said = _("Đã ghi: không duyệt tác phẩm {number}.")
        case "ask":
            decide.ask_owner(found, reason, version=version, now=now, by=by)
            said = _("Đã gửi câu hỏi về tác phẩm {number} cho người nộp.")
        case "revise":
            decide.revise_work(found, reason=reason, version=version, now=now, by=by)
            said = _("Tác phẩm {number} trở lại danh sách chờ duyệt.")
        case _:
            raise Refusal(_("Hãy chọn một quyết định."))
    messages.success(request, said.format(number=number))
    following = read.next_in_queue(part, by, than=found.pk)
    if following is None or following.number is None:
        return redirect("entries:queue", part.contest.slug, part.key)
    return redirect("entries:queue_work", part.contest.slug, part.key, following.number)


@on_part("work.moderate")
@require_safe
def start(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """To the first work that waits for this moderator."""
    first = read.next_in_queue(part, me(request))
    if first is None or first.number is None:
        return redirect("entries:queue", part.contest.slug, part.key)
    return redirect("entries:queue_work", part.contest.slug, part.key, first.number)


@on_part("work.moderate")
@require_http_methods(GET_POST)
def accept_clean(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """Accept all works nothing was found in, after a look at how many."""
    back = reverse("entries:queue", args=[part.contest.slug, part.key])
    if request.method == "POST":
        done = decide.accept_clean(part, now=request.now, by=me(request))
        messages.success(request, _("Đã duyệt {n} tác phẩm.").format(n=len(done)))
        return redirect(back)
    waiting = read.described_works(read.queue(part, me(request)), part)
    clean = decide.clean_works(part, waiting)
    return confirm(
        request,
        part.contest,
        roles,
        HERE,
        heading=_("Duyệt {n} tác phẩm không có gì cần xem lại?").format(n=len(clean)),
        consequences=[
            _("Tệp đạt quy cách, không giống tác phẩm nào, tác giả không trùng tên thành viên ban, tổ."),
            _("Máy không biết nội dung: chỉ duyệt hàng loạt khi các tác phẩm đã được xem."),
            _("{n} tác phẩm còn lại phải duyệt từng cái.").format(n=len(waiting) - len(clean)),
        ],
        action=_("Duyệt {n} tác phẩm").format(n=len(clean)),
        back=back,
        locked=not clean,
    )
