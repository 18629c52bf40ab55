"""The main navigation shows places that exist, and where one is."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from hoithi.site import navigation


def _page(_request: object) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("", _page), path("ket-qua/<int:n>/", _page), path("ket-qua/", _page), path("dang-nhap/", _page)]


@pytest.fixture(autouse=True)
def _fresh() -> None:
    navigation._exists.cache_clear()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("at", "here"), [("/", ["cuoc-thi"]), ("/ket-qua/", ["ket-qua"]), ("/ket-qua/3/", ["ket-qua"]), ("/x/", [])]
)
def test_places(at: str, here: list[str]) -> None:
    found = navigation.navigation(RequestFactory().get(at))
    assert [item.href for item in found["nav"]] == ["/", "/ket-qua/"]
    assert [item.key for item in found["nav"] if item.here] == here
    assert found["account"] == []
    assert (found["sign_in"], found["sign_out"]) == ("/dang-nhap/", "")
