"""Looking into a video file. Runs only inside the limited child process (`child.py`): files come from strangers.

The container is told by its first bytes and the demuxer is forced to it: left to guess, the library opens renamed
files, playlists that name other files, and scripts.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.error

DEMUXER = {"mp4": "mp4", "mov": "mov", "webm": "matroska", "mkv": "matroska", "avi": "avi", "ts": "mpegts"}
QUIET_PEAK = 0.001
"""−60 dB: below it a sound track is silent."""
SLACK_S = Fraction(2)
"""How far the last packet may lie before the end the header tells; more than that was cut off."""
Json = dict[str, Any]


def container_of(path: Path) -> str:
    """ "mp4", "mov", "mkv", "webm", "avi", "ts", "" for anything else, by the first bytes."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head[4:8] == b"ftyp":
        return "mov" if head[8:12] == b"qt  " else "mp4"
    if head[:4] == b"\x1aE\xdf\xa3":
        return "webm" if b"webm" in head[:64] else "mkv"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "avi"
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return "ts"
    return ""


def boxes_of(path: Path) -> list[bytes] | None:
    """Names of the top-level boxes of an MP4 in their order; None when they do not end where the file ends.

    A file cut in half opens and tells its full length when the index stands first; its boxes do not.
    """
    size, at, names = path.stat().st_size, 0, []
    with path.open("rb") as file:
        while at < size:
            file.seek(at)
            head = file.read(16)
            if len(head) < 8:
                return None
            length = int.from_bytes(head[:4], "big")
            names.append(head[4:8])
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            elif length == 0:
                length = size - at
            if length < 8 or at + length > size:
                return None
            at += length
    return names


def probe(path: Path, tell: Callable[[int], None] = lambda _percent: None) -> Json:
    """{"container", "readable", "whole", "video_codec", "width", "height", "dar", "rotation", "duration_ms", …}."""
    found: Json = {"container": container_of(path), "readable": False, "whole": True, "size": path.stat().st_size}
    if not found["container"]:
        return found
    if found["container"] in ("mp4", "mov"):
        boxes = boxes_of(path) or []
        found["whole"] = b"moov" in boxes
        found["index_first"] = b"moov" in boxes and b"mdat" in boxes and boxes.index(b"moov") < boxes.index(b"mdat")
    try:
        with av.open(str(path), format=DEMUXER[found["container"]]) as container:
            found |= _streams(container, tell)
    except (av.error.FFmpegError, ValueError, OSError, EOFError, StopIteration):
        found["readable"] = False
    return found


def _streams(container: Any, tell: Callable[[int], None]) -> Json:
    found: Json = {"readable": True, "video_codec": None, "audio_codec": None}
    video = next((one for one in container.streams.video if not _is_cover(one)), None)
    audio = next(iter(container.streams.audio), None)
    if audio is not None:
        found["audio_codec"] = audio.codec_context.name
    told = Fraction(container.duration or 0, 1_000_000)
    if video is not None:
        found |= _picture(container, video)
    first, last, count = _span(container, video or audio, lambda at: tell(int(90 * at / told) if told else 0))
    found["duration_ms"] = int((last - first) * 1000 + Fraction(1, 2))
    found["frame_rate"] = str(video.average_rate) if video is not None and video.average_rate else None
    found["packets"] = count
    if count == 0 or told - (last - first) > SLACK_S:
        found["whole"] = False
    if audio is not None:
        container.seek(0)
        found["silent"] = _is_silent(container, audio)
    return found


def _is_cover(stream: Any) -> bool:
    """A picture beside a sound track (bìa) is no video."""
    return bool(stream.disposition & stream.disposition.__class__.attached_pic)


def _picture(container: Any, video: Any) -> Json:
    """From the first frame shown: rotation stands with the frame and not with the stream."""
    frame = next(container.decode(video))
    container.seek(0)
    turn = round(getattr(frame, "rotation", 0)) % 360
    sar = Fraction(video.sample_aspect_ratio or 1) or Fraction(1)
    width, height = frame.width, frame.height
    dar = Fraction(width, height) * sar
    if turn in (90, 270):
        width, height, dar = height, width, 1 / dar
    return {
        "video_codec": video.codec_context.name,
        "width": width,
        "height": height,
        "dar": f"{dar.numerator}/{dar.denominator}",
        "rotation": turn,
    }


def _span(container: Any, stream: Any, tell: Callable[[Fraction], None]) -> tuple[Fraction, Fraction, int]:
    """First and last moment of the packets of a stream in seconds, and how many there are; all are read."""
    if stream is None:
        return Fraction(0), Fraction(0), 0
    first, last, count = None, 0, 0
    base: Fraction = stream.time_base
    for packet in container.demux(stream):  # whole numbers in here: a long film has a hundred thousand packets
        pts = packet.pts
        if pts is None or packet.size == 0:
            continue
        if first is None or pts < first:
            first = pts
        last = max(last, pts + (packet.duration or 0))
        count += 1
        if count % 500 == 0:
            tell(last * base)
    return (first or 0) * base, last * base, count


def _is_silent(container: Any, audio: Any, seconds: int = 60) -> bool:
    """Whether nothing louder than −60 dB is heard within the first minute; an unreadable track counts as silent."""
    import numpy as np

    try:
        for frame in container.decode(audio):
            samples = frame.to_ndarray()
            top = float(np.iinfo(samples.dtype).max) if samples.dtype.kind in "iu" else 1.0
            if samples.size and float(np.abs(samples.astype(np.float64)).max()) / top > QUIET_PEAK:
                return False
            if frame.time is not None and frame.time > seconds:
                break
    except (av.error.FFmpegError, ValueError):
        return True
    return True
