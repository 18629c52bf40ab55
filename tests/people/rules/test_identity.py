from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.people.rules.identity import (
    BadIdentity,
    contact_masked,
    contact_of,
    normal_cccd,
    normal_email,
    normal_phone,
    phone_shown,
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("0912345678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        (" 0912 345-678 ", "+84912345678"),
        ("+84912345678", "+84912345678"),
        ("+84 (0) 912 345 678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("0843456789", "+84843456789"),  # a Vietnamese number that begins like the country code
        ("024 3974 5678", "+842439745678"),
        ("+81 90 1234 5678", "+819012345678"),
    ],
)
def test_phones(text, normal):
    assert normal_phone(text) == normal


@pytest.mark.parametrize("text", ["", "abc", "091234567", "09123456789", "0112345678", "+84", "١٢٣٤٥٦٧٨٩٠", "+1"])
def test_no_phones(text):
    with pytest.raises(BadIdentity):
        normal_phone(text)


@given(
    st.from_regex(r"[35789][0-9]{8}", fullmatch=True),
    st.sampled_from(["0", "84", "+84", "+840"]),
    st.text(" .-()", max_size=3),
)
def test_every_writing_of_a_mobile_number_is_one_number(local, prefix, noise):
    assert normal_phone(f"{prefix}{noise}{local[:3]}{noise}{local[3:]}") == f"+84{local}"


@given(st.text(max_size=30))
def test_a_normal_form_is_its_own_normal_form(text):
    contact = contact_of(text)
    if contact:
        assert contact_of(contact.value) == contact


def test_cccd():
    assert normal_cccd("001 090.012345") == "001090012345"
    for text in ("001090012", "123456789012", "00109001234a", ""):
        with pytest.raises(BadIdentity):
            normal_cccd(text)


def test_email():
    assert normal_email(" An.Nguyen@SoNoiVu.GOV.vn ") == "an.nguyen@sonoivu.gov.vn"
    for text in ("a@b", "a b@c.vn", "@c.vn", "a@c..vn", "a@@c.vn", f"{'a' * 250}@c.vn"):
        with pytest.raises(BadIdentity):
            normal_email(text)


def test_shown_and_masked():
    assert phone_shown("+84912345678") == "0912 345 678"
    assert phone_shown("+819012345678") == "+819012345678"
    assert contact_masked("+84912345678") == "…678"
    assert contact_masked("ngan@example.vn") == "ng…@example.vn"
