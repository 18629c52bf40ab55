"""Sample films of our own making (phim mẫu): a short one is drawn and encoded, then looped to length by stream copy.

For demonstrations and rehearsals: HD, 16:9, H.264 and AAC with a soft tone, index first, below 1 MB for five minutes.
The same seed gives the same pictures; different seeds look different to the search for copies.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from heapq import merge
from pathlib import Path
from random import Random
from typing import Any

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageOps

WIDTH, HEIGHT, FPS, SOUND_RATE = 1280, 720, 2, 16000
SCENES, SCENE_FRAMES = 5, 12
LOOP_FRAMES = SCENES * SCENE_FRAMES
SOUND_STEP = 1024
Colour = tuple[int, int, int]


def make_sample_film(seed: int | str, seconds: int, path: Path, *, mirrored: bool = False, title: str = "") -> Path:
    """Write a film of exactly so many seconds to `path`. `mirrored`: a copy somebody tried to hide.

    `title` goes into the file's own description.
    """
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as out:
        video: Any = out.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.options = {"preset": "veryfast", "crf": "34", "bf": "0", "g": str(LOOP_FRAMES), "sc_threshold": "40"}
        sound: Any = out.add_stream("aac", rate=SOUND_RATE, layout="mono", bit_rate=8000)
        out.metadata["title"] = title
        pictures = _packets(video, _frames(str(seed), mirrored=mirrored))
        tones = _packets(sound, _tone(Random(f"{seed}").choice((220, 247, 262, 294, 330))))
        reels = (
            _looped(video, pictures, seconds * FPS, Fraction(1, FPS)),
            _looped(sound, tones, seconds * SOUND_RATE // SOUND_STEP, Fraction(SOUND_STEP, SOUND_RATE)),
        )
        for _at, packet in merge(*reels, key=lambda pair: pair[0]):
            out.mux(packet)
    return path


def _packets(stream: Any, frames: Iterator[Any]) -> list[tuple[bytes, bool]]:
    """(bytes, key frame) of each packet, in the order shown: nothing refers to what comes later."""
    packets = [packet for frame in frames for packet in stream.encode(frame)] + stream.encode(None)
    return [(bytes(packet), packet.is_keyframe) for packet in packets if packet.size]


def _looped(
    stream: Any, packets: list[tuple[bytes, bool]], count: int, step: Fraction
) -> Iterator[tuple[Fraction, Any]]:
    """(seconds, packet) of `count` packets, the given ones over and over, each `step` seconds long."""
    for at in range(count):
        data, is_key = packets[at % len(packets)]
        packet: Any = av.Packet(data)
        packet.stream, packet.time_base, packet.is_keyframe = stream, step, is_key
        packet.pts = packet.dts = at
        packet.duration = 1
        yield at * step, packet


def _frames(seed: str, *, mirrored: bool) -> Iterator[Any]:
    for scene in range(SCENES):
        draw = Random(f"{seed}-{scene}")
        backdrop, moving = _backdrop(draw), _colour(draw)
        x, y, right = draw.randrange(200, 1000), draw.randrange(150, 550), draw.choice((-24, -16, 16, 24))
        for at in range(SCENE_FRAMES):
            picture = backdrop.copy()
            left = x + right * at
            ImageDraw.Draw(picture).ellipse((left - 70, y - 70, left + 70, y + 70), fill=moving)
            shown = np.asarray(ImageOps.mirror(picture) if mirrored else picture)
            frame: Any = av.VideoFrame.from_ndarray(shown, format="rgb24")
            frame.pts, frame.time_base = scene * SCENE_FRAMES + at, Fraction(1, FPS)
            yield frame


def _backdrop(draw: Random) -> Image.Image:
    """Broad shapes over two colours: easy to encode, unlike any other scene."""
    small = Image.new("RGB", (WIDTH // 4, HEIGHT // 4), _colour(draw))
    brush = ImageDraw.Draw(small)
    for _ in range(9):
        left, top = draw.randrange(-40, 300), draw.randrange(-30, 170)
        box = (left, top, left + draw.randrange(40, 180), top + draw.randrange(30, 120))
        draw.choice((brush.rectangle, brush.ellipse))(box, fill=_colour(draw))
    return small.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).filter(ImageFilter.BoxBlur(2))


def _colour(draw: Random) -> Colour:
    return (draw.randrange(20, 236), draw.randrange(20, 236), draw.randrange(20, 236))


def _tone(pitch: int) -> Iterator[Any]:
    """A quiet tone of four seconds."""
    wave = (np.sin(2 * np.pi * pitch * np.arange(4 * SOUND_RATE) / SOUND_RATE) * 0.05).astype(np.float32)
    for at in range(0, len(wave) - SOUND_STEP, SOUND_STEP):
        frame = av.AudioFrame.from_ndarray(wave[None, at : at + SOUND_STEP], format="fltp", layout="mono")
        frame.sample_rate, frame.pts = SOUND_RATE, at
        yield frame
