"""Captions (phụ đề): WebVTT and SRT read strictly, written as plain WebVTT.

Source: W3C "WebVTT: The Web Video Text Tracks Format"; SRT as SubRip writes it. Styles, regions and notes are left
out; what is wrong is told with its line, counted from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

MOST_CUES = 20_000
LONGEST_CUE = 2000
Fault = Literal["empty", "timing", "backwards", "no_text", "too_long", "too_many"]
_MOMENT = r"(?:(\d{1,4}):)?([0-5]\d):([0-5]\d)[.,](\d{3})"
_TIMING = re.compile(rf"^{_MOMENT}[ \t]+-->[ \t]+{_MOMENT}(?:[ \t]+(.*))?$")
_SKIPPED = ("NOTE", "STYLE", "REGION")
_SETTING = re.compile(r"^(vertical|line|position|size|align):[\w.,%-]{1,30}$")


@dataclass(frozen=True)
class Cue:
    """One caption; times in milliseconds."""

    start_ms: int
    end_ms: int
    text: str
    settings: str = ""


class CaptionFault(Exception):
    """What is wrong, and in which line."""

    def __init__(self, fault: Fault, line: int) -> None:
        super().__init__(fault, line)
        self.fault, self.line = fault, line


def read(text: str) -> list[Cue]:
    """Cues of a WebVTT or SRT text, in the order of their beginnings. Raises CaptionFault."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    vtt = bool(lines) and (lines[0] == "WEBVTT" or lines[0].startswith(("WEBVTT ", "WEBVTT\t")))
    blocks = list(_blocks(lines))
    cues = [cue for at, block in blocks[1 if vtt else 0 :] if (cue := _cue(at, block)) is not None]
    if not cues:
        raise CaptionFault("empty", 1)
    if len(cues) > MOST_CUES:
        raise CaptionFault("too_many", 1)
    return sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """(line of the first, lines) of what empty lines divide."""
    block: list[str] = []
    for at, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line.rstrip())
        elif block:
            yield at - len(block), block
            block = []


def _cue(at: int, block: list[str]) -> Cue | None:
    """The cue of a block; None for notes, styles and regions."""
    if block[0].split(" ")[0] in _SKIPPED:
        return None
    index = 0 if "-->" in block[0] else 1
    if len(block) <= index:
        raise CaptionFault("timing", at)
    found = _TIMING.match(block[index].strip())
    if found is None:
        raise CaptionFault("timing", at + index)
    start, end = _ms(found.group(1, 2, 3, 4)), _ms(found.group(5, 6, 7, 8))
    if end <= start:
        raise CaptionFault("backwards", at + index)
    said = "\n".join(line for line in block[index + 1 :])
    if not said:
        raise CaptionFault("no_text", at + index)
    if len(said) > LONGEST_CUE or "-->" in said:
        raise CaptionFault("too_long" if len(said) > LONGEST_CUE else "timing", at + index + 1)
    kept = [one for one in (found.group(9) or "").split() if _SETTING.match(one)]
    return Cue(start, end, said, " ".join(kept))


def _ms(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def as_vtt(cues: Sequence[Cue]) -> str:
    """The text of a WebVTT file with these cues."""
    found = ["WEBVTT"]
    for cue in cues:
        found.append(f"{_moment(cue.start_ms)} --> {_moment(cue.end_ms)} {cue.settings}".rstrip() + f"\n{cue.text}")
    return "\n\n".join(found) + "\n"


def _moment(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
