from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.certificates.rules.wording import PLACES, Trouble, fill, places_of, troubles

WORDING = "[{chuc_vu}, ][{don_vi}, ][với tác phẩm “{tac_pham}”, ]đạt {giai}"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"giai": "Giải nhì"}, "đạt Giải nhì"),
        ({"giai": "Giải nhì", "don_vi": "xã Mẫu"}, "xã Mẫu, đạt Giải nhì"),
        (
            {"giai": "Giải ba", "chuc_vu": "Phó Chủ tịch", "don_vi": "xã Mẫu", "tac_pham": "Một cửa"},
            "Phó Chủ tịch, xã Mẫu, với tác phẩm “Một cửa”, đạt Giải ba",
        ),
    ],
)
def test_what_has_no_value_leaves_its_brackets(values, text):
    assert fill(WORDING, values) == text


def test_values_are_never_read_as_places():
    assert fill("{ten}", {"ten": "[{giai}]", "giai": "x"}) == "[{giai}]"


def test_lines_stay_lines_and_spaces_are_single():
    assert fill("{don_vi}  \n đã   đạt", {"don_vi": "A"}) == "A\nđã đạt"


@pytest.mark.parametrize(
    ("wording", "faults"),
    [
        ("đạt {giai}", []),
        ("{la}", ["unknown_place"]),
        ("đạt {giai", ["stray_brace"]),
        ("[với {giai}", ["stray_bracket"]),
        ("[a [b] c]", ["stray_bracket", "stray_bracket"]),
    ],
)
def test_every_fault_is_named(wording, faults):
    assert [one.fault for one in troubles(wording)] == faults


def test_an_unknown_place_is_named_as_written():
    assert troubles("{ho_ten}") == [Trouble("unknown_place", "{ho_ten}")]


@given(st.text(alphabet="a {}[]_diengtuv", max_size=30))
def test_a_wording_without_trouble_fills_without_leftovers(wording):
    if troubles(wording):
        return
    filled = fill(wording, dict.fromkeys(PLACES, "x"))
    assert not set("{}[]") & set(filled)


@given(st.lists(st.sampled_from(PLACES), min_size=1, max_size=5), st.text(alphabet="aăâ{}[]", min_size=1, max_size=8))
def test_every_value_stands_in_its_place_and_an_empty_one_takes_its_brackets_along(names, value):
    plain = "; ".join(f"{{{name}}}" for name in names)
    assert fill(plain, dict.fromkeys(names, value)) == "; ".join([value] * len(names))
    assert fill(f"đạt[ {plain}]", dict.fromkeys(names, "")) == "đạt"


def test_places_are_listed_once_in_order():
    assert places_of("{giai} {ten} {giai}") == ["giai", "ten"]
