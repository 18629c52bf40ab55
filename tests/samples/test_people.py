"""Sample people: nobody real, one for each role, and name parts enough for thousands of synthetic entrants."""

from __future__ import annotations

import re
from datetime import date
from math import prod

from hoithi.core.text import nfc
from tests.samples.reading import texts, toml, unit_files

FILE = toml("people.toml")
PEOPLE = FILE["person"]
NAMES = FILE["names"]
INVENTED = re.compile(r"\b(Mẫu|Ví Dụ|Minh Họa|Thử)\b")
ROLES = {
    "contestant",
    "citizen",
    "coordinator",
    "author",
    "reviewer",
    "juror",
    "secretary",
    "leader",
    "operator",
    "administrator",
}


def test_every_role_has_somebody() -> None:
    assert {person["role"] for person in PEOPLE} == ROLES


def test_nobody_is_real() -> None:
    for person in PEOPLE:
        assert INVENTED.search(person["name"])
        assert re.fullmatch(r"0900 000 0\d\d", person["phone"])
        assert person["email"].endswith("@vidu.example")
        assert isinstance(person["birth_date"], date)


def test_sign_ins_are_unique() -> None:
    for key in ("key", "name", "phone", "email"):
        assert len({person[key] for person in PEOPLE}) == len(PEOPLE)


def test_units_and_contests_exist() -> None:
    files = unit_files()
    codes = {row["code"] for rows in files.values() for row in rows}
    assert {person["unit"] for person in PEOPLE} - {""} <= codes
    assert {person["contest"] for person in PEOPLE} - {""} <= set(files)


def test_authors_and_reviewers_are_different_people_in_different_offices() -> None:
    authors = {person["unit"] for person in PEOPLE if person["role"] == "author"}
    reviewers = {person["unit"] for person in PEOPLE if person["role"] == "reviewer"}
    assert authors & reviewers == set()
    assert "SS-CA" not in reviewers, "V.3: Công an huyện sits on Tổ ra đề only"


def test_name_parts_make_five_thousand_invented_people() -> None:
    assert prod(len(set(NAMES[part])) for part in ("surnames", "middles", "givens", "numbers")) >= 5000
    assert all(INVENTED.search(given) for given in NAMES["givens"])


def test_every_text_is_in_its_stored_form() -> None:
    assert [text for text in texts(FILE) if text != nfc(text)] == []
