"""Looking into a picture (tranh, ảnh). Runs only inside the limited child process: files come from strangers."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

from PIL import Image

MOST_PIXELS = 100_000_000
"""Beyond the best cameras; a small file that unfolds into more is a bomb."""
CONTAINERS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "TIFF": "tif", "BMP": "bmp", "MPO": "jpg"}
_TURNED = {5, 6, 7, 8}
_ORIENTATION = 0x0112
Json = dict[str, Any]


def look_at_picture(path: Path) -> Json:
    """{"container", "readable", "whole", "width", "height", "size"}; sizes as shown, turned as the file asks."""
    found: Json = {"container": "", "readable": False, "whole": True, "size": path.stat().st_size}
    try:
        with opened(path) as picture:
            found["container"] = CONTAINERS.get(picture.format or "", "")
            found["width"], found["height"] = picture.size
            if picture.width * picture.height <= MOST_PIXELS:  # before anything that might unfold it
                picture.load()
                found["width"], found["height"] = shown_size(picture)
                found["readable"] = True
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as error:
        found["readable"] = False
        found["whole"] = not (found["container"] and "truncated" in str(error))
    return found


def opened(path: Path) -> Image.Image:
    """The picture, by formats people use only; nothing is decoded yet. Raises OSError, ValueError."""
    Image.MAX_IMAGE_PIXELS = None  # counted by us, in one place and with an answer instead of a warning
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Image.init()
        return Image.open(path, formats=[name for name in CONTAINERS if name in Image.OPEN])


def shown_size(picture: Image.Image) -> tuple[int, int]:
    width, height = picture.size
    return (height, width) if picture.getexif().get(_ORIENTATION) in _TURNED else (width, height)
