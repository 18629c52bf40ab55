"""Vietnamese text: one normal form, search without diacritics, given-name order, numbers and dates as read aloud."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from hoithi.core.clock import VIETNAM

NBSP = "\u00a0"

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]  # ngang huyền hỏi ngã sắc nặng
_TONE_ORDER = {mark: rank for rank, mark in enumerate(_TONES)}


def nfc(text: str) -> str:
    """The one form in which text is stored: NFC, inner white space folded, ends stripped."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Lower case without diacritics, for search: "Đặng Thị Ơn" → "dang thi on"."""
    flat = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).casefold().split())


def _word_key(word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for char in unicodedata.normalize("NFC", word).casefold():
        parts = unicodedata.normalize("NFD", char)
        tone = next((c for c in parts if c in _TONE_ORDER), "")
        base = unicodedata.normalize("NFC", "".join(c for c in parts if c not in _TONE_ORDER))
        letters.append(_LETTERS.index(base) if base in _LETTERS else 1000 + ord(base[0]))
        tones.append(_TONE_ORDER[tone])
    return tuple(letters), tuple(tones)


def sort_key(text: str) -> tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]:
    """Vietnamese dictionary order: letters (a ă â … đ …) before tones, word by word."""
    return tuple(_word_key(word) for word in nfc(text).split(" "))


def name_key(full_name: str) -> tuple[object, ...]:
    """Order of a list of people: by given name (tên), then family and middle names (họ, đệm)."""
    words = nfc(full_name).split(" ")
    return (_word_key(words[-1]), *(_word_key(word) for word in words[:-1]))


def number(value: int) -> str:
    """15350000 → "15.350.000"."""
    return f"{value:,}".replace(",", ".")


def money(dong: int) -> str:
    """15350000 → "15.350.000 đồng"."""
    return f"{number(dong)}{NBSP}đồng"


def percent(share: Fraction, places: int = 1) -> str:
    """Fraction(2986, 4120) → "72,5 %": rounded half up, exactly; zeros at the end are dropped."""
    units = 10**places
    scaled = abs(share) * 100 * units
    whole, rest = divmod((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), units)
    digits = f"{rest:0{places}d}".rstrip("0") if places else ""
    sign = "−" if share < 0 and (whole or digits) else ""
    return f"{sign}{number(whole)}{',' if digits else ''}{digits}{NBSP}%"


def duration(ms: int) -> str:
    """582318 → "9:42,318" (minutes, seconds, thousandths)."""
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes}:{rest // 1000:02d},{rest % 1000:03d}"


def day(value: date) -> str:
    """The day as plans write it: "20/6/2024"."""
    return f"{value.day}/{value.month}/{value.year}"


def moment(instant: datetime) -> str:
    """An instant as plans write it: "07:00 ngày 15/9/2021"."""
    local = instant.astimezone(VIETNAM)
    return f"{local:%H:%M} ngày {day(local.date())}"


def end_moment(instant: datetime) -> str:
    """The end of a half-open window as plans write it: midnight is "24:00" of the day before."""
    local = instant.astimezone(VIETNAM)
    if local.time() == time(0):
        return f"24:00 ngày {day(local.date() - timedelta(days=1))}"
    return moment(instant)


def end_day(instant: datetime) -> str:
    """The same end in words: "hết ngày 31/8/2024", or "12:00 ngày 31/8/2024"."""
    local = instant.astimezone(VIETNAM)
    if local.time() == time(0):
        return f"hết ngày {day(local.date() - timedelta(days=1))}"
    return moment(instant)
