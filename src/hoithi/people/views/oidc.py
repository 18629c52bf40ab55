"""Signing in at the site's OpenID provider; the first time one's account is proven by a code as ever, then tied.

Nothing is matched by an e-mail address the provider names: an account is who has typed its code.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_urlsafe
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hoithi.core.errors import NotAllowed, NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.people import oidc, session
from hoithi.people.errors import ExternalRefused, ExternalTaken
from hoithi.people.models import User
from hoithi.people.operations.external import link_identity
from hoithi.people.queries.external import account_of

GONE, BACK = "oidc", "oidc_link"
"""What the session keeps: while the browser is away, and of an identity that came back without an account."""
AWAY_FOR, TIED_WITHIN = timedelta(minutes=15), timedelta(minutes=30)


def _redirect_uri(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("people:oidc_return"))


def _there() -> None:
    if not oidc.provider():
        raise NotFound(_("Trang này chưa dùng tài khoản ngoài để đăng nhập."), hint=_("Hãy đăng nhập bằng mã."))


@never_cache
@require_safe
def start(request: TimedRequest) -> HttpResponse:
    """`/dang-nhap/tai-khoan-ngoai/?next=`: to the provider, with state, nonce and verifier of this session."""
    _there()
    kept = {"state": token_urlsafe(24), "nonce": token_urlsafe(24), "verifier": token_urlsafe(48)}
    url = oidc.sign_in_url(redirect_uri=_redirect_uri(request), **kept)
    next_url = session.safe_next(request, request.GET.get("next"))
    request.session[GONE] = kept | {"next": next_url, "at": request.now.isoformat()}
    return redirect(url)


@never_cache
@require_safe
def come_back(request: TimedRequest) -> HttpResponse:
    """Where the provider sends the browser: state once, code for token, token for who it is."""
    _there()
    kept, given = request.session.pop(GONE, None), request.GET
    if not kept or not constant_time_compare(given.get("state", ""), kept["state"]) or _late(request, kept, AWAY_FOR):
        raise ExternalRefused
    if given.get("iss", oidc.provider()["issuer"]) != oidc.provider()["issuer"]:
        raise ExternalRefused
    if not given.get("code"):
        messages.warning(request, _("Bạn chưa đăng nhập bằng tài khoản ngoài. Có thể thử lại hoặc nhận mã."))
        return redirect(_sign_in(kept["next"]))
    found = oidc.identify(
        given["code"], redirect_uri=_redirect_uri(request), nonce=kept["nonce"], verifier=kept["verifier"]
    )
    user = account_of(found.issuer, found.subject)
    if user is None:
        request.session[BACK] = {**found._asdict(), "next": kept["next"], "at": request.now.isoformat()}
        tie = reverse("people:oidc_link")
        return redirect(tie if request.user.is_authenticated else _sign_in(tie))
    if not user.is_active:
        raise NotAllowed(_("Tài khoản này đã ngừng hoạt động."), hint=_("Cần giúp đỡ, hãy liên hệ Ban Tổ chức."))
    if request.user.is_authenticated and request.user.pk != user.pk:
        raise ExternalTaken(
            _("Danh tính này đã nối với một tài khoản khác."), hint=_("Hãy đăng xuất rồi đăng nhập bằng danh tính ấy.")
        )
    if not request.user.is_authenticated:
        session.log_in(request, user)
    return redirect(kept["next"])


def _late(request: TimedRequest, kept: dict[str, str], most: timedelta) -> bool:
    return not timedelta(0) <= request.now - datetime.fromisoformat(kept["at"]) < most


def _sign_in(next_url: str) -> str:
    return f"{reverse('people:sign_in')}?{urlencode({'next': next_url})}"


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def link(request: TimedRequest) -> HttpResponse:
    """After one's account was proven: tie it, on purpose; the identity in this browser may be somebody else's."""
    kept = request.session.get(BACK)
    if not kept or _late(request, kept, TIED_WITHIN):
        request.session.pop(BACK, None)
        return redirect("people:account")
    user, title = request.user, oidc.provider().get("title", "")
    assert isinstance(user, User)
    if request.method == "POST":
        del request.session[BACK]
        link_identity(user, kept["issuer"], kept["subject"], now=request.now)
        messages.success(request, _("Đã nối. Từ nay bạn đăng nhập được bằng {title}.").format(title=title))
        return redirect(kept["next"])
    context = {
        "heading": _("Nối tài khoản với {title}?").format(title=title),
        "text": _("{title}: {name}. Tài khoản ở đây: {account}. Chỉ nối khi cả hai đều là của bạn.").format(
            title=title, name=kept["name"] or _("không có tên"), account=user
        ),
        "consequences": [
            _("Từ nay ai đăng nhập được ở đó thì vào được tài khoản này."),
            _("Nối rồi không tự bỏ được."),
        ],
        "action": _("Nối"),
        "back": kept["next"],
    }
    return render(request, "core/confirm.html", context)
