"""Figures from outside: the sheet is checked first, every bad row is named, what was entered stays with its proof."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.audit.models import AuditEvent
from hoithi.contests.figure_sheets import COLUMNS
from hoithi.contests.models import FigureSnapshot, Part
from hoithi.core import clock
from hoithi.core.tables import Sheet, read_table, write_xlsx
from hoithi.files.models import StoredFile
from hoithi.files.store import store
from hoithi.site.cli import cli
from tests.contests import factories as make
from tests.entries import factories as works
from tests.entries import showing

pytestmark = pytest.mark.django_db
NOW = showing.LATER
PAGE = f"/cuoc-thi/{showing.SLUG}/dieu-hanh/nhap-so-lieu/"
FIGURE = f"{PAGE}entry/views/"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
TERMS = [
    {"key": "ok", "title": "Hợp lệ", "part": "video", "measure": "accepted"},
    {"key": "views", "title": "Lượt xem trên cổng", "figure": "views"},
]
STANDING = {"key": "xem", "title": "Xem", "subject": "entry", "formula": "lexicographic", "terms": TERMS}


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, settings: Any) -> Any:
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path / "kho")}
    settings.MEDIA_ROOT = str(tmp_path / "tam")
    store.cache_clear()
    yield
    store.cache_clear()


@pytest.fixture
def part(db: None) -> Part:
    found = works.opened(standing=[STANDING], prize=[])
    for unit in ("Phòng Một", "Phòng Hai"):
        showing.accepted(found, unit)
    return found


@pytest.fixture
def office(part: Part, client: Client) -> Client:
    holder = make.holder_of("secretary", part.contest)
    assert holder is not None
    client.force_login(holder)
    return client


def sheet(*rows: tuple[Any, Any]) -> SimpleUploadedFile:
    data = write_xlsx([Sheet("So lieu", ["Mã", "Tên", "Số liệu"], [[code, "", value] for code, value in rows])])
    return SimpleUploadedFile("so-lieu.xlsx", data)


def codes(part: Part) -> list[str]:
    return list(part.entries.order_by("pk").values_list("code", flat=True))


def stated(**changes: Any) -> dict[str, Any]:
    base = {"enter": "1", "day_day": "2", "day_month": "7", "day_year": "2024", "time": "17:30", "where": "Cổng tỉnh"}
    return base | {"evidence": SimpleUploadedFile("chup.png", PNG)} | changes


def test_a_sheet_is_checked_shown_and_entered_with_its_proof(part: Part, office: Client) -> None:
    one, two = codes(part)
    with clock.frozen_at(NOW):
        html = office.get(PAGE).content.decode()
        assert "Lượt xem trên cổng" in html
        assert "Chưa nhập lần nào" in html
        table = read_table(office.get(f"{FIGURE}mau.xlsx").content, "mau.xlsx", COLUMNS)
        assert [row.values["code"] for row in table.rows] == [one, two]
        html = office.post(FIGURE, {"file": sheet((one, 120), (two, "7,5"))}).content.decode()
        assert "2 dòng hợp lệ" in html
        assert one in html
        assert not FigureSnapshot.objects.exists(), "nothing is entered by looking"
        html = office.post(FIGURE, stated(where="")).content.decode()
        assert "2 dòng hợp lệ" in html, "what is missing is said and the checked sheet is still there"
        assert office.post(FIGURE, stated()).url == PAGE
        html = office.get(PAGE).content.decode()
    assert "17:30 ngày 2/7/2024" in html
    assert "Cổng tỉnh" in html
    snapshot = FigureSnapshot.objects.get()
    assert [value.value for value in snapshot.values.order_by("subject_id")] == ["120", "15/2"]
    assert AuditEvent.objects.filter(action="contests:figures:imported").count() == 1
    with clock.frozen_at(NOW):
        answer = office.get(f"{FIGURE}1/")
        assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
        assert office.get(f"{FIGURE}2/").status_code == 404
        assert office.post(FIGURE, stated()).url == FIGURE, "a sheet is entered once"


def test_every_bad_row_is_named_and_nothing_is_entered(part: Part, office: Client) -> None:
    one, two = codes(part)
    rows = ((one, 5), ("KHONG-CO", 1), (one, 6), (two, -1), (two, None), (None, 3))
    with clock.frozen_at(NOW):
        answer = office.post(FIGURE, {"file": sheet(*rows)})
    html = answer.content.decode()
    assert answer.status_code == 400
    for words in ("dòng 3", "dòng 4", "dòng 5", "dòng 6", "dòng 7", "KHONG-CO", "hai dòng", "không âm", "thiếu mã"):
        assert words in html or words.capitalize() in html, words
    assert not FigureSnapshot.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"evidence": SimpleUploadedFile("x.png", b"<svg/>")}, "phải là ảnh"),
        ({"day_year": "2099"}, "tương lai"),
        ({"time": "xx"}, "Hãy nhập giờ như 17:30."),
    ],
)
def test_what_cannot_be_entered_leaves_no_file(changes: dict[str, Any], said: str, part: Part, office: Client) -> None:
    with clock.frozen_at(NOW):
        office.post(FIGURE, {"file": sheet((codes(part)[0], 5))})
        answer = office.post(FIGURE, stated(**changes))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not FigureSnapshot.objects.exists()
    assert not StoredFile.objects.filter(purpose="figures.evidence").exists()


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may(role: str, part: Part, client: Client) -> None:
    with showing.as_role(client, role, part):
        for path, allowed in (
            (PAGE, ("secretary", "organiser", "leader")),
            (FIGURE, ("secretary",)),
            (f"{FIGURE}mau.xlsx", ("secretary",)),
        ):
            assert client.get(path).status_code == showing.expected(role, allowed, 200), path


def test_a_contest_without_such_figures_has_no_place_for_them(client: Client) -> None:
    part = works.opened()
    holder = make.holder_of("secretary", part.contest)
    assert holder is not None
    client.force_login(holder)
    with clock.frozen_at(NOW):
        assert PAGE not in client.get(f"/cuoc-thi/{showing.SLUG}/dieu-hanh/").content.decode()
        assert client.get(FIGURE).status_code == 404


def test_the_console_command(part: Part, tmp_path: Path) -> None:
    file, proof = tmp_path / "so-lieu.csv", tmp_path / "chup.png"
    file.write_text(f"Mã,Số liệu\n{codes(part)[0]},42\n", encoding="utf-8")
    proof.write_bytes(PNG)
    words = ["figures", "import", showing.SLUG, "views", str(file), "--taken-at", "2024-07-02T17:30", "--json"]

    def does(*args: str) -> dict[str, Any]:
        with clock.frozen_at(NOW):
            done = CliRunner().invoke(cli, list(args), standalone_mode=False)
        assert done.exception is None, done.exception
        return dict(json.loads(done.output))

    assert does(*words, "--check")["rows"] == 1
    assert not FigureSnapshot.objects.exists()
    assert does(*words, "--evidence", str(proof), "--where", "Cổng tỉnh")["no"] == 1
    found = does("figures", "list", showing.SLUG, "--json")["figures"]
    assert [(one["key"], one["snapshots"]) for one in found] == [("views", 1)]
    assert FigureSnapshot.objects.get().values.get().value == "42"
    with clock.frozen_at(NOW):
        assert CliRunner().invoke(cli, words, standalone_mode=False).exception is not None, "without a proof"
