from __future__ import annotations

import io
import unicodedata
from datetime import date

import pytest
import xlsxwriter
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from hoithi.people.models import DataRequest, RosterEntry, Unit
from hoithi.people.operations.consents import request_data
from tests.people.factories import NOW, account, staff, unit

pytestmark = pytest.mark.django_db
UNITS, ADD, UNITS_IN, UNITS_FORM = (f"/quan-tri/don-vi/{end}" for end in ("", "them/", "nhap/", "mau.xlsx"))
ROSTER, ROSTER_IN, ROSTER_FORM = (f"/quan-tri/danh-sach/{end}" for end in ("", "nhap/", "mau.xlsx"))
REQUESTS = "/quan-tri/yeu-cau-du-lieu/"
PAGES = [UNITS, ADD, UNITS_IN, UNITS_FORM, ROSTER, ROSTER_IN, ROSTER_FORM, REQUESTS]


@pytest.fixture(autouse=True)
def _files(settings):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}


@pytest.fixture
def admin(client):
    user = account("Quản Trị", "admin@example.vn", is_staff=True)
    client.force_login(user)
    return user


def sheet(*rows, name="ds.xlsx"):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        for index, row in enumerate(rows):
            page.write_row(index, 0, row)
    return SimpleUploadedFile(name, buffer.getvalue())


def tone_apart(char: str) -> str:
    """A letter as old Windows writes it: the tone follows its letter."""
    parts = unicodedata.normalize("NFD", char)
    tones = "".join(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones)) + tones


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize(("role", "status"), [("anonymous", 302), ("contestant", 403), ("administrator", 200)])
def test_who_may_enter(client, url, role, status):
    """Roles of a contest (coordinator, author, reviewer, juror, secretary, leader) are accounts without `is_staff`."""
    if role != "anonymous":
        client.force_login(account(is_staff=role == "administrator"))
    assert client.get(url).status_code == status


@pytest.mark.parametrize("end", ["", "doi-ten/", "chuyen/", "sap-nhap/", "ket-thuc/"])
@pytest.mark.parametrize(("role", "status"), [("anonymous", 302), ("contestant", 403), ("administrator", 200)])
def test_who_may_see_and_change_a_unit(client, end, role, status):
    home = unit("Xã A")
    if role != "anonymous":
        client.force_login(account(is_staff=role == "administrator"))
    assert client.get(f"{UNITS}{home.pk}/{end}").status_code == status
    assert client.get(f"{UNITS}{home.pk}/xoa/").status_code == 404


def test_units_are_searched_and_counted_in_the_same_number_of_queries(client, admin, django_assert_num_queries):
    for n in range(1, 4):
        staff(unit(f"UBND xã Số {n}", code=f"X{n}", parent=Unit.objects.first()), "1")
        if n in (1, 3):
            with django_assert_num_queries(6):  # session, account, kinds, count, units with parents, headcounts
                page = client.get(UNITS).content.decode()
            assert page.count('<th scope="row">') == n
    page = client.get(UNITS, {"q": "xa so 2", "loai": "xa", "ngay": "1/8/2026"}).content.decode()
    assert page.count('<th scope="row">') == 1
    assert "Không thấy đơn vị nào" in client.get(UNITS, {"q": "zzz"}).content.decode()


def test_a_unit_shows_its_history_and_its_place(client, admin):
    top = unit("Tỉnh T", kind="Tỉnh")
    old = unit("Xã Cũ", parent=top, code="C")
    child = unit("Trường C", kind="Trường", parent=old)
    response = client.post(f"{UNITS}{old.pk}/doi-ten/", {"name": "Xã Mới", "on": "1/7/2025"})
    new = Unit.objects.get(name="Xã Mới")
    assert response.url == f"{UNITS}{new.pk}/"
    page = client.get(response.url).content.decode()
    for name in ("Tỉnh T", "Xã Cũ", "Trường C"):
        assert name in page
    assert "Không còn hoạt động từ ngày 1/7/2025" in client.get(f"{UNITS}{old.pk}/").content.decode()
    assert client.post(f"{UNITS}{old.pk}/doi-ten/", {"name": "X", "on": "1/8/2025"}).status_code == 400
    client.post(f"{UNITS}{child.pk}/chuyen/", {"target": top.pk, "on": "1/8/2025"})
    assert Unit.objects.get(name="Trường C", valid_to=None).parent == top
    other = unit("Xã Khác")
    assert client.post(f"{UNITS}{new.pk}/sap-nhap/", {"target": new.pk, "on": "1/8/2025"}).status_code == 400
    client.post(f"{UNITS}{new.pk}/sap-nhap/", {"target": other.pk, "on": "1/8/2025"})
    client.post(f"{UNITS}{other.pk}/ket-thuc/", {"on": "1/9/2025"})
    other.refresh_from_db()
    assert other.valid_to == date(2025, 9, 1)


def test_add_a_unit(client, admin):
    top = unit("Tỉnh T", kind="Tỉnh", code="T")
    response = client.post(ADD, {"kind": "Xã", "name": "Xã A", "code": "A", "parent": top.pk, "valid_from": "1/7/2025"})
    made = Unit.objects.get(code="A")
    assert (response.url, made.parent, made.valid_from) == (f"{UNITS}{made.pk}/", top, date(2025, 7, 1))
    assert client.post(ADD, {"kind": "Xã", "name": "Xã B", "code": "A"}).status_code == 400
    assert client.post(ADD, {"kind": "", "name": ""}).status_code == 400
    assert Unit.objects.count() == 2


def test_units_are_checked_first_and_entered_second(client, admin):
    page = client.post(UNITS_IN, {"file": sheet(["Danh sách đơn vị"], ["TÊN ĐƠN VỊ", "Loại *"], ["Xã A", "Xã"])})
    assert page.status_code == 200
    assert "Mọi dòng đều hợp lệ" in page.content.decode()
    assert Unit.objects.count() == 0
    assert client.post(UNITS_IN, {"enter": "1"}).url == UNITS
    assert Unit.objects.get().name == "Xã A"
    assert client.post(UNITS_IN, {"enter": "1"}, follow=True).content.decode().count("Hãy chọn lại tệp") == 1
    assert default_storage.listdir("imports")[1] == []


def test_a_roster_with_a_bad_row_needs_a_decision(client, admin):
    unit("Xã A", code="A")
    rows = [["Mã cán bộ", "Họ và tên", "Ngày sinh", "Mã đơn vị"], ["1", "Lê An", "1/2/1990", "A"], ["2", "", "x", "B"]]
    page = client.post(ROSTER_IN, {"file": sheet(*rows)}).content.decode()
    assert "Còn trống. Hãy ghi họ và tên." in page
    assert "Nhập các dòng hợp lệ, bỏ qua 1 dòng lỗi" in page
    assert client.post(ROSTER_IN, {"enter": "1"}).url == ROSTER_IN
    assert RosterEntry.objects.count() == 0
    assert client.post(ROSTER_IN, {"enter": "1", "accept_partial": "1"}).url == ROSTER
    assert RosterEntry.objects.get().full_name == "Lê An"


def test_whoever_is_missing_may_be_kept(client, admin):
    home = unit("Xã A", code="A")
    staff(home, "9")
    rows = [["Họ và tên", "Ngày sinh", "Đơn vị"], ["Lê An", "1/2/1990", "xa a"]]
    assert "Giữ lại 1 người" in client.post(ROSTER_IN, {"file": sheet(*rows)}).content.decode()
    client.post(ROSTER_IN, {"enter": "1", "keep_missing": "1"})
    assert RosterEntry.objects.filter(valid_to=None).count() == 2


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("x.xlsx", b"not a workbook"), "Không tìm thấy dòng tiêu đề"),
        (SimpleUploadedFile("x.csv", "Ngày sinh,Chức vụ\n1/2/1990,Tổ trưởng\n".encode()), "Thiếu cột “Họ và tên”"),
        (SimpleUploadedFile("x.csv", b""), "Tệp này rỗng"),
        (None, "Hãy chọn một tệp"),
    ],
)
def test_what_is_no_roster_is_said_beside_the_field(client, admin, file, sentence):
    response = client.post(ROSTER_IN, {"file": file} if file else {})
    assert response.status_code == 400
    assert sentence in response.content.decode()


def test_merged_cells_and_columns_twice_are_refused_whole(client, admin):
    unit("Xã A")
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Họ và tên", "Ngày sinh", "Đơn vị", "Họ tên"])
        page.write_row(1, 0, ["Lê An", "1/2/1990", "Xã A"])
        page.write_row(2, 0, ["Lê Ba", "1/2/1991"])
        page.merge_range(1, 2, 2, 2, "Xã A")
    response = client.post(ROSTER_IN, {"file": SimpleUploadedFile("x.xlsx", buffer.getvalue())})
    assert response.status_code == 400
    assert "dòng 2–3, cột Đơn vị: Ô bị gộp" in response.content.decode()
    assert "Có hai cột “Họ và tên”" in response.content.decode()


def test_numbers_that_were_text_are_mended_and_said(client, admin):
    unit("Xã A")
    rows = [
        ["Mã cán bộ", "Họ và tên", "Đơn vị", "Điện thoại"],
        ["001", "Lê An", "Xã A", 912345678],
        [2, "Lê Ba", "Xã A"],
    ]
    page = client.post(ROSTER_IN, {"file": sheet(*rows)}).content.decode()
    assert page.count("Excel đã lưu 1 ô của cột này thành số") == 2
    client.post(ROSTER_IN, {"enter": "1"})
    assert list(RosterEntry.objects.values_list("staff_code", flat=True)) == ["001", "002"]
    assert RosterEntry.objects.exclude(phone_hmac="").count() == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8", "cp1258"])
def test_csv_as_excel_saves_it(client, admin, encoding):
    unit("Xã A")
    text = "Họ và tên;Ngày sinh;Đơn vị\r\nĐặng Thị Ơn;1/2/1990;Xã A\r\n"
    if encoding == "cp1258":
        text = "".join(map(tone_apart, text))
    client.post(ROSTER_IN, {"file": SimpleUploadedFile("x.csv", text.encode(encoding))})
    client.post(ROSTER_IN, {"enter": "1"})
    assert RosterEntry.objects.get().full_name == "Đặng Thị Ơn"


@pytest.mark.parametrize("url", [UNITS_FORM, ROSTER_FORM])
def test_the_template_is_understood_by_the_import(client, admin, url):
    data = client.get(url).content
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    assert book.sheet_names == ["Danh sách", "Hướng dẫn"]
    target = UNITS_IN if url == UNITS_FORM else ROSTER_IN
    page = client.post(target, {"file": SimpleUploadedFile("mau.xlsx", data)}).content.decode()
    assert "<dt>Số dòng</dt><dd>1</dd>" in page


def test_roster_is_searched_in_the_same_number_of_queries(client, admin, django_assert_num_queries):
    home, other = unit("Xã A"), unit("Xã B")
    for n in range(1, 4):
        staff(home, str(n), f"Lê Văn Số {n}")
        if n in (1, 3):
            with django_assert_num_queries(4):  # session, account, count, entries with units
                assert client.get(ROSTER).content.decode().count('<th scope="row">') == n
    staff(other, "1", "Trần Khác")
    assert client.get(ROSTER, {"q": "le so 2"}).content.decode().count('<th scope="row">') == 1
    assert client.get(ROSTER, {"don_vi": other.pk}).content.decode().count('<th scope="row">') == 1
    assert "Không thấy ai" in client.get(ROSTER, {"ngay": "1/1/2000"}).content.decode()


def test_data_requests_are_answered(client, admin, django_assert_num_queries):
    person = account().person
    for n in range(1, 4):
        request_data(person, "erase", f"Lần {n}", now=NOW)
        if n in (1, 3):
            with django_assert_num_queries(4):
                assert client.get(REQUESTS).content.decode().count("Lần ") == n
    asked = DataRequest.objects.first()
    url = f"{REQUESTS}{asked.pk}/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"answer": ""}).status_code == 400
    assert client.post(url, {"answer": "Đã xóa."}).url == REQUESTS
    asked.refresh_from_db()
    assert asked.answer == "Đã xóa."
    assert client.get(url).status_code == 404
    second = DataRequest.objects.filter(answered_at=None).first()
    client.post(f"{REQUESTS}{second.pk}/", {"answer": "Đã xóa.", "erase": "on"})
    person.refresh_from_db()
    assert person.erased_at is not None
    client.force_login(account("Lê An", "an@example.vn"))
    assert client.get(url).status_code == 403
