"""Vietnamese text: sorting, folding, numbers and moments as plans write them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core import text
from hoithi.core.clock import VIETNAM

NBSP = "\u00a0"
VIETNAMESE = st.text(alphabet="aàảãáạăằâầđeêềioôồơờuưừyAÀĐÊÔƠƯ bcn", max_size=30)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def test_nfc_folds_white_space_and_composes() -> None:
    assert text.nfc("  Nguyê\u0303n \n Văn  A ") == "Nguyễn Văn A"


@given(st.text(max_size=60))
def test_nfc_is_stable_and_normal(value: str) -> None:
    once = text.nfc(value)
    assert text.nfc(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Đặng Thị Ơn", "dang thi on"), ("ĐƯỜNG  Trường Chinh", "duong truong chinh"), ("Huế", "hue"), ("", "")],
)
def test_fold_drops_marks_and_case(written: str, folded: str) -> None:
    assert text.fold(written) == folded


@given(VIETNAMESE)
def test_fold_ignores_how_text_was_composed(value: str) -> None:
    assert text.fold(unicodedata.normalize("NFD", value)) == text.fold(value)
    assert text.fold(text.fold(value)) == text.fold(value)


def test_letters_come_before_tones() -> None:
    words = ["ma", "mà", "mả", "mã", "má", "mạ", "măng", "mâm", "mơ", "na", "đa", "da"]
    assert sorted(words, key=text.sort_key) == [
        "da", "đa", "ma", "mà", "mả", "mã", "má", "mạ", "măng", "mâm", "mơ", "na",
    ]  # fmt: skip


def test_people_are_ordered_by_given_name_then_family_name() -> None:
    people = ["Nguyễn Văn Bình", "Trần Thị An", "Lê Văn An", "Lê Thị Ánh", "Phạm Đức"]
    assert sorted(people, key=text.name_key) == [
        "Lê Văn An",
        "Trần Thị An",
        "Lê Thị Ánh",
        "Nguyễn Văn Bình",
        "Phạm Đức",
    ]


@given(VIETNAMESE, VIETNAMESE, VIETNAMESE)
def test_names_have_one_order_however_composed(a: str, b: str, c: str) -> None:
    names = [a, b, c]
    decomposed = [unicodedata.normalize("NFD", name) for name in names]
    order = sorted(range(3), key=lambda i: (text.name_key(names[i]), i))
    assert order == sorted(range(3), key=lambda i: (text.name_key(decomposed[i]), i))


@pytest.mark.parametrize(
    ("value", "written"), [(0, "0"), (7903, "7.903"), (15_350_000, "15.350.000"), (-1200, "-1.200")]
)
def test_number(value: int, written: str) -> None:
    assert text.number(value) == written


def test_money_keeps_its_unit_on_the_line() -> None:
    assert text.money(15_350_000) == f"15.350.000{NBSP}đồng"


@pytest.mark.parametrize(
    ("ms", "written"), [(0, "0:00,000"), (582_318, "9:42,318"), (59_999, "0:59,999"), (3_600_000, "60:00,000")]
)
def test_duration(ms: int, written: str) -> None:
    assert text.duration(ms) == written


@given(st.integers(0, 10**9))
def test_duration_loses_nothing(ms: int) -> None:
    minutes, rest = text.duration(ms).split(":")
    seconds, thousandths = rest.split(",")
    assert int(minutes) * 60_000 + int(seconds) * 1000 + int(thousandths) == ms


@pytest.mark.parametrize(
    ("share", "places", "written"),
    [
        (Fraction(2986, 4120), 1, "72,5"),
        (Fraction(318, 340), 0, "94"),
        (Fraction(1, 8), 1, "12,5"),
        (Fraction(1, 800), 1, "0,1"),
        (Fraction(1, 2000), 1, "0,1"),
        (Fraction(9999, 10000), 1, "100"),
        (Fraction(9796, 10000), 2, "97,96"),
        (Fraction(12), 1, "1.200"),
        (Fraction(0), 1, "0"),
        (Fraction(-1, 8), 1, "−12,5"),
        (Fraction(-1, 100000), 1, "0"),
    ],
)
def test_percent_is_rounded_half_up(share: Fraction, places: int, written: str) -> None:
    assert text.percent(share, places) == f"{written}{NBSP}%"


@given(st.fractions(0, 1), st.integers(0, 4))
def test_percent_is_never_further_than_half_a_digit(share: Fraction, places: int) -> None:
    written = Fraction(text.percent(share, places).removesuffix(f"{NBSP}%").replace(".", "").replace(",", "."))
    assert abs(written - share * 100) <= Fraction(1, 2 * 10**places)


def test_days_and_moments() -> None:
    assert text.day(date(2024, 6, 20)) == "20/6/2024"
    assert text.moment(at(2021, 9, 15, 7)) == "07:00 ngày 15/9/2021"


def test_midnight_ends_the_day_before() -> None:
    assert text.end_moment(at(2021, 10, 16)) == "24:00 ngày 15/10/2021"
    assert text.end_day(at(2024, 9, 1)) == "hết ngày 31/8/2024"
    assert text.end_moment(at(2024, 8, 31, 12)) == text.end_day(at(2024, 8, 31, 12)) == "12:00 ngày 31/8/2024"


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_moments_are_told_in_vietnam(naive: datetime) -> None:
    instant = naive.replace(tzinfo=VIETNAM)
    elsewhere = instant.astimezone(datetime.now().astimezone().tzinfo)
    assert text.moment(elsewhere) == text.moment(instant)
    assert text.end_moment(elsewhere + timedelta(0)) == text.end_moment(instant)
