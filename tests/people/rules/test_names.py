from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.text import name_key, sort_key
from hoithi.people.rules.names import SORT_LENGTH, person_sort, title_sort

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAÁÀẢÃẠĐỒỢÝ "
NAMES = st.text(LETTERS, min_size=1, max_size=20).filter(str.strip)


@given(NAMES, NAMES)
def test_text_keys_order_as_the_tuples_do(one, other):
    assert (person_sort(one) < person_sort(other)) == (name_key(one) < name_key(other))
    assert (title_sort(one) < title_sort(other)) == (sort_key(one) < sort_key(other))


@given(st.text(min_size=1, max_size=120))
def test_keys_fit_and_sort_alike_in_every_collation(name):
    assert len(person_sort(name)) <= SORT_LENGTH
    assert set(person_sort(name)) <= set("0123456789abcdef")


def test_given_name_first():
    names = ["Nguyễn Văn Ánh", "Đặng Thị Ơn", "Trần Văn An", "Lê Thị Ân", "Bùi Đức Đạt", "Phạm Thị Dung"]
    assert sorted(names, key=person_sort) == [
        "Trần Văn An",
        "Nguyễn Văn Ánh",
        "Lê Thị Ân",
        "Phạm Thị Dung",
        "Bùi Đức Đạt",
        "Đặng Thị Ơn",
    ]
