"""Sign-in: a phone or e-mail, then a code or a password. The answer is the same whether or not an account exists."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.people import oidc, session
from hoithi.people.backends import client_address
from hoithi.people.errors import TooManyCodes
from hoithi.people.forms import CodeForm, IntroduceForm, SignInForm, posted, refused
from hoithi.people.models import User
from hoithi.people.operations.accounts import open_account
from hoithi.people.operations.codes import SIGN_IN
from hoithi.people.operations.consents import give_consent, proof_of
from hoithi.people.rules.consent import ADULT_AGE
from hoithi.people.rules.identity import contact_masked


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    next_url = session.safe_next(request, request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(next_url)
    form = SignInForm(posted(request))
    if request.method == "POST" and form.is_valid():
        contact = form.cleaned_data["contact"]
        if form.cleaned_data["password"]:
            user = authenticate(request, username=contact.value, password=form.cleaned_data["password"])
            if isinstance(user, User):
                session.log_in(request, user)
                return redirect(next_url)
            form.add_error("password", _("Số điện thoại, thư điện tử hoặc mật khẩu chưa đúng. Bạn có thể nhận mã."))
        else:
            try:
                return session.start_code(request, contact, next_url=next_url)
            except Refusal as refusal:
                refused(form, refusal, "contact")
    context = {"form": form, "next": next_url, "external": oidc.provider().get("title", "")}
    return render(request, "people/sign_in.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 400 if form.is_bound and form.errors else 200


@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    kept = session.pending(request)
    if not kept:
        return redirect("people:sign_in")
    form = CodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            contact = session.prove(request, form.cleaned_data["code"])
        except Refusal as refusal:
            refused(form, refusal, "code")
        else:
            if kept["purpose"] != SIGN_IN:
                return redirect(kept["next"])
            user = User.objects.by_contact(contact.value)
            if user is not None:
                session.log_in(request, user)
                return redirect(kept["next"])
            return redirect(kept["next"] if kept["opens"] else "people:introduce")
    context = {"form": form, "masked": contact_masked(kept["value"]), "shown": kept["shown"], "kind": kept["kind"]}
    return render(request, "people/enter_code.html", context, status=_status(form))


@require_POST
def resend_code(request: HttpRequest) -> HttpResponse:
    kept, contact = session.pending(request), session.pending_contact(request)
    if contact is None:
        return redirect("people:sign_in")
    try:
        return session.start_code(
            request, contact, next_url=kept["next"], opens_account=kept["opens"], purpose=kept["purpose"]
        )
    except TooManyCodes as refusal:
        form = CodeForm({})
        form.errors.clear()
        refused(form, refusal)
        context = {"form": form, "masked": contact_masked(kept["value"]), "shown": kept["shown"], "kind": kept["kind"]}
        return render(request, "people/enter_code.html", context, status=refusal.status)


@never_cache
@require_http_methods(["GET", "POST"])
def introduce(request: HttpRequest) -> HttpResponse:
    """A proven contact without an account: name, birth date and consents make one."""
    contact = session.proven_contact(request)
    if contact is None:
        return redirect("people:sign_in")
    next_url = session.pending(request)["next"]
    today = request.now.astimezone(VIETNAM).date()  # type: ignore[attr-defined]
    form = IntroduceForm(posted(request), today=today)
    if request.method == "POST" and form.is_valid():
        try:
            user = _open(request, form, contact)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            session.log_in(request, user)
            return redirect(next_url)
    context = {"form": form, "masked": contact_masked(contact.value)}
    return render(request, "people/introduce.html", context, status=_status(form))


@transaction.atomic
def _open(request: HttpRequest, form: IntroduceForm, contact: Any) -> User:
    now = request.now  # type: ignore[attr-defined]
    data = form.cleaned_data
    user = open_account(
        full_name=data["full_name"],
        birth_date=data["birth_date"],
        contact=contact,
        guardian_name=data["guardian_name"],
        guardian_phone=data["guardian_phone"],
        now=now,
    )
    person = user.person
    assert person is not None  # just opened
    minor = (person.age_on(form.today) or 0) < ADULT_AGE
    proof = proof_of(method="web", address=client_address(request))
    for purpose in form.agreed():
        give_consent(person, purpose, proof=proof, now=now, by=user, by_guardian=minor and data["guardian_agrees"])
    return user


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        logout(request)
        return redirect("/")
    context = {"heading": _("Đăng xuất?"), "action": _("Đăng xuất"), "back": "/"}
    return render(request, "core/confirm.html", context)


def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for one contact from one address; the code still works."""
    return render(request, "people/locked.html", {}, status=429)
