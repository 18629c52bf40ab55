"""Small videos made on the spot: scenes that move, of any length, frame, container and fault."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

Picture = np.ndarray[Any, np.dtype[np.uint8]]


def scenes(seed: int, frames: int, width: int = 640, height: int = 360, each: int = 40) -> Iterator[Picture]:
    """A film of its own: every `each` frames a new backdrop, before it something that moves."""
    draw = np.random.default_rng(seed)
    for at in range(frames):
        if at % each == 0:
            tiles = draw.integers(0, 255, (9, 16))
            backdrop = np.kron(tiles, np.ones((-(-height // 9), -(-width // 16))))[:height, :width].astype(np.uint8)
            x, y, right, down = (int(draw.integers(*span)) for span in ((60, 580), (60, 300), (-6, 6), (-4, 4)))
        picture = np.stack([backdrop] * 3, -1)
        left, top = (x + right * (at % each)) % width, (y + down * (at % each)) % height
        picture[max(0, top - 40) : top + 40, max(0, left - 40) : left + 40] = (255, 30, 90)
        yield picture


def plain(width: int, height: int) -> Picture:
    """One picture with an edge, quick to encode again and again."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, width // 3 :] = 200
    return picture


def write(
    path: Path,
    pictures: Iterator[Picture] | list[Picture],
    *,
    fps: Fraction | int = 10,
    container: str = "mp4",
    codec: str = "libx264",
    crf: int = 23,
    sound: str = "tone",
    sar: str = "",
    options: dict[str, str] | None = None,
) -> Path:
    """Encode pictures; `sound` is "tone", "quiet" or "none"."""
    pictures = list(pictures)
    height, width = (side - side % 2 for side in pictures[0].shape[:2])
    with av.open(str(path), "w", format=container, options=options or {}) as file:
        video = file.add_stream(codec, rate=Fraction(fps))
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.options = {"preset": "ultrafast", "crf": str(crf)}
        if sar:
            video.codec_context.sample_aspect_ratio = Fraction(sar.replace(":", "/"))
        audio = file.add_stream("aac", rate=16000) if sound != "none" else None
        if audio is not None:
            audio.layout = "mono"
        for at, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture[:height, :width]), format="rgb24")
            frame.pts, frame.time_base = at, 1 / Fraction(fps)
            for packet in video.encode(frame):
                file.mux(packet)
        for packet in video.encode():
            file.mux(packet)
        if audio is not None:
            _sound(file, audio, Fraction(len(pictures)) / Fraction(fps), 0.3 if sound == "tone" else 0.0)
    return path


def _sound(file: Any, stream: Any, seconds: Fraction, loud: float) -> None:
    wave = (np.sin(2 * np.pi * 440 * np.arange(int(seconds * 16000)) / 16000) * loud).astype(np.float32)
    for at in range(0, len(wave), 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, at : at + 1024], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = 16000, at
        for packet in stream.encode(frame):
            file.mux(packet)
    for packet in stream.encode():
        file.mux(packet)


def lasting(path: Path, seconds: Fraction | int, width: int = 1280, height: int = 720, **how: Any) -> Path:
    """A still of exactly so many seconds, few pictures and all of one length."""
    fps = Fraction(1, 5) if seconds > 20 else Fraction(5)
    count = Fraction(seconds) * fps
    if count.denominator != 1:
        fps = Fraction(int(count) + 1) / Fraction(seconds)
        count = Fraction(int(count) + 1)
    return write(path, [plain(width, height)] * int(count), fps=fps, sound=how.pop("sound", "none"), **how)


def only_sound(path: Path) -> Path:
    with av.open(str(path), "w", format="mp4") as file:
        stream = file.add_stream("aac", rate=16000)
        stream.layout = "mono"
        _sound(file, stream, Fraction(2), 0.3)
    return path


def turned(path: Path, source: Path, degrees: int = 90) -> Path:
    """The same film as a phone held upright marks it: the header asks for a rotation, the pictures lie on a side."""
    data = bytearray(source.read_bytes())
    at = data.index(b"tkhd") + 4
    at += 40 if data[at] == 0 else 52  # version 0 or 1: the matrix stands after times, duration and layers
    one = 1 << 16
    matrix = {90: (0, one, 0, -one & 0xFFFFFFFF, 0, 0), 180: (-one & 0xFFFFFFFF, 0, 0, 0, -one & 0xFFFFFFFF, 0)}
    for place, value in enumerate(matrix[degrees]):
        data[at + 4 * place : at + 4 * place + 4] = value.to_bytes(4, "big")
    path.write_bytes(data)
    return path


def save(path: Path, picture: Picture) -> Path:
    """One picture as a file, by the ending of its name."""
    Image.fromarray(np.ascontiguousarray(picture)).save(path)
    return path
