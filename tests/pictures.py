"""Pages compared as pictures with references somebody looked at and approved.

`pytest … --approve` writes what the pages look like now; look at every changed file before it is committed.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

PPI = 50
"""Enough to see a line moved, small enough to keep."""
SHADE, SHARE = 60, 0.002
"""How far a dot may be from its reference (of 255), and how many may be farther: edges of letters differ a little."""
Check = Callable[[str, Sequence[bytes]], None]


def checker(folder: Path, *, approve: bool) -> Check:
    """A function (name, pages as PNG) that fails where a page looks different from its reference in `folder`."""

    def check(name: str, pages: Sequence[bytes]) -> None:
        if approve:
            folder.mkdir(exist_ok=True)
            for old in folder.glob(f"{name}-*.png"):
                old.unlink()
            for at, page in enumerate(pages, 1):
                _gray(page).quantize(16).save(folder / f"{name}-{at}.png", optimize=True)
        kept = sorted(folder.glob(f"{name}-*.png"), key=lambda path: int(path.stem.rsplit("-", 1)[1]))
        assert len(kept) == len(pages), f"{name}: {len(pages)} pages, approved {len(kept)}; look, then --approve"
        for path, page in zip(kept, pages, strict=True):
            seen, known = np.asarray(_gray(page), np.int16), np.asarray(Image.open(path).convert("L"), np.int16)
            assert seen.shape == known.shape, f"{path.name}: another size"
            far = float((np.abs(seen - known) > SHADE).mean())
            assert far <= SHARE, f"{path.name}: {far:.2%} of the page looks different; look, then --approve"

    return check


def _gray(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("L")
