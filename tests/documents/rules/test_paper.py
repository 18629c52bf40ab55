"""A paper's lines as Nghị định 30/2020 writes them; what is stored comes back."""

from __future__ import annotations

import json
from datetime import date

import pytest

from hoithi.documents.rules.columns import aligns, shares
from hoithi.documents.rules.paper import (
    Annex,
    Items,
    Paper,
    Paragraph,
    Signature,
    Table,
    bases_of,
    from_data,
    recipients_of,
    to_data,
    words_of,
)
from tests.documents import papers


@pytest.mark.parametrize(
    ("day", "line"),
    [
        (date(2020, 3, 5), "Hà Nội, ngày 05 tháng 3 năm 2020"),
        (date(2020, 2, 15), "Hà Nội, ngày 15 tháng 02 năm 2020"),
        (date(2020, 12, 31), "Hà Nội, ngày 31 tháng 12 năm 2020"),
        (None, "Hà Nội, ngày tháng năm 2020"),
    ],
)
def test_days_are_written_so_that_nothing_can_be_added(day: date | None, line: str) -> None:
    assert " ".join(Paper("", "", place="Hà Nội", date=day, year=2020).date_line.split()) == line


def test_a_number_is_left_blank_for_a_hand() -> None:
    assert Paper("", "", number=7, symbol="KH-UBND").number_line == "Số: 7/KH-UBND"
    assert Paper("", "", symbol="KH-UBND").number_line.split() == ["Số:", "/KH-UBND"]
    assert Paper("", "").number_line == ""


def test_bases_and_recipients_get_the_marks_of_the_decree() -> None:
    paper = Paper("", "", bases=("Luật A;", "- Thực hiện Kế hoạch B."), recipients=("Như trên;", "- Lưu: VT"))
    assert bases_of(paper) == ("Căn cứ Luật A;", "Thực hiện Kế hoạch B.")
    assert recipients_of(paper) == ("- Như trên;", "- Lưu: VT.")


def test_the_end_mark_stands_after_the_last_sentence_of_the_text_itself() -> None:
    paper = Paper("", "", blocks=(Paragraph("Một."), Items(("hai;", "ba;")), Annex("Danh sách"), Paragraph("bốn.")))
    assert " ".join(words_of(paper)).endswith("- hai; - ba./. DANH SÁCH bốn.")
    assert Paper("", "", blocks=(Paragraph("Một./."),)).ended == (Paragraph("Một./."),)
    assert Paper("", "", blocks=(Paragraph("Một."),), ends=False).ended == (Paragraph("Một."),)


def test_a_signature_names_the_authority() -> None:
    assert Signature("TM.", "Ủy ban nhân dân", "Chủ tịch").lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert Signature("", "", "Trưởng phòng").lines == ("TRƯỞNG PHÒNG",)


@pytest.mark.parametrize("paper", papers.ALL.values(), ids=papers.ALL)
def test_what_is_kept_comes_back(paper: Paper) -> None:
    assert from_data(json.loads(json.dumps(to_data(paper)))) == paper


def test_columns_are_as_wide_as_what_they_hold() -> None:
    table = Table(("STT", "Họ và tên"), (("1", "Nguyễn Thị Hường"),), ("center",))
    narrow, wide = shares(table)
    assert narrow < wide
    assert aligns(table) == ("center", "left")
    assert shares(Table(("a", "b"), (), widths=(3, 1))) == (3, 1)
