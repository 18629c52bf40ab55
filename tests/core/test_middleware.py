"""One moment, one language, and refusals said in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import translation

from hoithi.core import clock
from hoithi.core.errors import InvalidInput, NotAllowed, NotFound, Problem, Refusal
from hoithi.core.middleware import LanguageMiddleware, NowMiddleware, RefusalMiddleware

pytestmark = pytest.mark.django_db


def spoken(request: HttpRequest) -> HttpResponse:
    return HttpResponse(translation.get_language())


def ask(**extra: str) -> HttpRequest:
    request = RequestFactory().get("/x/", **extra)
    request.COOKIES.update({key: value for key, value in extra.items() if key == "django_language"})
    return request


def test_one_request_one_moment() -> None:
    request = ask()
    with clock.frozen_at(datetime(2024, 6, 22, tzinfo=UTC)):
        NowMiddleware(spoken)(request)
    assert request.now == datetime(2024, 6, 22, tzinfo=UTC)  # type: ignore[attr-defined]


def test_a_phone_that_speaks_english_gets_vietnamese() -> None:
    response = LanguageMiddleware(spoken)(ask(HTTP_ACCEPT_LANGUAGE="en-US,en"))
    assert response.content == b"vi"
    assert response["Content-Language"] == "vi"
    assert response["Vary"] == "Cookie"


@pytest.mark.parametrize(("cookie", "language"), [("en", b"en"), ("vi", b"vi"), ("fr", b"vi"), ("../x", b"vi")])
def test_a_person_chooses_the_language(cookie: str, language: bytes) -> None:
    before = translation.get_language()
    assert LanguageMiddleware(spoken)(ask(django_language=cookie)).content == language
    assert translation.get_language() == before


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refusal("Đã hết hạn nộp.", hint="Hãy hỏi Ban Tổ chức."), 409),
        (NotAllowed("Việc này của Tổ Thư ký."), 403),
        (NotFound("Không có phiếu này."), 404),
        (InvalidInput([Problem("dòng 3", "thiếu tên"), Problem("dòng 9", "<b>lạ</b>")]), 400),
    ],
)
def test_a_refusal_becomes_a_page(error: Refusal, status: int) -> None:
    response = RefusalMiddleware(spoken).process_exception(ask(), error)
    assert response is not None
    assert response.status_code == status
    html = response.content.decode()
    assert "<h1>" in html
    assert "<b>lạ" not in html
    if not isinstance(error, InvalidInput):
        assert str(error.message) in html
        assert error.hint in html


def test_other_errors_pass() -> None:
    assert RefusalMiddleware(spoken).process_exception(ask(), KeyError()) is None
