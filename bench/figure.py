"""A measured figure beside its yardstick, and the stop-watches."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """`ratio` is what carries to another machine; `here` says the absolute figures of this run in words."""

    group: str
    what: str
    beside: str
    ratio: float | None
    """None where there is no yardstick."""
    here: str
    wanted: str = ""
    """What the project asks of it, where it asks something."""
    picture: str = ""
    """A file of docs/images that shows the group."""

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def best_of(times: int, work: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs: what the work costs without its neighbours."""
    found = []
    for _ in range(times):
        gc.collect()
        found.append(seconds(work))
    return min(found)


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(values: Iterable[float], percent: int) -> float:
    """The value below which `percent` of the values lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * percent // 100) - 1))]


def ms(value_s: float) -> str:
    return f"{value_s * 1000:.1f} ms" if value_s < 0.1 else f"{value_s * 1000:.0f} ms"


def s(value_s: float) -> str:
    return f"{value_s:.2f} s" if value_s < 10 else f"{value_s:.0f} s"
