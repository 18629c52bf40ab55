"""The style page, the frame every page stands in, and the pages of errors."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db
STYLE_PAGES = ["/kieu-dang/", "/kieu-dang/ban-dieu-hanh/", "/kieu-dang/bai-thi/"]


@pytest.mark.parametrize("path", STYLE_PAGES)
def test_style_pages_answer_without_inline_style_or_script(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"\son\w+=", html)
    assert re.findall(r"<script(?![^>]*\ssrc=)", html) == []
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


@pytest.mark.parametrize("path", STYLE_PAGES)
def test_style_pages_are_not_in_production(client: Client, settings: Any, path: str) -> None:
    settings.MODE = "production"
    assert client.get(path).status_code == 404


def test_every_static_file_a_page_names_exists(client: Client) -> None:
    for path in STYLE_PAGES:
        for name in re.findall(r'(?:src|href)="/static/([^"]+)"', client.get(path).content.decode()):
            assert finders.find(name), name


def test_every_file_a_style_sheet_names_exists() -> None:
    root = Path(str(finders.find("core/css/base.css"))).parent
    for sheet in root.glob("*.css"):
        for name in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (sheet.parent / name).resolve().exists(), name


def test_the_frame_leaves_six_kilobytes_of_sixty_for_a_first_page(client: Client) -> None:
    html = client.get("/khong-he-co-trang-nay/").content
    names = re.findall(r'(?:src|href)="/static/([^"]+\.(?:css|js))"', html.decode())
    files = [Path(str(finders.find(name))).read_bytes() for name in names]
    fonts = Path(str(finders.find("core/fonts/OFL.txt"))).parent
    letters = [f.stat().st_size for f in fonts.glob("*.woff2") if re.search(r"-(?:400|600|700)\.", f.name)]
    assert sum(len(gzip.compress(data, 6)) for data in [html, *files]) + sum(letters) < 54_000


def test_a_form_with_errors_says_them(client: Client) -> None:
    response = client.post("/kieu-dang/", {"full_name": "A"})
    assert response.status_code == 200
    assert "error-summary" in response.content.decode()


def test_a_message_is_a_note(client: Client) -> None:
    assert "note note-ok" in client.get("/kieu-dang/?thong-bao").content.decode()


@pytest.mark.parametrize("mode", ["demo", "development"])
def test_a_demonstration_says_so(client: Client, settings: Any, mode: str) -> None:
    settings.MODE = mode
    assert ('class="demo"' in client.get("/kieu-dang/").content.decode()) is (mode == "demo")


def test_the_language_is_changed_by_a_form_without_a_token(settings: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/ngon-ngu/", {"language": "en", "next": "/kieu-dang/"})
    assert (response.status_code, response["Location"]) == (302, "/kieu-dang/")
    html = client.get("/kieu-dang/").content.decode()
    assert '<html lang="en">' in html
    assert 'value="vi" lang="vi"' in html


def test_the_language_form_leads_nowhere_else(client: Client) -> None:
    assert client.post("/ngon-ngu/", {"language": "en", "next": "https://example.com/"})["Location"] == "/"


def test_an_unknown_page_is_told_in_a_sentence(client: Client) -> None:
    response = client.get("/khong-he-co-trang-nay/")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "maintenance.html"])
def test_pages_of_errors_need_nothing(name: str) -> None:
    html = render_to_string(name)
    assert "<h1>" in html
    assert 'href="/"' in html


@pytest.mark.parametrize("name", ["500.html", "maintenance.html"])
def test_pages_of_the_worst_moment_are_plain_files(name: str) -> None:
    from django.template.loader import get_template

    source = Path(str(get_template(name).origin)).read_text()  # type: ignore[attr-defined]
    assert "{%" not in source
    assert "{{" not in source
