"""What a video looks like (dấu vân hình ảnh), so that copies are found though every byte differs.

Two frames a second, black borders cut off, each hashed by the signs of its lowest cosine frequencies (pHash: Zauner,
"Implementation and Benchmarking of Perceptual Image Hash Functions", 2010): whole, two centre crops (a copy may be
cut), four quarters (a logo may hide one). A mirrored copy is found by hashing the mirrored query. Frames are read
(`frames.py`) only in the limited child process; nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

VERSION = 1
STEP_MS = 500
SIDE, LOW = 32, 8
VIEWS = 7
"""Hashes of one frame: whole, centre 90 %, centre 80 %, four quarters."""
NEAR_BITS = 10
FLAT = 4.0
"""Standard deviation of the picture's brightness below which a frame (black, white, fog) tells nothing."""
_SPREAD = 0x9E3779B1
"""2³² over the golden ratio: neighbouring keys fall far apart (Knuth, TAOCP 3, 6.4)."""
Hashes = NDArray[np.uint64]
"""frames × VIEWS; a row of zeros is a frame that tells nothing."""
_COS = np.array(
    [[np.cos(np.pi * (2 * x + 1) * u / (2 * SIDE)) for x in range(SIDE)] for u in range(LOW + 1)], dtype=np.float64
)
_POWERS = (1 << np.arange(64, dtype=np.uint64)).astype(np.uint64)


def views(picture: NDArray[np.uint8]) -> list[int]:
    """The hashes of one frame; all zero when it is flat."""
    cut = _without_borders(picture)
    if float(cut.std()) < FLAT:
        return [0] * VIEWS
    height, width = cut.shape
    halves = [cut[: height // 2], cut[height // 2 :]]
    quarters = [part for half in halves for part in (half[:, : width // 2], half[:, width // 2 :])]
    return [_hash(view) for view in (cut, _centre(cut, 5), _centre(cut, 10), *quarters)]


def _without_borders(picture: NDArray[np.uint8], dark: int = 20) -> NDArray[np.uint8]:
    """Black bars cut off; a picture that is dark all over stays as it is."""
    rows = np.flatnonzero(np.percentile(picture, 90, axis=1) > dark)
    columns = np.flatnonzero(np.percentile(picture, 90, axis=0) > dark)
    if len(rows) < SIDE or len(columns) < SIDE:
        return picture
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _centre(picture: NDArray[np.uint8], percent: int) -> NDArray[np.uint8]:
    """Without `percent` of each side."""
    dy, dx = picture.shape[0] * percent // 100, picture.shape[1] * percent // 100
    return picture[dy : picture.shape[0] - dy, dx : picture.shape[1] - dx]


def _hash(view: NDArray[np.uint8]) -> int:
    """64 signs: each of the lowest frequencies (without the constant) against their median."""
    small = _shrunk(view)
    low = (_COS @ small @ _COS.T)[1:, 1:]
    bits = (low > np.median(low)).ravel()
    return int(_POWERS[bits].sum(dtype=np.uint64)) or 1


def _shrunk(view: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The mean brightness of SIDE × SIDE blocks, whatever the size."""
    data = view.astype(np.float64)
    for axis in (0, 1):
        edges = np.linspace(0, data.shape[axis], SIDE + 1).astype(int)
        sums = np.add.reduceat(data, edges[:-1], axis=axis)
        data = sums / np.diff(edges).reshape((-1, 1) if axis == 0 else (1, -1))
    return data


def packed(hashes: Hashes) -> bytes:
    """As the database keeps them: big-endian, row by row."""
    return hashes.astype(">u8").tobytes()


def unpacked(data: bytes) -> Hashes:
    return np.frombuffer(data, dtype=">u8").astype(np.uint64).reshape(-1, VIEWS)


def keys(hashes: Hashes, most: int | None = None) -> list[int]:
    """Index keys: each quarter (16 bits) of the whole and the centre views of every frame that tells something.

    A copy shares many of them: of 64 bits some 16 in a row come out the same in many frames, whatever was re-encoded
    or cut off. Without repeats, in order. Of more than `most` every second, fourth, … part is kept, and always the
    same part of all keys: what two films share is thinned out alike.
    """
    telling = hashes[hashes[:, 0] != 0]
    found: set[int] = set()
    for view in range(3):
        for band in range(4):
            parts = (telling[:, view] >> np.uint64(16 * band)) & np.uint64(0xFFFF)
            found.update(int(part) + (band << 16) for part in np.unique(parts))
    level = 0
    while most is not None and len(found) > most:
        level += 1
        found = {key for key in found if (key * _SPREAD >> 20) % (1 << level) == 0}
    return sorted(found)


@dataclass(frozen=True)
class Match:
    """How alike two videos are: the share of the shorter one's frames that are found in the other."""

    score: Fraction
    moments: tuple[tuple[Fraction, Fraction], ...]
    """(seconds in one, seconds in the other) of frames that match, thinned out."""


def compare(one: Hashes, other: Hashes, *, most_moments: int = 12) -> Match:
    """The share of frames of the shorter video that look like one of the longer. 0 where nothing can be told."""
    swapped = len(one) > len(other)
    short, long = (other, one) if swapped else (one, other)
    rows, columns = np.flatnonzero(short[:, 0] != 0), np.flatnonzero(long[:, 0] != 0)
    if not len(rows) or not len(columns):
        return Match(Fraction(0), ())
    hits = []
    for at in rows:
        bits = _difference(short[at], long[columns])
        best = int(bits.argmin())
        if bits[best] <= NEAR_BITS:
            hits.append((int(at), int(columns[best])))
    chosen: Sequence[tuple[int, int]] = hits[:: max(1, len(hits) // most_moments)][:most_moments]
    step = Fraction(STEP_MS, 1000)
    moments = [(a * step, b * step) for a, b in chosen]
    return Match(Fraction(len(hits), len(rows)), tuple((b, a) if swapped else (a, b) for a, b in moments))


def _difference(frame: Hashes, others: Hashes) -> NDArray[np.int64]:
    """Bits by which each of the others differs, at the closest pair of views that can be the same picture."""
    best = np.minimum.reduce(
        [_bits(frame[a], others[:, b]) for a, b in ((0, 0), (0, 1), (1, 0), (0, 2), (2, 0), (1, 1))]
    )
    quarters = np.sort(np.stack([_bits(frame[view], others[:, view]) for view in range(3, VIEWS)]), axis=0)
    closest: NDArray[np.int64] = np.minimum(best, quarters[2])
    return closest  # a logo may hide one quarter of four


def _bits(a: np.uint64, b: NDArray[np.uint64]) -> NDArray[np.int64]:
    counted: NDArray[np.int64] = np.bitwise_count(np.bitwise_xor(a, b)).astype(np.int64)
    return counted
