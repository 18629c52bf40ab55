"""One's own account: data, contacts, consents, password, requests about one's data."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.people import oidc, session
from hoithi.people.backends import client_address
from hoithi.people.forms import ContactForm, DataRequestForm, PasswordForm, PersonForm, posted, refused
from hoithi.people.models import Person, User
from hoithi.people.notices import notices_of
from hoithi.people.operations.accounts import add_contact, change_person, create_person_for, set_password
from hoithi.people.operations.consents import give_consent, proof_of, request_data, withdraw_consent
from hoithi.people.purposes import purposes
from hoithi.people.queries.external import is_linked
from hoithi.people.queries.mine import my_data
from hoithi.people.queries.people import consents_in_force
from hoithi.people.rules.consent import ADULT_AGE

ADD_CONTACT = "add_contact"


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)


def _person(request: HttpRequest) -> Person | None:
    return _me(request).person


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    given = consents_in_force(person) if person else {}
    consents = [{"purpose": purpose, "consent": given.get(purpose.key)} for purpose in purposes()]
    age = person.age_on(request.now.astimezone(VIETNAM).date()) if person else None  # type: ignore[attr-defined]
    context = {
        "person": person,
        "consents": consents,
        "notices": notices_of(request.user),
        "minor": age is not None and age < ADULT_AGE,
        "external": oidc.provider().get("title", ""),
        "linked": is_linked(_me(request)),
    }
    return render(request, "people/account.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    person, now = _person(request), request.now  # type: ignore[attr-defined]
    names = ("full_name", "birth_date", "guardian_name", "guardian_phone")
    initial = {name: getattr(person, name) for name in names} if person else {}
    form = PersonForm(posted(request), initial=initial, today=now.astimezone(VIETNAM).date())
    if request.method == "POST" and form.is_valid():
        try:
            if person is None:
                create_person_for(_me(request), **form.cleaned_data, now=now)
            else:
                change_person(person, **form.cleaned_data, now=now, by=_me(request))
        except Refusal as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("Đã lưu thông tin của bạn."))
            return redirect("people:account")
    return _form_page(request, form, _("Thông tin của tôi"), _("Lưu"))


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    user = _me(request)
    form = PasswordForm(posted(request), has_password=user.has_usable_password())
    if request.method == "POST" and form.is_valid():
        if user.has_usable_password() and not user.check_password(form.cleaned_data["current"]):
            form.add_error("current", _("Mật khẩu hiện tại chưa đúng."))
        else:
            try:
                set_password(user, form.cleaned_data["password"], now=request.now, by=user)  # type: ignore[attr-defined]
            except Refusal as refusal:
                refused(form, refusal, "password")
            else:
                update_session_auth_hash(request, user)
                messages.success(request, _("Đã đặt mật khẩu mới. Các thiết bị khác đã được đăng xuất."))
                return redirect("people:account")
    return _form_page(request, form, _("Đặt mật khẩu"), _("Đặt mật khẩu"))


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """A new phone or e-mail: proven by a code first, then kept."""
    proven = session.proven_contact(request)
    if request.method == "GET" and proven and session.pending(request)["purpose"] == ADD_CONTACT:
        session.forget(request)
        add_contact(_me(request), proven, now=request.now)  # type: ignore[attr-defined]
        messages.success(request, _("Đã lưu liên hệ mới. Từ nay bạn đăng nhập được bằng liên hệ này."))
        return redirect("people:account")
    form = ContactForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            return session.start_code(request, form.cleaned_data["contact"], next_url=request.path, purpose=ADD_CONTACT)
        except Refusal as refusal:
            refused(form, refusal, "contact")
    return _form_page(request, form, _("Thêm hoặc đổi liên hệ"), _("Nhận mã"))


@login_required
@require_POST
def consent(request: HttpRequest, purpose: str) -> HttpResponse:
    person, now = _person(request), request.now  # type: ignore[attr-defined]
    if person is None:
        return redirect("people:profile")
    if request.POST.get("give"):
        proof = proof_of(method="web", address=client_address(request))
        guardian = bool(request.POST.get("guardian"))
        give_consent(person, purpose, proof=proof, now=now, by=_me(request), by_guardian=guardian)
        messages.success(request, _("Đã ghi nhận sự đồng ý của bạn."))
    elif withdraw_consent(person, purpose, now=now, by=_me(request)):
        messages.success(request, _("Đã rút sự đồng ý. Việc xử lý theo mục này dừng từ bây giờ."))
    return redirect("people:account")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def data(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    if person is None:
        return redirect("people:profile")
    form = DataRequestForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = request_data(person, **form.cleaned_data, now=request.now, by=_me(request))  # type: ignore[attr-defined]
        day = f"{made.reply_due.day}/{made.reply_due.month}/{made.reply_due.year}"
        messages.success(request, _("Đã gửi yêu cầu. Bạn sẽ được trả lời chậm nhất ngày %(day)s.") % {"day": day})
        return redirect("people:data")
    context = {"form": form, "requests": person.data_requests.all()}
    return render(request, "people/data.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_safe
def data_copy(request: HttpRequest) -> HttpResponse:
    """One's own data as a file."""
    copy = JsonResponse(my_data(_me(request)), json_dumps_params={"ensure_ascii": False, "indent": 2})
    copy["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return copy


def _form_page(request: HttpRequest, form: object, heading: str, action: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "action": action}
    return render(request, "people/form.html", context, status=400 if getattr(form, "errors", None) else 200)
