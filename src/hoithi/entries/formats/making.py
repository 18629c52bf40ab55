"""What is made from an original for showing: poster, a copy whose index stands first, small H.264, HLS.

Runs only inside the limited child process. Originals are opened for reading only.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageOps

from hoithi.entries.formats.picture import MOST_PIXELS, opened
from hoithi.entries.formats.probe import DEMUXER, container_of

LARGE, SMALL = 1280, 480
"""Width of the two sizes of a poster."""
CARRIED = frozenset({"h264", "hevc", "av1", "vp9", "aac", "mp3", "opus"})
"""Codecs an MP4 takes over as they are."""
LOW_HEIGHT = 720
Tell = Callable[[int], None]
Json = dict[str, Any]


def poster(source: Path, folder: Path, *, tell: Tell) -> Json:
    """The picture at a tenth of the film, or a brighter one near by where that is black; in two sizes, two formats."""
    with _film(source) as film:
        stream = film.streams.video[0]
        length = Fraction(film.duration or 0, 1_000_000)
        best: tuple[float, Fraction, Image.Image] | None = None
        for share in (Fraction(1, 10), Fraction(1, 4), Fraction(1, 2)):
            picture = _at(film, stream, length * share)
            tell(int(100 * share))
            light = _contrast(picture)
            if best is None or light > best[0]:
                best = (light, length * share, picture)
            if light > 12:
                break
    assert best is not None, "a film has a first picture"
    return {"at_ms": int(best[1] * 1000), "files": _sizes(best[2], folder)}


def picture_poster(source: Path, folder: Path, *, tell: Tell) -> Json:
    """A sent picture in the two sizes, upright and without what the camera noted (place, owner)."""
    with opened(source) as picture:
        if picture.size[0] * picture.size[1] > MOST_PIXELS:
            raise ValueError("too many pixels")
        picture.draft("RGB", (LARGE * 2, LARGE * 2))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    tell(60)
    return {"at_ms": None, "files": _sizes(upright, folder)}


def _film(source: Path) -> Any:
    return av.open(str(source), format=DEMUXER[container_of(source)])


def _at(film: Any, stream: Any, moment: Fraction) -> Image.Image:
    """The first picture that can be decoded from a moment on, upright and with square pixels."""
    film.seek(int(moment * 1_000_000), backward=True)
    frame = next(film.decode(stream))
    for frame in film.decode(stream):
        if frame.pts is None or frame.pts * frame.time_base - (stream.start_time or 0) * stream.time_base >= moment:
            break
    picture: Image.Image = frame.to_image()
    pixel = Fraction(stream.sample_aspect_ratio or 1) or Fraction(1)
    if pixel != 1:
        picture = picture.resize((max(1, round(picture.width * pixel)), picture.height))
    return picture.rotate(round(getattr(frame, "rotation", 0)) % 360, expand=True)


def _contrast(picture: Image.Image) -> float:
    counts = picture.convert("L").resize((64, 36)).histogram()
    total = sum(counts)
    mean = sum(at * count for at, count in enumerate(counts)) / total
    return float((sum(count * (at - mean) ** 2 for at, count in enumerate(counts)) / total) ** 0.5)


def _sizes(picture: Image.Image, folder: Path) -> list[Json]:
    """Large before small, WebP before JPEG: the order in which `<picture>` offers them."""
    found = []
    for width in (LARGE, SMALL):
        small = picture.copy()
        small.thumbnail((width, width))
        for ending, media_type, how in (
            ("webp", "image/webp", {"quality": 80}),
            ("jpg", "image/jpeg", {"quality": 82, "optimize": True, "progressive": True}),
        ):
            path = folder / f"{width}.{ending}"
            small.save(path, **how)  # type: ignore[arg-type]  # what each format takes
            size = {"width": small.width, "height": small.height}
            found.append({"file": path.name, "media_type": media_type, **size})
    return found


def faststart(source: Path, folder: Path, *, tell: Tell) -> Json:
    """The same streams in an MP4 whose index stands first, so that it plays before it is there; nothing re-encoded.

    {"files": []} where a stream cannot be taken over. The turn a phone asks for is taken over too.
    """
    with _film(source) as film:
        streams = [*film.streams.video[:1], *film.streams.audio[:1]]
        if any(stream.codec_context.name not in CARRIED for stream in streams):
            return {"files": []}
        path = folder / "play.mp4"
        with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as out:
            _copied(film, streams, out, tell)
    return {"files": [{"file": path.name, "media_type": "video/mp4"}]}


def _copied(film: Any, streams: list[Any], out: Any, tell: Tell) -> None:
    taken = {stream.index: out.add_stream_from_template(stream) for stream in streams}
    length = Fraction(film.duration or 0, 1_000_000)
    for packet in film.demux(streams):
        if packet.dts is None:
            continue
        if length and packet.pts is not None:
            tell(int(100 * packet.pts * packet.time_base / length))
        packet.stream = taken[packet.stream.index]
        out.mux(packet)


def hls(source: Path, folder: Path, *, tell: Tell) -> Json:
    """A playlist over one file cut at the uploader's own key frames (stream copy)."""
    with _film(source) as film:
        streams = [*film.streams.video[:1], *film.streams.audio[:1]]
        turned = round(getattr(next(film.decode(streams[0])), "rotation", 0)) % 360
        if turned or any(stream.codec_context.name not in ("h264", "aac") for stream in streams):
            return {"files": []}  # a transport stream has no place for the turn a phone asks for
        film.seek(0)
        playlist = folder / "hls.m3u8"
        how = {"hls_time": "6", "hls_list_size": "0", "hls_flags": "single_file", "hls_playlist_type": "vod"}
        with av.open(str(playlist), "w", format="hls", options=how) as out:
            _copied(film, streams, out, tell)
    return {
        "files": [
            {"file": playlist.name, "media_type": "application/vnd.apple.mpegurl"},
            {"file": "hls.ts", "media_type": "video/mp2t"},
        ]
    }


def convert(source: Path, folder: Path, *, tell: Tell, height: int = LOW_HEIGHT) -> Json:
    """H.264 and AAC at most `height` high, upright, index first: plays everywhere."""
    path = folder / "play.mp4"
    with _film(source) as film, av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as out:
        from hoithi.entries.formats.encoding import encode

        encode(film, out, height=height, tell=tell)
    return {"files": [{"file": path.name, "media_type": "video/mp4"}]}
