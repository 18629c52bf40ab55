"""Boards: colours beside numbers, places, pages of bounded size, paper, Excel, and how much of it is public."""

from __future__ import annotations

import html
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from hoithi.contests.models import ContestUnit, Part
from hoithi.core.tables import Column, read_table
from hoithi.emulation.models import KeptScore, Month
from hoithi.emulation.queries.board import levels, month_board
from hoithi.emulation.queries.targets import target_rows
from hoithi.people.models import Unit
from tests.emulation import factories as make
from tests.emulation.views.conftest import Stage, seated
from tests.emulation.views.growing import grown

BOARD = "?nhom=xa-thi-tran"


@pytest.fixture
def desk(stage: Stage) -> Stage:
    stage.sign_in("secretary")
    return stage


def text(response: Any) -> str:
    return " ".join(html.unescape(response.content.decode()).split())


def row_of(page: str, unit: str) -> str:
    return next(one for one in page.split("<tr>") if f"{unit}</th>" in one)


def test_months_newest_first_with_colours_numbers_and_marks(desk: Stage) -> None:
    grown(desk.part)
    page = text(desk.get(f"{desk.desk}bang-diem/{BOARD}"))
    assert page.index("Tháng 8/2021") < page.index("Tháng 7/2021") < page.index("Tháng 6/2021")
    best = row_of(page, "Xã Ba")
    assert "<td>1</td>" in best
    assert '<td class="k3">143<sup>t*</sup></td>' in best
    last = row_of(page, "Thị trấn Sáu")
    assert "<td>–</td>" in last
    assert '<td class="k0">30<sup>v*</sup></td>' in last


def test_levels_begin_at_the_threshold_and_reach_the_best() -> None:
    assert levels(90, 150) == (90, 110, 130)
    assert levels(90, 60) == (90, 91, 92)
    assert levels(None, 9) == (0, 4, 8)


def test_equals_share_a_place_and_whoever_is_below_has_none(desk: Stage) -> None:
    same = make.figures(accounts=1750)
    for name in ("Xã Ba", "Xã Bốn"):
        make.send(desk.part, make.unit(desk.part, name), make.JUNE, same)
    make.send(desk.part, make.unit(desk.part, "Xã Năm"), make.JUNE, make.figures())
    make.send(desk.part, make.unit(desk.part, "Thị trấn Sáu"), make.JUNE, make.figures(accounts=0))
    board = month_board(desk.part, "xa-thi-tran", [make.JUNE], threshold=90)
    assert [(line.unit.name, line.place) for line in board.lines] == [
        ("Xã Ba", 1),
        ("Xã Bốn", 1),
        ("Xã Năm", 3),
        ("Thị trấn Sáu", None),
    ]


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("thang", "Điểm theo tháng, tháng mới nhất trước"),
        ("tieu-chi", "Vạch đứt: 90 điểm."),
        ("tien-trinh", "Mọi hình cùng một thang điểm; vạch đứt: 90 điểm."),
        ("chi-tieu", "còn thiếu 60"),
    ],
)
def test_every_way_of_looking(view: str, said: str, desk: Stage) -> None:
    grown(desk.part)
    assert said in text(desk.get(f"{desk.desk}bang-diem/{BOARD}&xem={view}"))


@pytest.mark.parametrize(
    ("share", "low", "high", "state"),
    [
        (None, 30, 40, "unknown"),
        (29, 30, 40, "below"),
        (30, 30, 40, "within"),
        (41, 30, 40, "above"),
        (77, None, None, "open"),
    ],
)
def test_how_far_a_target_is(share: int | None, low: int | None, high: int | None, state: str, db: None) -> None:
    sides = {"of": "resolved", "over": "received"}
    target = {"key": "a", "title": "Tỷ lệ", "low": low, "high": high, "unit": "%", "share": sides}
    part = make.campaign("khac", targets=[target])
    (found,) = target_rows(part, {"resolved": share, "received": 100})
    assert found.state == state
    assert found.missing == (Fraction(1, 100) if state == "below" else None)


def test_a_curve_is_told_to_those_who_cannot_see_it(desk: Stage) -> None:
    grown(desk.part)
    page = text(desk.get(f"{desk.desk}bang-diem/{BOARD}&xem=tien-trinh"))
    assert 'aria-label="Xã Ba: Tháng 6/2021 30; Tháng 7/2021 45; Tháng 8/2021 143"' in page


def test_an_earlier_month_and_a_search(desk: Stage) -> None:
    grown(desk.part)
    page = text(desk.get(f"{desk.desk}bang-diem/{BOARD}&ky=2021-07&q=xa+ba"))
    assert "Tháng 8" not in page.split("<table")[1]
    assert "Xã Ba" in page
    assert "Xã Bốn" not in page
    assert "Không có đơn vị nào khớp" in text(desk.get(f"{desk.desk}bang-diem/{BOARD}&q=zzz"))


def test_before_the_first_report(desk: Stage) -> None:
    assert "Chưa có điểm của tháng nào" in text(desk.get(f"{desk.desk}bang-diem/"))


@pytest.mark.parametrize("view", ["thang", "tieu-chi", "tien-trinh", "chi-tieu"])
def test_a_board_asks_as_often_for_one_unit_as_for_three(
    view: str, desk: Stage, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    address = f"{desk.desk}bang-diem/{BOARD}&xem={view}"
    desk.send()
    desk.get(address)
    with django_assert_max_num_queries(40) as first:
        desk.get(address)
    for name in ("Xã Bốn", "Xã Năm"):
        make.send(desk.part, make.unit(desk.part, name))
    with django_assert_num_queries(len(first.captured_queries)):
        desk.get(address)


def many(part: Part, n: int) -> None:
    """So many more communes with scores of two months."""
    group = part.contest.groups.get(key="xa-thi-tran")
    units = Unit.objects.bulk_create(
        Unit(kind="ubnd-xa", name=f"Xã {k:04}", code=f"x{k:04}", headcount=5, valid_from=None) for k in range(n)
    )
    rows = ContestUnit.objects.bulk_create(
        ContestUnit(
            contest=part.contest, unit=one, name=one.name, name_norm=one.name.lower(), code=one.code, group=group
        )
        for one in units
    )
    months = [make.JUNE, make.JULY]
    Month.objects.bulk_create([Month(part=part, period=one, due=make.on(one, 25).date()) for one in months])
    KeptScore.objects.bulk_create(
        KeptScore(
            part=part,
            unit=unit,
            period=month,
            values={"points": k % 150, "base": k % 100, "bonus": 0, "penalty": 0, "gain": 1, "on_time_share": None},
            items=[],
            eligible=k % 150 >= 90,
            reported=True,
            verified=True,
            rules_hash="",
            changed_at=make.on(month, 26),
        )
        for k, unit in enumerate(rows)
        for month in months
    )


def test_a_thousand_units_are_three_statements_and_one_page_of_rows(
    desk: Stage, django_assert_num_queries: Any
) -> None:
    many(desk.part, 1000)
    with django_assert_num_queries(3):
        board = month_board(desk.part, "xa-thi-tran", [make.JULY, make.JUNE], threshold=90, page=3)
    assert (len(board.lines), board.pages, board.count) == (50, 21, 1004)
    assert board.lines[0].place == 97
    page = text(desk.get(f"{desk.desk}bang-diem/{BOARD}&trang=3"))
    assert page.count("<tr>") == 51
    assert "Trang 3/21, 1.004 đơn vị" in page


def test_paper_and_excel_hold_every_row(desk: Stage) -> None:
    grown(desk.part)
    paper = text(desk.get(f"{desk.desk}bang-diem/in/{BOARD}"))
    assert "Từ 90 điểm trở lên mới được xét." in paper
    assert "Trưởng phòng Nội vụ" in paper
    data = desk.get(f"{desk.desk}bang-diem/bang.xlsx").content
    table = read_table(data, "bang.xlsx", [Column("unit", "Đơn vị"), Column("points", "Tổng điểm", kind="int")])
    assert {row.values["unit"] for row in table.rows} <= {*make.OFFICES, *make.COMMUNES}


# ---- the public page


def test_the_public_sees_how_points_come_and_the_board(stage: Stage) -> None:
    grown(stage.part)
    page = text(stage.get(f"{stage.public}{BOARD}"))
    assert "Đạt 1.500 tài khoản: 35 điểm. Từ đó cứ thêm 100 tài khoản: cộng 5 điểm." in page
    assert "Không có: −5 điểm." in page
    assert "Báo cáo trễ 1–3 ngày" in page
    assert "Từ 90 điểm trở lên mới được xét thi đua." in page
    assert '<td class="k3">143<sup>t*</sup></td>' in page


def test_a_hidden_standing_hides_the_board_and_its_file(stage: Stage) -> None:
    grown(stage.part)
    for standing in stage.part.contest.standings.all():
        standing.content = standing.content | {"show": "hidden"}
        standing.save()
    page = text(stage.get(f"{stage.public}{BOARD}"))
    assert "Điểm của các đơn vị chưa công khai." in page
    assert "Đạt 1.500 tài khoản: 35 điểm." in page
    assert "Xã Ba" not in page
    assert stage.get(f"{stage.public}bang.xlsx").status_code == 403


def test_a_coordinator_finds_their_own_row(stage: Stage) -> None:
    grown(stage.part)
    client = Client()
    client.force_login(seated(make.coordinator(stage.part, stage.unit)))
    assert 'class="picked"' in client.get(f"{stage.public}{BOARD}").content.decode()


def test_the_contest_page_leads_to_the_board(stage: Stage) -> None:
    page = text(stage.get(f"/cuoc-thi/{stage.slug}/"))
    assert stage.public in page
    assert "Xem bảng điểm" in page


# ---- another campaign's card: more lines than colours, points people judge, lines below a sum


def six_lines() -> list[dict[str, Any]]:
    """Six top lines, the last of them a sum of two, one of which people judge."""
    group = "xa-thi-tran"
    counted = [
        {"key": f"n{n}", "group": group, "title": f"Nội dung {n}", "figure": "accounts", "at": 100 * n, "standard": 10}
        for n in range(1, 6)
    ]
    below = {"group": group, "parent": "chung", "title": "Hồ sơ", "key": "ho-so", "figure": "dossiers"}
    judged = {"group": group, "parent": "chung", "title": "Hội đồng chấm", "key": "hoi-dong", "kind": "manual"}
    return [
        *counted,
        {"key": "chung", "group": group, "title": "Nội dung chung", "kind": "group", "cap": 12, "weight": 2},
        below | {"at": 200, "standard": 10},
        judged | {"figure": "judged", "maximum": 5},
    ]


FIGURES = [
    {"key": "accounts", "title": "Tài khoản", "unit": "Tài khoản"},
    {"key": "dossiers", "title": "Hồ sơ", "unit": "Hồ sơ"},
    {"key": "judged", "title": "Điểm hội đồng", "kind": "points"},
]


@pytest.fixture
def other(db: None) -> Stage:
    ratio = {"definition": "resolved_over_received"}
    monthly = {"groups": ["xa-thi-tran"]}
    part = make.campaign(criteria=six_lines(), figures=FIGURES, targets=[], ratio=ratio, monthly=monthly)
    return Stage(part, make.unit(part), Client())


def test_more_lines_than_colours_are_a_picture_each(other: Stage) -> None:
    make.send(other.part, other.unit, make.JUNE, {"accounts": 500, "dossiers": 250, "judged": "4,5"})
    other.sign_in("secretary")
    page = text(other.get(f"{other.desk}bang-diem/?xem=tieu-chi"))
    assert page.count('class="legend"') == 6
    assert "Nội dung chung" in page
    paper = text(other.get(f"{other.desk}bang-diem/in/"))
    assert "<b>74</b>" in paper  # 5 × 10 + 2 × min(12, 10 + 4,5)


def test_a_judged_line_and_a_sum_explain_themselves(other: Stage) -> None:
    other.sign_in("coordinator")
    data = {"so-accounts": "500", "so-dossiers": "250", "so-judged": "4,5", "tinh-thu": "1"}
    page = text(other.post(other.report(), data))
    assert "được chấm 4,50 trên tối đa 5" in page
    assert "Cộng các nội dung: 14,50; tối đa 12; × hệ số 2 = 24" in page
    public = text(other.get(other.public))
    assert "Chấm trực tiếp, tối đa 5 điểm." in public
    assert "(tối đa 12 điểm, hệ số 2)" in public


def test_more_points_than_a_jury_may_give(other: Stage) -> None:
    other.sign_in("coordinator")
    data = {"so-accounts": "500", "so-dossiers": "250", "so-judged": "6", "nop": "1"}
    response = other.post(other.report(), data)
    assert response.status_code == 400
    assert "lớn hơn mức tối đa 5" in text(response)
