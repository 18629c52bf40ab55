"""Acknowledged against stored: the one question every fault is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.faults.device import Device
from tests.faults.installation import End


def check_nothing_lost(devices: Iterable[Device], found: Mapping[str, End]) -> int:
    """Every acknowledged answer is stored in that or a newer version, and nothing is stored that was not sent.

    Returns how many acknowledged answers were counted.
    """
    lost, invented, counted = [], [], 0
    for device in devices:
        stored = found[device.code].answers
        for pos, stamp in device.acknowledged.items():
            counted += 1
            if pos not in stored or stored[pos][:2] < stamp:
                lost.append((device.code, pos, stamp, stored.get(pos)))
        for pos, (epoch, seq, letters) in stored.items():
            if device.sent.get((pos, (epoch, seq))) != letters:
                invented.append((device.code, pos, (epoch, seq), letters))
    assert not lost, f"{len(lost)} acknowledged answers lost: {lost[:5]}"
    assert not invented, f"{len(invented)} answers nobody sent: {invented[:5]}"
    return counted


def check_all_ended(devices: Iterable[Device], found: Mapping[str, End], limit_ms: int) -> None:
    """Nobody is stuck: every attempt has ended, with a receipt that verifies, marked by what is stored."""
    for device in devices:
        end = found[device.code]
        assert end.ended_by == ("submitted" if device.receipt else "expired"), (device.code, end)
        assert end.genuine, device.code
        assert end.correct == end.right, (device.code, end)
        assert end.elapsed_ms is not None
        assert 0 <= end.elapsed_ms <= limit_ms, (device.code, end)
        if device.receipt:
            held = {pos: letters for pos, (_, _, letters) in end.answers.items() if letters}
            shown = {pos: letters for pos, letters in device.view.items() if letters}
            assert held == shown, (device.code, held, shown)
