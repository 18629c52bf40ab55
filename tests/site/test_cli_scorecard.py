from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
import xlsxwriter

from hoithi.site.cli import _support, cli

PLANS = Path(__file__).parents[2] / "plans"
PLAN = PLANS / "chau-thanh-a-2021.toml"
HEADER = "unit,group,plan,procedures,accounts,dossiers,resolved,received\n"
FIGURES = f"""{HEADER}V1,I,1,1,1500,150,147,150
V2,1,yes,1,1499,150,147,150
V3,phong-ban-nganh,có,3,1599,169,148,150
V5,I,0,0,1500,150,150,150
V7,I,1,1,1500,150,147,150
V8,II,1,1,1500,199,199,199
V9,ii,1,1,1500,200,195,200
V10,II,1,2,1750,245,245,245
"""
REPORTS = """unit,due,submitted,truthful
V7,2021-11-25,2021-11-25,no
V7,2021-08-25,2021-08-28,yes
V7,2021-09-25,29/9/2021,yes
V7,2021-10-25,,
V10,25/11/2021,2021-11-27T23:59:00+07:00,no
"""


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run `hoithi scorecard score` on these figures and reports; answers (exit code, stdout, stderr)."""
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")

    def run(figures: str | bytes, reports: str | None = None, *options: str, plan: Path = PLAN) -> tuple[int, str, str]:
        path = tmp_path / "figures"
        path.write_bytes(figures.encode() if isinstance(figures, str) else figures)
        args = ["scorecard", "score", str(plan), "--figures", str(path), *options]
        if reports is not None:
            (tmp_path / "reports.csv").write_text(reports)
            args += ["--reports", str(tmp_path / "reports.csv")]
        code = _support.run(cli, args)
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_the_worked_vectors_through_the_signed_plan(call):
    code, out, err = call(FIGURES, REPORTS, "--json")
    assert (code, err) == (0, "")
    found = [
        (one["unit"], [item["points"] for item in one["items"]], *(one[key] for key in ("penalty", "total", "place")))
        for one in json.loads(out)
    ]
    assert found == [
        ("V3", [10, 25, 35, 30, 10], 0, 110, 1),
        ("V1", [10, 15, 35, 30, 10], 0, 100, 2),
        ("V2", [10, 15, 0, 30, 10], 0, 65, None),
        ("V5", [0, -5, 35, 30, 20], 0, 80, None),
        ("V7", [10, 15, 35, 30, 10], -14, 86, None),
        ("V10", [10, 20, 45, 40, 20], -4, 131, 1),
        ("V9", [10, 15, 35, 30, 0], 0, 90, 2),
        ("V8", [10, 15, 35, 0, 20], 0, 80, None),
    ]
    assert all(one["eligible"] == (one["place"] is not None) for one in json.loads(out))
    assert {one["group"] for one in json.loads(out)} == {"phong-ban-nganh", "xa-thi-tran"}


def test_each_item_says_why(call):
    _, out, _ = call(HEADER + "X,II,,2,1750,245,97999,100000\n", None, "--json")
    assert [item["because"] for item in json.loads(out)[0]["items"]] == [
        "Chưa có số liệu; cần đạt 1: 0 điểm.",
        "2, đạt mức 1: 15 điểm, thưởng 5 (mỗi 1 vượt mức được 5).",
        "1750, đạt mức 1500: 35 điểm, thưởng 10 (mỗi 100 vượt mức được 5).",
        "245, đạt mức 200: 30 điểm, thưởng 10 (mỗi 20 vượt mức được 5).",
        "97,99 %, chưa đạt 98 %: 0 điểm.",
    ]


def test_for_people(call):
    code, out, _ = call(FIGURES, REPORTS)
    assert code == 0
    assert "   1  V10: 10 + 20 + 45 + 40 + 20 (-4) = 131" in out.splitlines()


def test_excel_is_read_as_it_is_written(call):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(FIGURES.splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write(row, column, int(cell) if cell.isdigit() else cell)
    assert call(buffer.getvalue(), None, "--json")[1] == call(FIGURES, None, "--json")[1]


@pytest.mark.parametrize(
    ("figures", "reports", "sentences"),
    [
        (HEADER + "A,III,1,1,1,1,1,1\n", None, ["figures, dòng 2: Không có bảng điểm cho nhóm “III”"]),
        (HEADER + "A,I,1,1,-1,1.5,1,1\n", None, ["figures, dòng 2: Cột accounts", "figures, dòng 2: Cột dossiers"]),
        (HEADER + "A,I,5,1,1,1,1,1\n", None, ["figures, dòng 2: Cột plan chỉ nhận yes hoặc no"]),
        (HEADER + "A,I,1,1,1,1,2,1\n", None, ["figures, dòng 2: Cột resolved (2) lớn hơn cột received (1)."]),
        (HEADER + "A,I,1,1,1,1,1,1\nA,I,1,1,1,1,1,1\n,I,,,,,,\n", None,
         ["figures, dòng 3: Đơn vị “A” đã có ở dòng 2.", "figures, dòng 4: Thiếu tên đơn vị"]),
        ("unit,group\n", None, ["figures, dòng 1: Tiêu đề thiếu cột: plan"]),
        (HEADER, None, ["figures: Tệp không có đơn vị nào."]),
        (HEADER + "A,I,1,1,1,1,1,1\n",
         "unit,due,submitted,truthful\nB,2021-11-25,,\nA,31/11/2021,,\nA,2021-11-25,x,maybe\nA,2021-11-25,,yes\n",
         ["reports, dòng 2: Đơn vị “B” không có trong tệp số liệu.", "reports, dòng 3: Cột due phải là ngày",
          "reports, dòng 4: Cột submitted phải là ngày", "reports, dòng 4: Cột truthful chỉ nhận yes hoặc no",
          "reports, dòng 5: “A” đã có báo cáo của kỳ 2021-11-25"]),
    ],
)  # fmt: skip
def test_wrong_input_names_every_bad_line_and_exits_1(call, figures, reports, sentences):
    code, out, err = call(figures, reports, "--json")
    assert code == 1
    assert [line.startswith(start) for line, start in zip(err.splitlines(), sentences, strict=True)] == [True] * len(
        sentences
    )
    assert len(json.loads(out)["problems"]) == len(sentences)


def test_a_plan_without_a_scorecard(call):
    code, _, err = call(FIGURES, plan=PLANS / "soc-son-2024.toml")
    assert (code, err) == (1, "Kế hoạch này không có phần chấm điểm thi đua (scorecard).\n")


def test_called_wrong_exits_2(call, capsys):
    assert call(FIGURES, plan=PLANS / "none.toml")[0] == 2
    assert _support.run(cli, ["scorecard", "score", str(PLAN)]) == 2
    assert capsys.readouterr().err.startswith("Thiếu '--figures'")
