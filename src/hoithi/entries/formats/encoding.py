"""Encoding a film anew, by a filter graph and all processors it is given. Runs only inside the limited child."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
import av.filter

MOST_FPS = Fraction(60)
_TURNS = {90: ["cclock"], 180: ["clock", "clock"], 270: ["clock"]}
"""By the rotation of a frame, counter-clockwise as the library tells it."""


def encode(film: Any, out: Any, *, height: int, tell: Callable[[int], None]) -> None:
    """All pictures and the first sound track of `film` into `out`."""
    video = film.streams.video[0]
    video.thread_type = "AUTO"
    sound = next(iter(film.streams.audio), None)
    length = Fraction(film.duration or 0, 1_000_000)
    rate = min(Fraction(video.average_rate or 25), MOST_FPS)
    to_video: Any = None
    graph: Any = None
    to_sound: Any = out.add_stream("aac", rate=48000) if sound is not None else None
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48000)
    for packet in film.demux([video] if sound is None else [video, sound]):
        for frame in packet.decode():
            if packet.stream is sound:
                for part in resampler.resample(frame):
                    out.mux(to_sound.encode(part))
                continue
            if graph is None:
                graph = _graph(video, frame, height)
            graph.push(frame)
            for picture in _pulled(graph):
                if to_video is None:
                    to_video = _stream(out, picture, rate)
                picture.pict_type = 0
                out.mux(to_video.encode(picture))
                tell(int(99 * picture.time / length) if length and picture.time else 0)
    for stream in (to_video, to_sound):
        if stream is not None:
            out.mux(stream.encode(None))


def _stream(out: Any, picture: Any, rate: Fraction) -> Any:
    stream = out.add_stream("libx264", rate=rate)
    stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "yuv420p"
    stream.codec_context.time_base = picture.time_base
    stream.codec_context.thread_count = 0
    stream.options = {"preset": "veryfast", "crf": "23"}
    return stream


def _graph(video: Any, frame: Any, height: int) -> Any:
    """Scale (never up, even sides, square pixels) and turn upright."""
    graph = av.filter.Graph()
    chain = [graph.add_buffer(template=video)]
    chain.append(
        graph.add("scale", width=f"trunc(iw*sar*min(1,{height}/ih)/2)*2", height=f"trunc(min(ih,{height})/2)*2")
    )
    chain.append(graph.add("setsar", "1"))
    chain += [graph.add("transpose", turn) for turn in _TURNS.get(round(getattr(frame, "rotation", 0)) % 360, [])]
    chain += [graph.add("format", "yuv420p"), graph.add("buffersink")]
    for one, following in pairwise(chain):
        one.link_to(following)
    graph.configure()
    return graph


def _pulled(graph: Any) -> Any:
    while True:
        try:
            yield graph.pull()
        except (BlockingIOError, EOFError, av.error.BlockingIOError):
            return
