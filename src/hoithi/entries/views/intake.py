"""The desk that takes works in (tiếp nhận hộ): whose it is, what is on the paper, the file, the receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.contests.models import Contest, ContestUnit, Entrant, Part
from hoithi.contests.queries.entrants import search_units
from hoithi.contests.views.desk_frame import desk_page, me, on_desk
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import InvalidInput, NotFound, Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.core.text import fold
from hoithi.entries.forms.intake import NewPersonForm, TakeInForm, WayForm
from hoithi.entries.models import Work
from hoithi.entries.operations.intake import OPEN, change_intake, person_entrant, start_intake, take_in
from hoithi.entries.operations.uploads import ORIGINAL, target_of
from hoithi.entries.operations.work import Written, unit_entrant
from hoithi.entries.operations.work_errors import WorkClosed
from hoithi.entries.queries.access import check_may_know
from hoithi.entries.queries.board import unit_groups, works_parts
from hoithi.entries.queries.deadline import deadline_of
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.words import INTAKES, WORDS, number_of
from hoithi.entries.queries.work_page import quota_left, state_of_work
from hoithi.entries.views.own import check_base, gap, missing_of, written_facts
from hoithi.entries.views.receipt import receipt_page
from hoithi.entries.views.written import WorkEditor
from hoithi.people.forms import posted, refused

FOUND, LISTED = 20, 50


def _part(request: TimedRequest, contest: Contest) -> Part:
    wanted = request.GET.get("phan", "")
    part = next((one for one in works_parts(contest) if not wanted or one.key == wanted), None)
    if part is None:
        raise NotFound(_("Cuộc thi này không có phần thi nộp tác phẩm."), hint=_("Hãy vào từ bàn điều hành."))
    check_may_know(request.user, part, request.now)
    return part


@on_desk("work.intake")
@require_safe
def intake(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/dieu-hanh/tac-pham/tiep-nhan/`: search whose work it is (`?q=`), and works taken in so far."""
    part = _part(request, contest)
    text = request.GET.get("q", "").strip()
    taken = Work.objects.filter(entry__part=part).exclude(intake=Work.ONLINE).order_by("-entry__created_at")
    rows = list(taken.select_related("entry__owner")[:LISTED])
    for row in rows:
        row.entry.part = part
    context = {
        "part": part,
        "parts": works_parts(contest),
        "settings": settings_of(part),
        "deadline": deadline_of(part),
        "text": text,
        "units": _units(part, text),
        "people": _people(part, text),
        "persons": _person_groups(part),
        "rows": [(row, WORDS[row.entry.state], number_of(row), INTAKES[row.intake]) for row in rows],
    }
    return desk_page(request, contest, roles, "works_intake", "entries/intake/intake.html", context)


def _units(part: Part, text: str) -> list[ContestUnit]:
    if not text:
        return []
    groups = [group for group, _limits in unit_groups(part)]
    return list(search_units(part.contest, text).filter(group__in=groups, competes=True)[:FOUND])


def _people(part: Part, text: str) -> list[Entrant]:
    """Persons already entered, by the words of their name."""
    if not text:
        return []
    found = Entrant.objects.filter(contest=part.contest, kind="person").select_related("contest_unit", "group")
    for word in fold(text).split():
        found = found.filter(person__name_norm__contains=word)
    if part.spec.groups:
        found = found.filter(group__key__in=part.spec.groups)
    return list(found.order_by("person__name_sort")[:FOUND])


def _person_groups(part: Part) -> list[Any]:
    named = part.spec.groups
    return [g for g in part.contest.groups.filter(subject="person") if not named or g.key in named]


@on_desk("work.intake")
@require_http_methods(["GET", "POST"])
def new(request: TimedRequest, contest: Contest, roles: frozenset[str]) -> HttpResponse:
    """`…/tiep-nhan/moi/?don-vi=<code>` a unit, `?nguoi=<code>` somebody entered, neither: somebody new."""
    part = _part(request, contest)
    unit, entrant = _chosen(request, contest)
    fresh = unit is None and entrant is None
    way = WayForm(posted(request), prefix="cach")
    person = NewPersonForm(posted(request), prefix="nguoi", groups=_person_groups(part)) if fresh else None
    editor = WorkEditor(request, part, initial=[{"unit": unit.name if unit else ""}], extra=_Both(way, person))

    def write(written: Written) -> Work:
        if unit is not None:
            owner = unit_entrant(contest, unit, now=request.now, by=me(request))
        elif entrant is not None:
            owner = entrant
        else:
            assert person is not None  # one of the three
            data = person.cleaned_data
            owner = person_entrant(
                part,
                data["full_name"],
                birth_date=data["birth_date"],
                contact=data["contact"],
                group=person.chosen(),
                unit=None,
                now=request.now,
                by=me(request),
            )
        return start_intake(part, owner, written, way=way.cleaned_data["way"], now=request.now, by=me(request))

    if editor.sent:
        work = editor.save(write)
        if work is not None:
            messages.success(request, _("Đã lưu. Bước tiếp theo: tải tệp lên rồi ghi nhận."))
            return redirect("entries:intake_work", contest.slug, work.entry.code)
    back = f"{reverse('entries:intake', args=[contest.slug])}?phan={part.key}"
    owner_name = unit.name if unit else entrant.display_name if entrant else ""
    context = {"heading": _("Tiếp nhận tác phẩm"), "owner_name": owner_name, "back": back, "way": way, "person": person}
    return _desk_editor(editor, request, contest, roles, context)


class _Both:
    """The forms beside the work's own, checked together."""

    def __init__(self, *forms: Any) -> None:
        self.forms = [form for form in forms if form is not None]

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.forms]  # every form says what is wrong with it
        return all(checked)


def _chosen(request: TimedRequest, contest: Contest) -> tuple[ContestUnit | None, Entrant | None]:
    """Whose work it is, from the address. Raises NotFound."""
    unit, code = request.GET.get("don-vi", ""), request.GET.get("nguoi", "")
    found_unit = contest.units.select_related("group").filter(code=unit).first() if unit else None
    found = contest.entrants.filter(code=code, kind="person").select_related("group").first() if code else None
    if (unit and found_unit is None) or (code and found is None):
        raise NotFound(_("Không có đơn vị hoặc người dự thi này."), hint=_("Hãy tìm lại ở trang tiếp nhận."))
    return found_unit, found


def _desk_editor(
    editor: WorkEditor, request: TimedRequest, contest: Contest, roles: frozenset[str], context: dict[str, Any]
) -> HttpResponse:
    context = editor.context() | context
    template = "entries/intake/edit.html"
    return desk_page(request, contest, roles, "works_intake", template, context, status=editor.status)


def _taken(request: TimedRequest, contest: Contest, code: str) -> Work:
    """A work the desk entered. Raises NotFound."""
    found = Work.objects.filter(entry__code=code, entry__part__contest=contest).exclude(intake=Work.ONLINE)
    work = found.select_related("entry__part__contest", "entry__owner__group", "entry__owner__contest_unit").first()
    if work is None:
        raise NotFound(_("Không có tác phẩm này ở bàn tiếp nhận."), hint=_("Hãy tìm lại ở trang tiếp nhận."))
    check_may_know(request.user, work.entry.part, request.now)
    return work


@on_desk("work.intake")
@require_http_methods(["GET", "POST"])
def edit(request: TimedRequest, contest: Contest, roles: frozenset[str], code: str) -> HttpResponse:
    """`…/tiep-nhan/<code>/sua/`: what was copied from the paper."""
    work = _taken(request, contest, code)
    if work.entry.state not in OPEN:
        return redirect("entries:intake_work", contest.slug, code)
    editor = WorkEditor(request, work.entry.part, work=work)
    if editor.sent:
        seen = editor.seen
        saved = editor.save(lambda written: change_intake(work, written, now=request.now, by=me(request), seen=seen))
        if saved is not None:
            messages.success(request, _("Đã lưu."))
            return redirect("entries:intake_work", contest.slug, code)
    back = reverse("entries:intake_work", args=[contest.slug, code])
    context = {"heading": _("Thông tin tác phẩm"), "owner_name": work.entry.owner.display_name, "back": back}
    return _desk_editor(editor, request, contest, roles, context)


@on_desk("work.intake")
@require_http_methods(["GET", "POST"])
def work(request: TimedRequest, contest: Contest, roles: frozenset[str], code: str) -> HttpResponse:
    """`…/tiep-nhan/<code>/`: the file, when it arrived, declarations on paper; POST takes it in."""
    found = _taken(request, contest, code)
    part = found.entry.part
    settings = settings_of(part)
    local = request.now.astimezone(VIETNAM)
    initial = {"day": local.date(), "hour": local.time().replace(second=0, microsecond=0), "note": found.intake_note}
    form = TakeInForm(posted(request), declarations=settings.declarations, initial=initial)
    problems: list[dict[str, str]] = []
    if request.method == "POST" and found.entry.state not in OPEN:
        raise WorkClosed
    if request.method == "POST" and form.is_valid():
        try:
            take_in(
                found,
                received=form.received(),
                note=form.cleaned_data["note"],
                agreed=form.agreed(),
                now=request.now,
                by=me(request),
                check_base=check_base(request),
            )
        except InvalidInput as refusal:
            edit_page = reverse("entries:intake_edit", args=[contest.slug, code])
            problems = [gap(one.at, str(one.message), edit_page) for one in refusal.problems]
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã ghi nhận. Hãy in biên nhận cho người nộp."))
            return redirect("entries:intake_receipt", contest.slug, code)
    places = range(1, settings.file.count + 1) if settings.media not in ("none", "link") else ()
    context = {
        "work": found,
        "part": part,
        "settings": settings,
        "state": state_of_work(found, request.now),
        "way": INTAKES[found.intake],
        "open": found.entry.state in OPEN,
        "take_in_form": form,
        "problems": problems,
        "missing": missing_of(found, reverse("entries:intake_edit", args=[contest.slug, code])),
        "facts": written_facts(found, part),
        "authors": list(found.authors.all()),
        "deadline": deadline_of(part),
        "late": part.closes is not None and request.now >= part.closes,
        "quota": quota_left(part, found.entry.owner),
        "purpose": ORIGINAL,
        "targets": [(place, target_of(found, place)) for place in places],
    }
    status = 400 if form.errors or problems else 200
    return desk_page(request, contest, roles, "works_intake", "entries/intake/work.html", context, status=status)


@on_desk("work.intake")
@require_safe
def receipt(request: TimedRequest, contest: Contest, roles: frozenset[str], code: str) -> HttpResponse:
    """`…/tiep-nhan/<code>/bien-nhan/`: to print for the bearer."""
    back = reverse("entries:intake_work", args=[contest.slug, code])
    return receipt_page(request, _taken(request, contest, code), back=back)
