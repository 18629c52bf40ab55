"""Who may sign which paper of praise on which day; silence where no text is known."""

from __future__ import annotations

from datetime import date

import pytest

from hoithi.documents.rules.signers import check_signer, kind_of, level_of
from hoithi.documents.words import signer_warnings

BEFORE, LAW, ENDED = date(2023, 12, 31), date(2024, 1, 1), date(2025, 7, 1)


@pytest.mark.parametrize(
    ("paper", "signer", "on", "codes"),
    [
        ("Giấy khen", "Chủ tịch UBND huyện", date(2025, 6, 30), []),
        ("Giấy khen", "Chủ tịch UBND huyện", ENDED, ["district_ended"]),
        ("Giấy khen", "Chủ tịch UBND xã", ENDED, []),
        ("Giấy khen", "Chủ tịch UBND thị xã", ENDED, ["district_ended"]),
        ("Giấy khen", "Trưởng Ban Tổ chức", LAW, ["committee_praise"]),
        ("Giấy khen", "Trưởng Ban Tổ chức", BEFORE, []),
        ("Giấy chứng nhận", "Trưởng Ban Tổ chức", LAW, []),
        ("Bằng khen", "Chủ tịch UBND xã", LAW, ["merit_level"]),
        ("Bằng khen", "Giám đốc Sở Nội vụ", LAW, ["merit_level"]),
        ("Bằng khen", "Chủ tịch UBND tỉnh", LAW, []),
        ("Bằng khen", "Chủ tịch UBND huyện", ENDED, ["district_ended", "merit_level"]),
        ("Giấy khen", "Giám đốc Sở Nội vụ", LAW, []),
        ("", "Chủ tịch UBND quận", ENDED, ["district_ended"]),
        ("Giấy khen", "", ENDED, []),
    ],
)
def test_doubts(paper: str, signer: str, on: date, codes: list[str]) -> None:
    assert [one.code for one in check_signer(paper, signer, on=on)] == codes


def test_the_authority_tells_where_the_title_does_not() -> None:
    assert [one.code for one in check_signer("Giấy khen", "Chủ tịch", "UBND huyện Bình An", on=ENDED)] == [
        "district_ended"
    ]


def test_words_of_plans_are_understood() -> None:
    assert kind_of("Giấy khen của Chủ tịch UBND huyện và tiền thưởng") == "praise"
    assert kind_of("Giấy chứng nhận của Ban Tổ chức") == "certificate"
    assert kind_of("Cờ") == ""
    assert level_of("Chủ tịch Ủy ban nhân dân phường") == "commune"
    assert level_of("Bộ trưởng") == ""


def test_each_sentence_names_its_article() -> None:
    for paper, signer in (("Bằng khen", "Chủ tịch UBND huyện"), ("Giấy khen", "Trưởng Ban Tổ chức")):
        sentences = signer_warnings(paper, signer, on=ENDED)
        assert sentences
        assert all("Điều 80" in one or "203/2025/QH15" in one for one in sentences)
