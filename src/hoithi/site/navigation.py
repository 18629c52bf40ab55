"""The main navigation and the account menu: addresses shown once the rooms behind them exist."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One place in the navigation; `href` None never occurs, a place that does not exist is left out."""

    key: str
    label: str | Promise
    href: str
    here: bool = False


MAIN = (
    Item("cuoc-thi", _("Cuộc thi"), "/"),
    Item("ket-qua", _("Kết quả"), "/ket-qua/"),
    Item("tra-cuu", _("Tra cứu"), "/tra-cuu/"),
)
SIGN_IN = "/dang-nhap/"
SIGN_OUT = "/dang-xuat/"
ACCOUNT = (
    Item("tai-khoan", _("Trang của tôi"), "/tai-khoan/"),
    Item("dieu-hanh", _("Bàn điều hành"), "/dieu-hanh/"),
)


@cache
def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def _items(items: tuple[Item, ...], path: str) -> list[Item]:
    def here(href: str) -> bool:
        return path == href if href == "/" else path.startswith(href)

    return [Item(item.key, item.label, item.href, here(item.href)) for item in items if _exists(item.href)]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """`nav` (main places), `account` (places of a signed-in person), `sign_in`, `sign_out` (addresses or "")."""
    path = request.path
    return {
        "nav": _items(MAIN, path),
        "account": _items(ACCOUNT, path),
        "sign_in": SIGN_IN if _exists(SIGN_IN) else "",
        "sign_out": SIGN_OUT if _exists(SIGN_OUT) else "",
    }
