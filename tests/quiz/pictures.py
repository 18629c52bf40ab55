"""Pictures for tests: small drawings, photos with hidden data, and files that only look like pictures."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO

from PIL import Image


def drawing(width: int = 320, height: int = 200, colour: str = "navy", kind: str = "PNG") -> bytes:
    image = Image.new("RGB", (width, height), "white")
    image.paste(colour, (10, 10, width // 2, height // 2))
    return encoded(image, kind)


def noise(width: int, height: int, kind: str = "JPEG") -> bytes:
    """The heaviest picture there is for its size."""
    raw = random.Random(7).randbytes(width * height * 3)
    return encoded(Image.frombytes("RGB", (width, height), raw), kind)


def photo_with_place() -> bytes:
    """A photo that says where and with what it was taken, lying on its side."""
    image = Image.new("RGB", (300, 200), "green")
    exif = Image.Exif()
    exif[0x010F] = "MAY-ANH-BI-MAT"
    exif[0x0112] = 6
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few bytes whose header promises 3.6 thousand million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def encoded(image: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    image.save(out, kind)
    return out.getvalue()
