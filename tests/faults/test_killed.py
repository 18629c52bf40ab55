"""`kill -9` while 500 people save: the web process, and the database under it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from random import Random

import pytest

from bench.postgresql import Server
from tests.faults.counting import check_all_ended, check_nothing_lost
from tests.faults.device import Device, Lost, hung_up, play
from tests.faults.installation import MINUTES, Installation

LIMIT_MS = MINUTES * 60_000
ENOUGH_SAVES, STALLED_S = 1_500, 0.4
GONE, RELOADING = 50, 50
"""People who never come back, and people who open the page again."""

Kill = Callable[[], None]


@pytest.mark.both
def test_the_web_process_is_killed_while_500_people_save(install: Callable[..., Installation]) -> None:
    here = install()
    devices = play(_through(here, kill=here.product.kill, again=here.product.start))
    check_all_ended(devices, here.look(end=True), LIMIT_MS)


@pytest.mark.postgresql
def test_the_database_is_killed_while_500_people_save(
    install: Callable[..., Installation], killed_server: Server
) -> None:
    here = install(workers=2)
    devices = play(_through(here, kill=killed_server.kill, again=killed_server.start))
    check_all_ended(devices, here.look(end=True), LIMIT_MS)


async def _through(here: Installation, *, kill: Kill, again: Kill) -> Sequence[Device]:
    """Save, be cut off, be counted, come back, hand in. Returns the devices with all they remember."""
    address = ("127.0.0.1", here.product.port)
    devices = [Device(address, ticket, Random(at)) for at, ticket in enumerate(here.people)]
    async with hung_up(devices):
        await _sit(devices, here, then=kill)
        if here.product.process is not None:  # the database is the one that fell: it must be there to be asked
            again()
        assert check_nothing_lost(devices, here.look()) > 0
        if here.product.process is None:
            again()
        await _come_back(devices[GONE:])
    check_nothing_lost(devices, here.look())
    return devices


async def _sit(devices: Sequence[Device], here: Installation, *, then: Kill) -> None:
    """Save until enough is saved; then writing stalls, requests pile up, and the blow falls on all of them."""
    done = asyncio.Event()
    work = [asyncio.create_task(device.sit(done)) for device in devices]
    limit = time.monotonic() + 30
    while sum(device.saves for device in devices) < ENOUGH_SAVES:
        assert time.monotonic() < limit, "the people hardly got to save anything"
        await asyncio.sleep(0.02)
    with here.stalled():
        await asyncio.sleep(STALLED_S)
        await asyncio.to_thread(then)
    done.set()
    await asyncio.gather(*work)


async def _come_back(devices: Sequence[Device]) -> None:
    """Nobody was told their attempt is over; some open the page again and see what they had chosen; all hand in."""
    assert {device.stopped for device in devices} == {""}
    again, others = devices[:RELOADING], devices[RELOADING:]
    await asyncio.gather(*(_reload(device) for device in again))
    await asyncio.gather(*(_until_sent(device) for device in (*again, *others[:RELOADING])))
    await asyncio.gather(*(device.hand_in() for device in devices))
    assert all(device.receipt for device in devices), [device.refusals for device in devices if not device.receipt][:5]


async def _reload(device: Device) -> None:
    chosen = dict(device.view)
    waiting = set(device.queue)
    for _ in range(20):
        try:
            held = await device.reload()
            break
        except Lost:
            await asyncio.sleep(0.2)
    else:
        raise AssertionError("the page does not open again")
    for pos, letters in chosen.items():
        if pos not in waiting:
            assert held.get(pos, "") == letters, (device.code, pos)


async def _until_sent(device: Device) -> None:
    for _ in range(40):
        if not device.queue:
            return
        await device.flush()
    raise AssertionError(f"{device.code} cannot send what waits: {device.refusals}")
