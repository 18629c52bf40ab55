"""A network that drops, delays, duplicates and reorders: stored at the end is the newest that was acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from random import Random

import pytest

from tests.faults.counting import check_all_ended, check_nothing_lost
from tests.faults.device import SUPERSEDED, Device, Lost, hung_up, play
from tests.faults.installation import MINUTES, Installation
from tests.faults.network import FATES, Network

pytestmark = pytest.mark.both
PEOPLE, FOR_S, PATIENCE_S = 30, 3.0, 0.6


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_acknowledged_is_lost_and_nothing_older_wins(install: Callable[..., Installation], seed: int) -> None:
    here = install()
    devices = play(_through(here, seed))
    check_all_ended(devices, here.look(end=True), MINUTES * 60_000)


async def _through(here: Installation, seed: int) -> Sequence[Device]:
    network = Network(("127.0.0.1", here.product.port), Random(seed))
    async with network as port:
        people = enumerate(here.people[:PEOPLE])
        devices = [
            Device(("127.0.0.1", port), ticket, Random(1000 * seed + at), patience_s=PATIENCE_S)
            for at, ticket in people
        ]
        async with hung_up(devices):
            done = asyncio.Event()
            work = [asyncio.create_task(_sit(device, done, reloads=at % 4 == 0)) for at, device in enumerate(devices)]
            await asyncio.sleep(FOR_S)
            done.set()
            await asyncio.gather(*work)
            network.calm = True
            await network.settled()
            assert set(network.befell) == set(FATES)
            assert {device.stopped for device in devices} == {""}, [device.refusals for device in devices]
            assert check_nothing_lost(devices, await asyncio.to_thread(here.look)) > 0
            for device in devices:
                device.line.patience_s = 20
            await asyncio.gather(*(_finish(device) for device in devices))
            assert all(device.receipt for device in devices)
        return devices


async def _sit(device: Device, done: asyncio.Event, *, reloads: bool) -> None:
    """Choose and send; some open the page again in between, which starts a new epoch while old requests still fly."""
    while not done.is_set():
        device.choose()
        await device.flush()
        if device.stopped == SUPERSEDED or (reloads and device.rng.random() < 0.1):
            await _reload(device)


async def _reload(device: Device) -> None:
    for _ in range(100):
        try:
            await device.reload()
        except Lost:
            continue
        return
    raise AssertionError("the page does not open")


async def _finish(device: Device) -> None:
    """A page whose opening was delayed on the way supersedes the one in hand: take over, as the person is offered."""
    await device.hand_in()
    if device.stopped == SUPERSEDED:
        await _reload(device)
        await device.hand_in()
