"""The part of an address that is kept."""

import pytest

from hoithi.voting.rules.network import network


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2345::7", "2001:db8:1:2300::/56"),
        ("fe80::1%eth0", "fe80::/56"),
        ("", ""),
        ("unix:", ""),
        ("1.2.3", ""),
    ],
)
def test_only_the_first_part_is_kept(address: str, kept: str) -> None:
    assert network(address) == kept
