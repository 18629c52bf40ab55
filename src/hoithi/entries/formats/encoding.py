"""Encoding a film anew, by a filter graph and all processors it is given. Runs only inside the limited child."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import av
import av.filter

MOST_FPS = Fraction(60)
_TURNS = {90: ["cclock"], 180: ["clock", "clock"], 270: ["clock"]}
"""By the rotation of a frame, counter-clockwise as the library tells it."""


def encode(film: Any, out: Any, *, height: int, tell: Callable[[int], None]) -> None:
    """All pictures and the first sound track of `film` into `out`, whose streams stand before anything is written."""
    video = film.streams.video[0]
    video.thread_type = "AUTO"
    sound = next(iter(film.streams.audio), None)
    length = Fraction(film.duration or 0, 1_000_000)
    graph, to_video = _to_video(film, video, out, height)
    to_sound: Any = out.add_stream("aac", rate=48000) if sound is not None else None
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=48000)
    for packet in film.demux([video] if sound is None else [video, sound]):
        for frame in packet.decode():
            if packet.stream is sound:
                for part in resampler.resample(frame):
                    out.mux(to_sound.encode(part))
                continue
            graph.push(frame)
            for picture in _pulled(graph):
                picture.pict_type = 0
                out.mux(to_video.encode(picture))
                tell(int(99 * picture.time / length) if length and picture.time else 0)
    for stream in (to_video, to_sound):
        if stream is not None:
            out.mux(stream.encode(None))


def _to_video(film: Any, video: Any, out: Any, height: int) -> tuple[Any, Any]:
    """The filter and the stream its pictures go to; what they look like is told by the film's first picture."""
    frame = next(film.decode(video))
    film.seek(0)
    graph = _graph(video, frame, height)
    pixel = Fraction(video.sample_aspect_ratio or 1) or Fraction(1)
    share = min(Fraction(1), Fraction(height, frame.height))
    sides = [int(frame.width * pixel * share) // 2 * 2, min(frame.height, height) // 2 * 2]
    if round(getattr(frame, "rotation", 0)) % 180:
        sides.reverse()
    stream = out.add_stream("libx264", rate=min(Fraction(video.average_rate or 25), MOST_FPS))
    stream.width, stream.height = sides
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = video.time_base
    stream.codec_context.thread_count = 0
    stream.options = {"preset": "veryfast", "crf": "23"}
    return graph, stream


def _graph(video: Any, frame: Any, height: int) -> Any:
    """Scale (never up, even sides, square pixels) and turn upright."""
    graph = av.filter.Graph()
    chain = [graph.add_buffer(template=video)]
    wide, high = f"trunc(iw*sar*min(1,{height}/ih)/2)*2", f"trunc(min(ih,{height})/2)*2"
    chain.append(graph.add("scale", width=wide, height=high))
    chain.append(graph.add("setsar", "1"))
    chain += [graph.add("transpose", turn) for turn in _TURNS.get(round(getattr(frame, "rotation", 0)) % 360, [])]
    chain += [graph.add("format", "yuv420p"), graph.add("buffersink")]
    for one, following in pairwise(chain):
        one.link_to(following)
    graph.configure()
    return graph


def _pulled(graph: Any) -> Iterator[Any]:
    while True:
        try:
            yield graph.pull()
        except (BlockingIOError, EOFError):
            return
