"""Orders nobody chose, and names a package may hold."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hoithi.entries.rules.package import LONGEST, distinct, package_name, safe_part
from hoithi.entries.rules.shuffle import place_of, shuffle_key, shuffled

SECRET = b"a secret of the tests, long enough"
ITEMS = st.sets(st.integers(1, 10**9), max_size=60)


@given(ITEMS, st.integers())
def test_an_order_holds_everything_once_and_is_the_same_every_time(items: set[int], who: int) -> None:
    key = shuffle_key(SECRET, "gallery", who)
    assert sorted(shuffled(key, items)) == sorted(items)
    assert shuffled(key, items) == shuffled(shuffle_key(SECRET, "gallery", who), sorted(items, reverse=True))


@given(ITEMS, st.integers(1, 10**9))
def test_a_work_that_comes_or_goes_moves_no_other(items: set[int], one: int) -> None:
    key = shuffle_key(SECRET, 7)
    assert [item for item in shuffled(key, items | {one}) if item != one] == shuffled(key, items - {one})


def test_every_work_comes_first_about_as_often() -> None:
    firsts = Counter(shuffled(shuffle_key(SECRET, who), range(1, 11))[0] for who in range(2000))
    assert set(firsts) == set(range(1, 11))
    assert max(firsts.values()) < 2000 / 10 * 1.5


def test_another_secret_gives_another_order() -> None:
    here, there = shuffle_key(SECRET, 1), shuffle_key(b"another", 1)
    assert [place_of(here, n) for n in range(9)] != [place_of(there, n) for n in range(9)]


def test_a_name_reads_as_people_expect() -> None:
    name = package_name("VL24-1-007", "UBND xã Vĩnh Thủy", "Một cửa: về làng?", "MP4")
    assert name == "VL24-1-007 - UBND xã Vĩnh Thủy - Một cửa về làng.mp4"


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300), st.text(max_size=20))
def test_no_name_breaks_a_system(number: str, unit: str, title: str, ending: str) -> None:
    name = package_name(number, unit, title, ending)
    assert 0 < len(name) <= LONGEST
    assert not set(name) & set('<>:"/\\|?*')
    assert all(ord(c) >= 32 for c in name)
    assert name == name.strip()
    assert not name.endswith(".")
    assert name.split(".")[0].strip().lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


def test_devices_of_windows_are_no_names() -> None:
    assert package_name("con", "", "", "") == "_con"
    assert safe_part("..\u202eabc\x07 ") == "abc"


@given(st.lists(st.sampled_from(["a.mp4", "A.mp4", "b", "a (2).mp4"]), max_size=8))
def test_no_two_files_share_a_name_whatever_their_case(names: list[str]) -> None:
    found = distinct(names)
    assert len({name.casefold() for name in found}) == len(names)
