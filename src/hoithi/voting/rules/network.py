"""The part of an address that is kept, as a keyed hash (phần địa chỉ mạng được giữ)."""

from __future__ import annotations

from ipaddress import IPv4Address, ip_address, ip_network

BITS = {4: 24, 6: 56}
"""What one subscriber, office or gateway usually has: the last numbers are its own to give out."""


def network(address: str) -> str:
    """The first 24 bits of IPv4, 56 of IPv6, as text; "" for what is no address."""
    try:
        found = ip_address(address.split("%", maxsplit=1)[0])
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped if isinstance(mapped, IPv4Address) else found
    return str(ip_network((found, BITS[found.version]), strict=False))
