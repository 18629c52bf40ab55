"""Wording with places to fill (lời ghi trên giấy): "{ten}[, {don_vi}] đạt {giai}".

A place is a name in braces. What stands in square brackets is left out where a place inside it is empty, so that one
wording serves people with a unit and people without. Brackets do not nest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

PLACES = ("ten", "chuc_vu", "don_vi", "tac_pham", "giai", "hang", "phan_thi", "cuoc_thi", "co_quan", "nam")
"""Name, position, unit, work, prize, place, part, contest, organiser, year."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
Fault = Literal["unknown_place", "stray_brace", "stray_bracket"]


@dataclass(frozen=True)
class Trouble:
    """What is wrong with a wording; `at` is the piece of text it stands in."""

    fault: Fault
    at: str


def troubles(wording: str, known: Collection[str] = PLACES) -> list[Trouble]:
    """Everything that keeps a wording from being filled, in the order of the text."""
    found = [Trouble("unknown_place", f"{{{name}}}") for name in _PLACE.findall(wording) if name not in known]
    bare = _PLACE.sub("", wording)
    found += [Trouble("stray_brace", _around(bare, match.start())) for match in re.finditer(r"[{}]", bare)]
    plain = _OPTIONAL.sub("", wording)
    found += [Trouble("stray_bracket", _around(plain, match.start())) for match in re.finditer(r"[\[\]]", plain)]
    return found


def _around(text: str, at: int) -> str:
    return text[max(0, at - 12) : at + 12].strip()


def fill(wording: str, values: Mapping[str, str]) -> str:
    """The wording with every place filled and optional pieces without a value left out; spaces are single.

    Values are taken as they are: braces and brackets inside them mean nothing.
    """
    pieces = []
    at = 0
    for match in _OPTIONAL.finditer(wording):
        pieces.append(_filled(wording[at : match.start()], values))
        inner = match.group(1)
        if all(values.get(name) for name in _PLACE.findall(inner)):
            pieces.append(_filled(inner, values))
        at = match.end()
    pieces.append(_filled(wording[at:], values))
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()


def _filled(piece: str, values: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda match: values.get(match.group(1), ""), piece)


def places_of(wording: str) -> list[str]:
    """Names of the places a wording fills, each once, in the order of the text."""
    return list(dict.fromkeys(_PLACE.findall(wording)))
