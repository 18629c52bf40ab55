"""What the administrator's pages share: who may enter, the side list, uploads kept between check and entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hoithi.core.canonical import random_code
from hoithi.core.clock import VIETNAM
from hoithi.people.errors import AdministratorOnly
from hoithi.people.models import User
from hoithi.people.rules.cells import BadCell, day_of

View = Callable[..., HttpResponse]
PAGE_SIZE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def administrator(view: View) -> View:
    """Signed-in people without `is_staff` are told so; anonymous ones are asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not me(request).is_staff:
            raise AdministratorOnly(_("Trang này chỉ dành cho người quản trị hệ thống."))
        return view(request, *args, **kwargs)

    return login_required(guarded)


def me(request: HttpRequest) -> User:
    return cast("User", request.user)


def today(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()  # type: ignore[attr-defined]


def chosen_day(request: HttpRequest) -> date:
    """`?ngay=1/7/2025`, else today."""
    try:
        return day_of(request.GET.get("ngay")) or today(request)
    except BadCell:
        return today(request)


def side(here: str) -> list[dict[str, Any]]:
    places = [
        ("units", _("Đơn vị"), "people:units"),
        ("roster", _("Danh sách cán bộ"), "people:roster"),
        ("requests", _("Yêu cầu về dữ liệu"), "people:data_requests"),
    ]
    return [{"key": key, "label": label, "href": reverse(name), "here": key == here} for key, label, name in places]


def page(request: HttpRequest, template: str, here: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the administrator, `here` marked in the side list."""
    return render(request, template, {"side": side(here), **context}, status=status)


def paged(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))


def download(data: bytes, filename: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def keep_upload(request: HttpRequest, kind: str, data: bytes, filename: str) -> None:
    """Keep a checked file until it is entered or another one comes; only this session can reach it."""
    drop_upload(request, kind)
    name = default_storage.save(f"imports/{random_code()}", ContentFile(data))
    request.session[f"import_{kind}"] = {"name": name, "filename": filename}


def kept_upload(request: HttpRequest, kind: str) -> tuple[bytes, str] | None:
    kept = request.session.get(f"import_{kind}")
    if not kept or not default_storage.exists(kept["name"]):
        return None
    with default_storage.open(kept["name"]) as file:
        return file.read(), kept["filename"]


def drop_upload(request: HttpRequest, kind: str) -> None:
    """A roster is personal data: the file does not outlive its import."""
    kept = request.session.pop(f"import_{kind}", None)
    if kept:
        default_storage.delete(kept["name"])
