"""Devices and networks as keyed hashes (dấu vết đã băm): comparable inside one contest, meaningless anywhere else."""

from __future__ import annotations

from hoithi.integrity.rules.agent import network
from hoithi.people.marks import secret_hash

LENGTH = 32


def device_mark(contest_id: int, cookie: str) -> str:
    """The mark of a device's random cookie; "" without one."""
    return secret_hash("integrity-device", str(contest_id), cookie)[:LENGTH] if cookie else ""


def network_mark(contest_id: int, address: str) -> str:
    """The mark of the first part of an address; the address itself is not kept anywhere."""
    prefix = network(address)
    return secret_hash("integrity-network", str(contest_id), prefix)[:LENGTH] if prefix else ""
