from __future__ import annotations

import json
from pathlib import Path

import pytest

from hoithi.site.cli import _support, cli

FIVE = """unit,headcount,participants,all_correct,mean_s
A,50,48,20,310
B,400,300,60,260
C,12,12,9,420
D,80,80,20,305
E,30,0,0,
"""
WEIGHTS = "participants=40,all_correct=40,mean_s=20"


@pytest.fixture
def call(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    """Run `hoithi rank` on a file with this content; answers (exit code, stdout, stderr)."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")

    def run(content: str | bytes, *options: str) -> tuple[int, str, str]:
        path = tmp_path / "facts.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        code = _support.run(cli, ["rank", *options, str(path)])
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--formula", "rank_sum"], [("B", 1, 3), ("D", 2, 6), ("A", 3, 8), ("C", 4, 12), ("E", None, None)]),
        (
            ["--formula", "rank_sum", "--by", "rate"],
            [("C", 1, 6), ("D", 1, 6), ("A", 3, 8), ("B", 4, 9), ("E", None, None)],
        ),
        (
            ["--formula", "lexicographic"],
            [("B", 1, None), ("D", 2, None), ("A", 3, None), ("C", 4, None), ("E", None, None)],
        ),
        (
            ["--formula", "weighted", "--weights", WEIGHTS],
            [("B", 1, 100), ("D", 2, 32.446895), ("A", 3, 27.377451), ("C", 4, 0), ("E", None, None)],
        ),
        (
            ["--formula", "weighted", "--weights", "participants=0.5"],
            [("B", 1, 0.5), ("D", 2, 0.118056), ("A", 3, 0.0625), ("C", 4, 0), ("E", None, None)],
        ),
    ],
)
def test_worked_example(call, options, expected):
    code, out, err = call(FIVE, "--json", *options)
    results = json.loads(out)
    assert (code, err) == (0, "")
    assert [(one["unit"], one["place"], one["value"]) for one in results] == expected
    assert all(set(one) == {"unit", "place", "value", "because"} and one["because"] for one in results)


def test_because_names_the_reasons(call):
    _, out, _ = call(FIVE, "--json", "--formula", "rank_sum", "--by", "rate")
    why = {one["unit"]: one["because"] for one in json.loads(out)}
    assert why["A"] == (
        "Tổng hạng 8 = hạng 3 (tỉ lệ dự thi 96 %) + hạng 2 (tỉ lệ đúng hết 41,67 %)"
        " + hạng 3 (thời gian trung bình 310 giây)."
    )
    assert why["C"].endswith("; bằng 1 đơn vị khác.")
    assert why["E"] == "Không có người dự thi nên không xếp hạng."
    _, out, _ = call(FIVE, "--json", "--formula", "lexicographic")
    assert json.loads(out)[1]["because"].endswith("305 giây. 1 đơn vị hơn về người dự thi.")


def test_words_for_people_in_either_language(call, monkeypatch):
    code, out, _ = call(FIVE, "--formula", "weighted", "--weights", WEIGHTS)
    assert code == 0
    assert out.splitlines()[1].startswith("   2  D: 32,45 điểm = 9,44 (người dự thi 80) + ")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    _, out, _ = call(FIVE, "--formula", "weighted", "--weights", WEIGHTS)
    assert out.splitlines()[1].startswith("   2  D: 32.45 points = 9.44 (participants 80) + ")


def test_equal_values_share_a_place_and_all_equal_is_full_weight(call):
    same = "unit,headcount,participants,all_correct,mean_s\nA,9,4,3,10\nB,9,4,3,10\nC,9,1,1,90\n"
    _, out, _ = call(same, "--json", "--formula", "lexicographic")
    assert [(one["unit"], one["place"]) for one in json.loads(out)] == [("A", 1), ("B", 1), ("C", 3)]
    _, out, _ = call(same.replace("C,9,1,1,90\n", ""), "--json", "--formula", "weighted", "--weights", WEIGHTS)
    assert [(one["place"], one["value"]) for one in json.loads(out)] == [(1, 100), (1, 100)]


def test_excel_flavours_are_read(call):
    text = (
        '\ufeffMEAN_S;unit;headcount;note;participants;all_correct\r\n305,5;"Xã An;Bình";9;x;4;3\r\n\r\n–;B;9;;0;0\r\n'
    )
    code, out, _ = call(text, "--json", "--formula", "rank_sum")
    assert code == 0
    assert [(one["unit"], one["value"]) for one in json.loads(out)] == [("Xã An;Bình", 3), ("B", None)]
    assert call(text.encode("utf-16"), "--json", "--formula", "rank_sum")[1] == out


HEADER = "unit,headcount,participants,all_correct,mean_s\n"


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (HEADER + "A,9,4,5,10\n", ["dòng 2: Số người đúng hết (5) lớn hơn số người dự thi (4)."]),
        (HEADER + "A,9,-4,x,10\n", ["dòng 2: Cột participants phải là số", "dòng 2: Cột all_correct phải là số"]),
        (HEADER + "A,9,4,3,\n", ["dòng 2: Có người dự thi nhưng thiếu thời gian trung bình"]),
        (HEADER + "A,9,4,3,-1\n", ["dòng 2: Cột mean_s phải là số giây"]),
        (HEADER + "A,9,0,0,7\n", ["dòng 2: Không có người dự thi thì cột mean_s phải để trống."]),
        (
            HEADER + "A,9,4,3,1\n\n,9,4,3,1\nA,9,4,3,1\n",
            ["dòng 4: Thiếu tên đơn vị", "dòng 5: Đơn vị “A” đã có ở dòng 2"],
        ),
        (HEADER + "Sở A, B,9,4,3,1\n", ["dòng 2: Dòng có 6 ô, tiêu đề có 5 cột"]),
        (HEADER, ["Tệp không có đơn vị nào."]),
        ("", ["Tệp không có đơn vị nào."]),
        ("unit,headcount,headcount\nA,9,9\n", ["dòng 1: Tiêu đề thiếu cột: participants, all_correct, mean_s.",
                                               "dòng 1: Tiêu đề có cột lặp lại: headcount."]),
        (HEADER.encode() + "Xã Ân".encode("cp1258", "replace") + b"\xe2,9,4,3,1\n", ["Tệp không phải CSV mã UTF-8"]),
        (b"PK\x03\x04\x00\x00", ["Không mở được tệp Excel"]),
        (b"\0\1", ["Tệp không phải CSV mã UTF-8"]),
    ],
)  # fmt: skip
def test_wrong_input_names_every_bad_line_and_exits_1(call, content, sentences):
    code, out, err = call(content, "--json", "--formula", "rank_sum")
    assert code == 1
    lines = err.splitlines()
    assert len(lines) == len(sentences)
    for line, sentence in zip(lines, sentences, strict=True):
        assert line.startswith(sentence)
    assert len(json.loads(out)["problems"]) == len(sentences)


def test_more_participants_than_people_is_a_warning(call):
    more = HEADER + "A,3,4,3,10\n"
    for options in (["--by", "number"], ["--by", "rate"]):
        code, out, err = call(more, "--json", "--formula", "rank_sum", *options)
        assert (code, json.loads(out)[0]["place"]) == (0, 1)
        assert err == "dòng 2: “A” có 4 người dự thi, nhiều hơn tổng số 3 người; vẫn tính như đã ghi.\n"


def test_a_rate_over_nobody_is_refused(call):
    nobody = HEADER + "A,0,4,3,10\nB,0,0,0,\n"
    assert call(nobody, "--formula", "rank_sum")[0] == 0
    code, _, err = call(nobody, "--formula", "rank_sum", "--by", "rate")
    assert (code, len(err.splitlines())) == (1, 1)
    assert err.startswith("dòng 2: Không tính được tỉ lệ")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([], "Thiếu '--formula'"),
        (["--formula", "best"], "Giá trị của '--formula' không dùng được"),
        (["--formula", "rank_sum", "--by", "weight"], "Giá trị của '--by' không dùng được"),
        (["--formula", "weighted"], "Công thức weighted cần --weights"),
        (["--formula", "rank_sum", "--weights", WEIGHTS], "Công thức weighted cần --weights"),
        (["--formula", "weighted", "--weights", "speed=3"], "Giá trị của '--weights' không dùng được: “speed=3”"),
        (["--formula", "weighted", "--weights", "mean_s=1,mean_s=2"], "Giá trị của '--weights' không dùng được"),
        (["--formula", "weighted", "--weights", "mean_s=-1"], "Giá trị của '--weights' không dùng được"),
        (["--formula", "weighted", "--weights", "mean_s=nan"], "Giá trị của '--weights' không dùng được"),
        (["--formula", "weighted", "--weights", "mean_s=0"], "Giá trị của '--weights' không dùng được"),
    ],
)
def test_called_wrong_exits_2(call, options, sentence):
    code, out, err = call(FIVE, *options)
    assert (code, out) == (2, "")
    assert err.startswith(sentence)


def test_no_such_file(capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    assert _support.run(cli, ["rank", "--formula", "rank_sum", "nowhere.csv"]) == 2
    assert "there is no file nowhere.csv" in capsys.readouterr().err
