"""The office's desk: who may open what, what each press does, how many queries lists cost."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from hoithi.certificates.models import Certificate, Design
from hoithi.certificates.operations.issue import issue_awards, work_on_batches
from hoithi.core import clock
from tests.awards.ended import LATER
from tests.certificates import factories as own
from tests.contests.factories import ROLES
from tests.contests.factories import holder_of as holder

pytestmark = pytest.mark.django_db
BASE = "/cuoc-thi/hoi-thi-thu/dieu-hanh/giay/"
DESIGN = f"{BASE}giay-chung-nhan/"
VIEW, ISSUE = {"secretary", "organiser", "leader"}, {"secretary"}
PAGES = {
    BASE: VIEW,
    DESIGN: VIEW,
    f"{DESIGN}xem-truoc.png": VIEW,
    f"{DESIGN}so/1/": VIEW,
    f"{DESIGN}so/1/giay.pdf": VIEW,
    f"{DESIGN}tat-ca.zip": VIEW,
    f"{DESIGN}ban-in.pdf": VIEW,
    f"{DESIGN}mau/": ISSUE,
    f"{DESIGN}so/1/thu-hoi/": ISSUE,
}


@pytest.fixture
def design() -> Design:
    contest = own.contest()
    found = own.designs(contest)["giay-chung-nhan"]
    issue_awards(found, issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)
    return found


def signed_in(role: str, design: Design) -> Client:
    client = Client()
    user = holder(role, design.contest)
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize("role", ROLES)
def test_who_may_open_what(design: Design, role: str) -> None:
    client = signed_in(role, design)
    for address, allowed in PAGES.items():
        answer = client.get(address)
        if role in allowed:
            expected = 200
        elif role == "anonymous":
            expected = 302
        else:
            expected = 404 if role == "contestant" else 403
        assert answer.status_code == expected, (role, address)
        if answer.streaming:
            list(answer)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "secretary"])
def test_only_the_secretariat_writes(design: Design, role: str) -> None:
    client = signed_in(role, design)
    for address in (BASE, f"{DESIGN}cap/", f"{DESIGN}mau/", f"{DESIGN}mau/hinh/logo/", f"{DESIGN}so/1/thu-hoi/"):
        assert client.post(address, {"reason": "x"}).status_code in (302, 403, 404), address
    assert not Certificate.objects.filter(revoked_at__isnull=False).exists()
    design.refresh_from_db()
    assert (design.version, design.logo) == (1, None)


def test_issuing_from_the_page(design: Design) -> None:
    client = signed_in("secretary", design)
    page = client.get(f"{BASE}giay-khen/")
    assert "1 giải chờ cấp giấy" in page.content.decode()
    day = {"issued_on_day": "1", "issued_on_month": "7", "issued_on_year": "2024"}
    after = client.post(f"{BASE}giay-khen/cap/", day, follow=True).content.decode()
    assert "Đã cấp số cho 1 giấy." in after
    assert "Đang lập tệp" in after
    work_on_batches(clock.now())
    assert "Có hiệu lực" in client.get(f"{BASE}giay-khen/").content.decode()
    again = client.post(f"{BASE}giay-khen/cap/", day, follow=True).content.decode()
    assert "Không còn giải nào cần cấp giấy" in again
    assert "Hãy ghi ngày cấp giấy" in client.post(f"{BASE}giay-khen/cap/", {}, follow=True).content.decode()


def test_the_package_and_the_book_hold_what_is_in_force(design: Design) -> None:
    work_on_batches(LATER)
    client = signed_in("secretary", design)
    client.post(f"{DESIGN}so/2/thu-hoi/", {"reason": "In sai tên"})
    package = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"{DESIGN}tat-ca.zip"))))  # type: ignore[arg-type]
    assert package.namelist() == ["0001-nguoi-a.pdf", "0003-nguoi-c.pdf"]
    assert package.read("0001-nguoi-a.pdf").startswith(b"%PDF")
    assert client.get(f"{DESIGN}ban-in.pdf").content.startswith(b"%PDF")


def test_the_words_are_changed_and_two_people_at_once_are_told(design: Design) -> None:
    client = signed_in("secretary", design)
    words = own.SIGNED | {"issuer": "Ban Tổ chức", "heading": "GIẤY CHỨNG NHẬN", "version": "1", "framed": "on"}
    assert client.post(f"{DESIGN}mau/", words).status_code == 302
    late = client.post(f"{DESIGN}mau/", words | {"heading": "KHÁC"})
    assert late.status_code == 409
    assert "vừa được người khác sửa" in late.content.decode()
    wrong = client.post(f"{DESIGN}mau/", words | {"version": "2", "body": "{sai}"})
    assert wrong.status_code == 409
    assert "không có ô điền {sai}" in wrong.content.decode()


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"GIF89a", "PNG hoặc JPEG"), (b"", "Hãy chọn tệp hình"), (b"\x89PNG\r\n\x1a\n" + b"0" * 99, "PNG hoặc JPEG")],
)
def test_what_is_no_picture_is_refused(design: Design, data: bytes, told: str) -> None:
    client = signed_in("secretary", design)
    answer = client.post(f"{DESIGN}mau/hinh/logo/", {"picture": SimpleUploadedFile("a.png", data)}, follow=True)
    assert told in answer.content.decode()


def test_a_logo_is_put_and_taken_away(design: Design) -> None:
    client = signed_in("secretary", design)
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "#c8102e").save(out, "PNG")
    client.post(f"{DESIGN}mau/hinh/logo/", {"picture": SimpleUploadedFile("a.png", out.getvalue())})
    design.refresh_from_db()
    assert design.logo is not None
    assert client.get(f"{DESIGN}xem-truoc.png").content.startswith(b"\x89PNG")
    client.post(f"{DESIGN}mau/hinh/logo/", {"bo": "1"})
    design.refresh_from_db()
    assert design.logo is None


@pytest.mark.parametrize("people", [2, 5])
def test_the_list_costs_the_same_whatever_its_length(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    contest = own.contest(people)
    found = own.designs(contest)["giay-chung-nhan"]
    issue_awards(found, issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)
    client = signed_in("secretary", found)
    client.get(DESIGN)
    with django_assert_num_queries(14):
        client.get(DESIGN)


def test_searching_by_name_without_diacritics_and_by_number(design: Design) -> None:
    client = signed_in("secretary", design)

    def found(text: str) -> Any:
        return [paper.no for paper in client.get(DESIGN, {"tim": text}).context["page"]]

    assert found("nguoi b") == [2]
    assert found("3") == [3]
    assert found("không có ai") == []
