"""The page of comparisons."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from hoithi.judging.models import Pair, Panel
from hoithi.judging.operations.pairs import finish_pairs
from tests.judging import factories as make
from tests.judging.factories import LATER
from tests.judging.operations.test_pairs import compare_all

OFFICES, VIEW = ("secretary", "organiser", "leader"), {"secretary", "organiser"}
OWN = "/cuoc-thi/hoi-thi-thu/video/cham/"
PAIRS = f"{OWN}cap/"
DESK = "/cuoc-thi/hoi-thi-thu/dieu-hanh/cham/video/"
CHECKED = ("anonymous", "contestant", "coordinator", "author", "reviewer", "juror", *OFFICES, "administrator")
PAGES = {
    OWN: {"juror": 302},
    PAIRS: {"juror": 200},
    DESK: dict.fromkeys(VIEW, 200),
    f"{DESK}tac-pham/": dict.fromkeys(VIEW, 200),
    f"{DESK}bien-ban/": dict.fromkeys(VIEW, 200),
    f"{DESK}diem.xlsx": dict.fromkeys(VIEW, 200),
}
pytestmark = pytest.mark.django_db


def compared_panel(works: int = 3) -> Panel:
    """Two jurors who always find the smaller number better; the first has signed."""
    panel = make.panel(make.judged_part(mode="pairwise", criteria=[]), works_count=works)
    for n in (0, 1):
        assert compare_all(panel, n) == works
    finish_pairs(make.juror(panel, 0), now=LATER, by=None)
    return panel


def as_role(client: Client, panel: Panel, role: str) -> None:
    if role == "juror":
        client.force_login(make.account(make.juror(panel, 1)))
    elif role == "contestant":
        client.force_login(make.works.person(panel.part)[0])
    elif user := make.contests.holder_of(role, panel.part.contest, panel.part.contest.units.first()):
        client.force_login(user)


@pytest.mark.parametrize("role", CHECKED)
def test_roles(role: str, client: Client) -> None:
    panel = compared_panel()
    as_role(client, panel, role)
    for page, good in PAGES.items():
        expected = good.get(role, {"anonymous": 302, "contestant": 404}.get(role, 403))
        assert client.get(page).status_code == expected, page


def test_who_compares_sees_no_result_before_signing(client: Client) -> None:
    panel = compared_panel()
    for n, status in ((0, 200), (1, 403)):
        account = make.account(make.juror(panel, n))
        make.contests.seat(panel.part.contest, "organising", account)
        client.force_login(account)
        for page in ("tac-pham/", "bien-ban/", "diem.xlsx"):
            assert client.get(f"{DESK}{page}").status_code == status, (n, page)


def test_the_minutes_count_signed_comparisons_and_name_who_owes_a_signature(client: Client) -> None:
    panel = compared_panel()
    as_role(client, panel, "secretary")
    page = " ".join(client.get(f"{DESK}bien-ban/").content.decode().split())
    assert "Tính từ 3 lượt so sánh đã ký" in page
    assert "100 % lượt so sánh thuận với thứ tự chung" in page
    assert "đã ký 3 lượt so sánh" in page
    assert "chưa ký, 3 lượt so sánh chưa được tính" in page
    assert "Đợt chấm chưa kết thúc" in page
    assert [row["line"].place for row in client.get(f"{DESK}tac-pham/").context["rows"]] == [1, 2, 3]
    tabs = [tab["label"] for tab in client.get(DESK).context["tabs"]]
    assert tabs == ["Tiến độ", "Tác phẩm, điểm"], "no rubric and no methods where nobody gives marks"


def test_the_workbook_holds_every_signed_comparison(client: Client) -> None:
    panel = compared_panel()
    as_role(client, panel, "secretary")
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{DESK}diem.xlsx").content))
    assert book.sheet_names == ["Điểm", "So sánh"]
    first = next(row for row in book.get_sheet_by_name("Điểm").to_python() if row[0] == 1)
    assert first[1:5] == [1, "Tác phẩm thứ 1", 2, 0]
    pairs = book.get_sheet_by_name("So sánh").to_python()[1:]
    assert len(pairs) == 3
    assert {row[0] for row in pairs} == {str(make.juror(panel, 0))}
    assert ["Tác phẩm thứ 1", "Tác phẩm thứ 3"] in [row[1:3] for row in pairs]


@pytest.mark.parametrize("works", [3, 6])
def test_the_list_costs_the_same_for_any_number(
    works: int, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    as_role(client, compared_panel(works), "secretary")
    with django_assert_num_queries(12):
        assert client.get(f"{DESK}tac-pham/").status_code == 200


def test_two_works_side_by_side_then_the_signature(client: Client) -> None:
    panel = make.panel(make.judged_part(mode="pairwise", criteria=[], pairs_per_juror=2), works_count=3)
    client.force_login(make.account(make.juror(panel)))
    assert client.get("/cuoc-thi/hoi-thi-thu/video/cham/").url == PAIRS
    for done in (0, 1):
        page = client.get(PAIRS).content.decode()
        assert f"Đã so sánh {done}/2 cặp." in page
        pair = Pair.objects.get(better=None)
        client.post(PAIRS, {"cap": pair.code, "hon": "phai"})
    assert "Bạn đã so sánh hết các cặp." in client.get(PAIRS).content.decode()
    assert "Đã ký phần so sánh" in client.post(PAIRS, {"viec": "ky"}, follow=True).content.decode()
    answer = client.post(PAIRS, {"cap": pair.code, "hon": "trai"}, follow=True)
    assert "đã ký và khóa" in answer.content.decode()


def test_marks_are_no_pairs(client: Client) -> None:
    panel = make.panel(make.judged_part())
    client.force_login(make.account(make.juror(panel)))
    assert client.get(PAIRS).status_code == 404
