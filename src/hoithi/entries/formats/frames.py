"""Reading a film's or a picture's frames for its fingerprint. Runs only inside the limited child process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from numpy.typing import NDArray
from PIL import ImageOps

from hoithi.entries.formats.fingerprint import STEP_MS, VIEWS, Hashes, views
from hoithi.entries.formats.picture import MOST_PIXELS, opened
from hoithi.entries.formats.probe import DEMUXER, container_of

MOST_FRAMES = 2 * 60 * 60


def both(path: Path, tell: Callable[[int], None] = lambda _percent: None) -> tuple[Hashes, Hashes]:
    """Hashes of a video's frames, one row for each half second, and those of its mirror image; decoded once.

    Raises ValueError for what cannot be read.
    """
    straight, mirrored = [], []
    for picture in frames(path, tell):
        straight.append(views(picture))
        mirrored.append(views(picture[:, ::-1]))
    return _rows(straight), _rows(mirrored)


def of_picture(path: Path) -> tuple[Hashes, Hashes]:
    """The one row of a picture, and of its mirror image. Raises ValueError, OSError."""
    with opened(path) as picture:
        if picture.size[0] * picture.size[1] > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("L", (512, 512))
        grey = np.asarray(ImageOps.exif_transpose(picture).convert("L").resize((256, 256)))
    return _rows([views(grey)]), _rows([views(grey[:, ::-1])])


def _rows(rows: list[list[int]]) -> Hashes:
    return np.array(rows, dtype=np.uint64).reshape(len(rows), VIEWS)


def frames(path: Path, tell: Callable[[int], None]) -> Iterator[NDArray[np.uint8]]:
    """Grey pictures, one for each half second, no larger than needed."""
    container_name = container_of(path)
    if not container_name:
        raise ValueError("no video")
    try:
        with av.open(str(path), format=DEMUXER[container_name]) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            stream.codec_context.skip_frame = "NONREF"
            length = Fraction(container.duration or 0, 1_000_000)
            for at, picture in _sampled(container, stream):
                yield picture
                tell(int(100 * at / length) if length else 0)
    except (av.error.FFmpegError, IndexError) as error:
        raise ValueError(str(error)) from error


def _sampled(container: Any, stream: Any) -> Iterator[tuple[Fraction, NDArray[np.uint8]]]:
    due, count = Fraction(0), 0
    first: Fraction | None = None
    for frame in container.decode(stream):
        at = Fraction(frame.pts or 0) * frame.time_base
        first = at if first is None else first
        if at - first < due:
            continue
        picture = frame.reformat(width=256, height=144, format="gray").to_ndarray()
        yield at - first, np.rot90(picture, k=round(getattr(frame, "rotation", 0)) // 90 % 4)
        due = (at - first) + Fraction(STEP_MS, 1000)
        count += 1
        if count >= MOST_FRAMES:
            return
