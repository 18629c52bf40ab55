"""A video file against the plan's rules (quy cách tệp): every property that fails, named with what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Code = Literal[
    "not_mp4",
    "unreadable",
    "truncated",
    "no_video",
    "too_short",
    "too_long",
    "wrong_frame",
    "wrong_aspect",
    "too_large",
    "wrong_type",
    "active",
    "locked",
    "too_many_pages",
    "duplicate",
    "store",
]
Caution = Literal["silent", "hevc", "rotated", "odd_codec"]
ASPECT_TOLERANCE = Fraction(1, 100)
"""Players round, encoders pad: 1 % beside the ratio still is the ratio."""
BROWSER_CODECS = frozenset({"h264", "vp8", "vp9", "av1"})


@dataclass(frozen=True)
class Facts:
    """What a probe found. Sizes are as shown on a screen: turned by the rotation the file asks for."""

    container: str
    readable: bool = True
    whole: bool = True
    video_codec: str | None = None
    width: int = 0
    height: int = 0
    dar: Fraction | None = None
    """Display aspect ratio, pixel shape and rotation taken in."""
    rotation: int = 0
    duration_ms: int = 0
    audio_codec: str | None = None
    silent: bool = False
    size: int = 0


@dataclass(frozen=True)
class FileRules:
    """What the plan asks; None or empty asks nothing."""

    containers: tuple[str, ...] = ()
    frames: tuple[tuple[int, int], ...] = ()
    aspect: Fraction | None = None
    min_ms: int | None = None
    max_ms: int | None = None
    tolerance_ms: int = 500
    max_bytes: int | None = None


@dataclass(frozen=True)
class Finding:
    """One property that fails: the code, what was found and what is required, both as people read them."""

    code: Code
    found: str
    required: str


def check(facts: Facts, rules: FileRules) -> list[Finding]:
    """Everything about a file that the plan does not accept; [] when it is accepted."""
    return list(_findings(facts, rules))


def _findings(facts: Facts, rules: FileRules) -> Iterator[Finding]:
    if rules.max_bytes is not None and facts.size > rules.max_bytes:
        yield Finding("too_large", megabytes(facts.size), f"≤ {megabytes(rules.max_bytes)}")
    wanted = ", ".join(f".{one}" for one in rules.containers)
    if rules.containers and facts.container not in rules.containers:
        yield Finding("not_mp4", facts.container or "?", wanted)
        return
    if not facts.whole:
        yield Finding("truncated", clock(facts.duration_ms) if facts.duration_ms else "?", "")
        return
    if not facts.readable:
        yield Finding("unreadable", facts.container or "?", wanted)
        return
    if facts.video_codec is None:
        yield Finding("no_video", facts.audio_codec or "?", "")
        return
    yield from _length(facts, rules)
    if rules.frames and (facts.width, facts.height) not in rules.frames:
        shown = ", ".join(f"{width}×{height}" for width, height in rules.frames)
        yield Finding("wrong_frame", f"{facts.width}×{facts.height}", shown)
    aspect, dar = rules.aspect, facts.dar
    if aspect is not None and dar is not None and abs(dar - aspect) > aspect * ASPECT_TOLERANCE:
        yield Finding("wrong_aspect", ratio(dar), ratio(aspect))


def _length(facts: Facts, rules: FileRules) -> Iterator[Finding]:
    """Both ends count, and so does the tolerance beyond them."""
    if rules.min_ms is not None and facts.duration_ms < rules.min_ms - rules.tolerance_ms:
        yield Finding("too_short", clock(facts.duration_ms), f"≥ {clock(rules.min_ms)}")
    if rules.max_ms is not None and facts.duration_ms > rules.max_ms + rules.tolerance_ms:
        yield Finding("too_long", clock(facts.duration_ms), f"≤ {clock(rules.max_ms)}")


def warnings(facts: Facts) -> list[Caution]:
    """What is no breach but worth saying."""
    found: list[Caution] = []
    if facts.video_codec and (facts.audio_codec is None or facts.silent):
        found.append("silent")
    if facts.video_codec == "hevc":
        found.append("hevc")
    elif facts.video_codec and facts.video_codec not in BROWSER_CODECS:
        found.append("odd_codec")
    if facts.rotation:
        found.append("rotated")
    return found


def clock(ms: int) -> str:
    """ "4:59,000": minutes, seconds and milliseconds as the tolerance is measured in them."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 60}:{seconds % 60:02},{rest:03}"


def ratio(value: Fraction) -> str:
    """ "16:9"; an odd one to two decimals, "2,35:1"."""
    simple = value.limit_denominator(16)
    if abs(simple - value) <= value / 1000:
        return f"{simple.numerator}:{simple.denominator}"
    return f"{int(value * 100) / 100:.2f}:1".replace(".", ",")


def megabytes(size: int) -> str:
    """ "12,3 MB", decimal megabytes."""
    tenths = (size + 50_000) // 100_000
    return f"{tenths // 10},{tenths % 10} MB"
