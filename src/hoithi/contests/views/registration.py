"""Registration (đăng ký dự thi): a few short pages, each skipped when there is nothing to ask."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hoithi.contests.forms import ConsentForm, CorrectionForm, GroupForm, UnitForm
from hoithi.contests.models import Contest, ContestUnit, Entrant, Group
from hoithi.contests.operations.entrants import HINTS, REASONS, NotEligible, ask_correction
from hoithi.contests.operations.registration import register_with_consents
from hoithi.contests.queries import pages
from hoithi.contests.queries.entrants import entrant_of, verdict_for
from hoithi.contests.queries.pages_entry import consents_given, consents_to_ask, corrections_of, verdicts
from hoithi.contests.rules.eligibility import Verdict
from hoithi.contests.views.public import page_context
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people import session
from hoithi.people.backends import client_address
from hoithi.people.forms import ContactForm, posted, refused
from hoithi.people.models import Person, User
from hoithi.people.operations.consents import proof_of
from hoithi.people.rules.consent import ADULT_AGE

STEPS = ("doi-tuong", "don-vi", "dong-y", "kiem-tra")


@never_cache
@require_http_methods(["GET", "POST"])
def register(request: TimedRequest, slug: str) -> HttpResponse:
    """The next thing to ask, or `?buoc=` to go back to one; answers wait in the session until they are sent."""
    contest = pages.shown_contest(slug)
    if not request.user.is_authenticated:
        return _contact(request, contest)
    person = request.user.person
    if person is None:
        messages.warning(request, _("Hãy điền họ tên, ngày sinh trước khi đăng ký dự thi."))
        return redirect("people:profile")
    entrant = entrant_of(request.user, contest)
    if entrant is not None and (entrant.locked_at or not (request.GET.get("buoc") or request.method == "POST")):
        return render(request, "contests/registered.html", _registered(request, contest, entrant))
    return _Steps(request, contest, person, entrant).answer()


def _contact(request: TimedRequest, contest: Contest) -> HttpResponse:
    """Step one for whoever is not signed in: a phone or an e-mail, and back here after the code."""
    form = ContactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return session.start_code(request, form.cleaned_data["contact"], next_url=request.get_full_path())
        except Refusal as refusal:
            refused(form, refusal, "contact")
    stage = pages.stage_of(contest, request.now)
    context = page_context(contest) | {"form": form, "over": stage.key in ("closed", "published"), "stage": stage}
    return render(request, "contests/register_contact.html", context, status=400 if form.errors else 200)


class _Steps:
    """One request of somebody registering: what was answered so far, and the page for what is still open."""

    def __init__(self, request: TimedRequest, contest: Contest, person: Person, entrant: Entrant | None) -> None:
        self.request, self.contest, self.person, self.entrant = request, contest, person, entrant
        self.key = f"register:{contest.pk}"
        self.answers: dict[str, Any] = dict(request.session.get(self.key) or self._begun())
        self.next = session.safe_next(request, request.GET.get("next"), "")
        self.verdicts = verdicts(contest, person, request.now)
        self.fits = [(group, verdict) for group, verdict in self.verdicts if verdict.may_enter]

    def _begun(self) -> dict[str, Any]:
        if self.entrant is None:
            return {}
        return {"group": self.entrant.group.key, "unit": self.entrant.contest_unit_id, "unit_asked": True}

    def answer(self) -> HttpResponse:
        if pages.stage_of(self.contest, self.request.now).key in ("closed", "published"):
            raise Refusal(_("Cuộc thi đã kết thúc nên không nhận đăng ký nữa."), hint=_("Hãy xem trang kết quả."))
        if not self.fits:
            found = [verdict for _group, verdict in self.verdicts]
            found.sort(key=lambda one: (not one.may_practise, one.reason == "not_on_roster"))  # what helps most first
            return self._not_eligible(found[0] if found else None)
        wanted = self.request.GET.get("buoc", "")
        if wanted == "doi-tuong" and len(self.fits) == 1:
            wanted = "don-vi" if self.fits[0][0].spec.unit != "none" else "kiem-tra"
        step = wanted if wanted in STEPS and not self._missing_before(wanted) else self._open_step()
        pages_of = {"doi-tuong": self._group, "don-vi": self._unit, "dong-y": self._consents, "kiem-tra": self._check}
        return pages_of[step]()

    @property
    def group(self) -> Group | None:
        fitting = {group.key: group for group, _verdict in self.fits}
        if len(fitting) == 1:
            return next(iter(fitting.values()))
        return fitting.get(self.answers.get("group", ""))

    @property
    def unit(self) -> ContestUnit | None:
        chosen = self.answers.get("unit")
        return self.contest.units.filter(pk=chosen).first() if chosen else None

    def _open_step(self) -> str:
        return next(step for step in STEPS if step == "kiem-tra" or self._is_open(step))

    def _missing_before(self, wanted: str) -> bool:
        return any(self._is_open(step) for step in STEPS[: STEPS.index(wanted)])

    def _is_open(self, step: str) -> bool:
        group = self.group
        if step == "doi-tuong":
            return group is None
        if step == "don-vi":
            return group is not None and group.spec.unit != "none" and not self.answers.get("unit_asked")
        return step == "dong-y" and "consents" not in self.answers and bool(self._to_ask())

    def _to_ask(self) -> list[Any]:
        return consents_to_ask(self.contest, self.person)

    def _group(self) -> HttpResponse:
        form = GroupForm(posted(self.request), groups=self.fits, initial={"group": self.answers.get("group")})
        if self.request.method == "POST" and form.is_valid():
            changed = form.cleaned_data["group"] != self.answers.get("group")
            forgotten = {"unit": None, "unit_asked": False} if changed else {}
            return self._keep(group=form.cleaned_data["group"], **forgotten)
        return self._page(form, _("Đối tượng dự thi"), "doi-tuong")

    def _unit(self) -> HttpResponse:
        group = self.group
        assert group is not None  # asked before
        form = UnitForm(
            posted(self.request), contest=self.contest, group=group, initial={"unit": self.answers.get("unit")}
        )
        if self.request.method == "POST" and form.is_valid():
            unit = form.cleaned_data["unit"]
            verdict = verdict_for(self.contest, self.person, group, unit, self.request.now)
            if verdict.may_enter:
                return self._keep(group=group.key, unit=unit.pk if unit else None, unit_asked=True)
            form.add_error("unit", f"{REASONS[verdict.reason]} {HINTS[verdict.reason]}")
        return self._page(form, _("Đơn vị"), "don-vi")

    def _consents(self) -> HttpResponse:
        initial = {"guardian_name": self.person.guardian_name, "guardian_phone": self.person.guardian_phone}
        form = ConsentForm(posted(self.request), purposes=self._to_ask(), minor=self._minor(), initial=initial)
        if self.request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            guardian = None
            if data.get("guardian_agrees"):
                guardian = {"name": data["guardian_name"], "phone": data["guardian_phone"]}
            return self._keep(consents=form.agreed(), guardian=guardian)
        return self._page(form, _("Bạn đồng ý những gì?"), "dong-y")

    def _minor(self) -> bool:
        age = self.person.age_on(self.request.now.astimezone(VIETNAM).date())
        return age is not None and age < ADULT_AGE

    def _check(self) -> HttpResponse:
        group = self.group
        assert group is not None  # asked before
        if self.request.method == "POST":
            try:
                entrant = register_with_consents(
                    self.contest,
                    self.person,
                    group=group,
                    unit=self.unit,
                    consents=self.answers.get("consents", []),
                    proof=proof_of(method="web", address=client_address(self.request)),
                    guardian=self.answers.get("guardian"),
                    now=self.request.now,
                    by=cast("User", self.request.user),
                )
            except NotEligible as refusal:
                return self._not_eligible(refusal.verdict)
            return self._done(entrant)
        given = set(self.answers.get("consents", []))
        context = page_context(self.contest) | {
            "group": group,
            "unit": self.unit,
            "person": self.person,
            "consents": [(one, one.key in given) for one in self._to_ask()],
            "several": len(self.fits) > 1,
            "next": self._query(),
        }
        return render(self.request, "contests/register_check.html", context)

    def _done(self, entrant: Entrant) -> HttpResponse:
        self.request.session.pop(self.key, None)
        messages.success(self.request, _("Đã đăng ký dự thi."))
        if self.next:
            return redirect(self.next)
        actions = pages.actions_of(self.contest, entrant=entrant, now=self.request.now)
        main = next((action for action in actions if action.main), None)
        return redirect(main.url if main else self.contest.get_absolute_url())

    def _keep(self, **found: Any) -> HttpResponse:
        self.request.session[self.key] = self.answers | found
        return redirect(reverse("contests:register", args=[self.contest.slug]) + self._query(register=True))

    def _query(self, *, register: bool = False) -> str:
        """The way on keeps where the person was going; somebody changing their answers stays in the steps."""
        query = {"next": self.next} if self.next else {}
        if register and self.entrant is not None:
            query["buoc"] = "kiem-tra"
        return f"?{urlencode(query)}" if query else ""

    def _page(self, form: Any, heading: str, step: str) -> HttpResponse:
        shown = [one for one in STEPS if one in (step, "kiem-tra") or self._asked(one)]
        context = page_context(self.contest) | {
            "form": form,
            "heading": heading,
            "step": step,
            "step_no": shown.index(step) + 1,
            "step_count": len(shown),
        }
        return render(self.request, "contests/register.html", context, status=400 if form.errors else 200)

    def _asked(self, step: str) -> bool:
        if step == "doi-tuong":
            return len(self.fits) > 1
        if step == "don-vi":
            return any(group.spec.unit != "none" for group, _verdict in self.fits)
        return bool(self._to_ask())

    def _not_eligible(self, verdict: Verdict | None) -> HttpResponse:
        practice = [
            action
            for action in pages.actions_of(self.contest, entrant=None, now=self.request.now)
            if not action.main and verdict is not None and verdict.may_practise
        ]
        reason = REASONS[verdict.reason] if verdict else _("Cuộc thi này không nhận cá nhân đăng ký.")
        hint = HINTS[verdict.reason] if verdict else _("Đơn vị đăng ký qua đầu mối của mình.")
        if verdict is not None and not verdict.may_practise:
            hint = _("Bạn vẫn xem được trang cuộc thi và kết quả.")
        context = page_context(self.contest) | {"reason": reason, "hint": hint, "practice": practice}
        return render(self.request, "contests/not_eligible.html", context, status=403)


def _registered(request: TimedRequest, contest: Contest, entrant: Entrant) -> dict[str, Any]:
    actions = pages.actions_of(contest, entrant=entrant, now=request.now)
    onward = session.safe_next(request, request.GET.get("next"), "")
    return page_context(contest) | {
        "entrant": entrant,
        "main_action": next((action for action in actions if action.main), None),
        "next": onward,
    }


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def correct(request: TimedRequest, slug: str) -> HttpResponse:
    """Ask to correct locked fields, see the answers, withdraw consents; unlocked fields are simply changed."""
    contest = pages.shown_contest(slug)
    entrant = entrant_of(request.user, contest)
    if entrant is None:
        return redirect("contests:register", slug)
    if entrant.locked_at is None and request.method == "GET" and request.GET.get("xem") is None:
        return redirect(reverse("contests:register", args=[slug]) + "?buoc=doi-tuong")
    entrant.contest = contest
    form = CorrectionForm(posted(request), entrant=entrant)
    if request.method == "POST" and form.is_valid():
        user = cast("User", request.user)
        try:
            ask_correction(entrant, form.changes(), reason=form.cleaned_data["reason"], now=request.now, by=user)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã gửi đề nghị. Tổ Thư ký sẽ trả lời tại trang này."))
            return redirect("contests:correct", slug)
    found = corrections_of(entrant)
    context = page_context(contest) | {
        "form": form,
        "entrant": entrant,
        "corrections": found,
        "waiting": any(one["waiting"] for one in found),
        "consents": consents_given(contest, entrant.person) if entrant.person else [],
    }
    return render(request, "contests/correct.html", context, status=400 if form.errors else 200)
