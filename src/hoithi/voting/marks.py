"""Devices and networks as keyed hashes (dấu vết đã băm): comparable inside one vote, meaningless anywhere else."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from hoithi.people.backends import client_address
from hoithi.people.marks import secret_hash
from hoithi.voting.rules.network import network

LENGTH = 32
COOKIE = "hoithi_phieu"
COOKIE_DAYS = 120
LONGEST = 64


class Marks(NamedTuple):
    """Where a vote came from; "" is unknown."""

    device: str = ""
    network: str = ""


def marks_of(request: HttpRequest, part_id: int) -> Marks:
    """The marks of a request. Nothing is read from the browser but our own random cookie."""
    cookie = request.COOKIES.get(COOKIE, "")[:LONGEST]
    prefix = network(client_address(request))
    return Marks(
        secret_hash("vote-device", str(part_id), cookie)[:LENGTH] if cookie else "",
        secret_hash("vote-network", str(part_id), prefix)[:LENGTH] if prefix else "",
    )
