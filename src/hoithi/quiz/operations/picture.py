"""Pictures on their way in: checked before they are decoded, made anew, sized for phones, kept under their digest.

Nothing of the uploaded file survives but what can be seen: place, camera and hidden data go with the re-encoding.
"""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from hoithi.contests.models import Contest
from hoithi.people.models import User
from hoithi.quiz.models import Bank, Picture
from hoithi.quiz.operations.bank import bank_for
from hoithi.quiz.operations.picture_errors import PictureTooLarge, PictureTooWide, PictureUnreadable
from hoithi.quiz.rules.question import Shape

MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
SIDE = 1200
"""The longer side, in pixels, of what is kept: sharp on a phone at three times 360 px."""
BUDGET = 120_000
"""Bytes one picture may weigh on a phone: twenty of them load in seconds on a slow network."""
_COLOURS = 4096
"""A picture of fewer colours is a drawing."""
_QUALITIES = (82, 70, 58, 45)


@dataclass(frozen=True)
class Prepared:
    """A picture as it will be kept and sent: always WebP."""

    data: bytes
    width: int
    height: int
    mime: str = "image/webp"

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def shape(self, alt: str) -> Shape:
        """The picture in the words of the rule, described by `alt`."""
        return Shape(self.digest, alt, self.width, self.height)


def prepare_picture(data: bytes, name: str = "") -> Prepared:
    """An uploaded JPEG, PNG or WebP as it is kept. Raises PictureTooLarge, PictureTooWide, PictureUnreadable."""
    check_size(name, len(data))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the pixels are counted below, by a limit of our own
            image = _decoded(data, name)
    except Image.DecompressionBombError as error:
        raise PictureTooWide(name, MAX_PIXELS) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise PictureUnreadable(name) from error
    while True:
        found = _small_enough(image)
        if found is not None:
            return found
        image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)), Image.Resampling.LANCZOS)


def check_size(name: str, size: int) -> None:
    """Before a byte is read. Raises PictureTooLarge."""
    if size > MAX_BYTES:
        raise PictureTooLarge(name, size, MAX_BYTES)


def _decoded(data: bytes, name: str) -> Image.Image:
    """The first look reads the header only: what would unfold too far is never decoded."""
    image: Image.Image = Image.open(BytesIO(data), formats=FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise PictureTooWide(name, MAX_PIXELS)
    if getattr(image, "n_frames", 1) > 1:
        raise PictureUnreadable(name)
    image.draft("RGB", (SIDE, SIDE))
    image.load()
    image = ImageOps.exif_transpose(image)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    if image.mode == "RGBA":  # black lines on nothing would vanish on a dark page
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    return image


def _small_enough(image: Image.Image) -> Prepared | None:
    """Without loss where that is light enough (drawings), else the best quality that is; None when none is."""
    if image.getcolors(_COLOURS):
        lossless = _encoded(image, lossless=True, quality=60)
        if len(lossless) <= BUDGET // 3:
            return Prepared(lossless, image.width, image.height)
    for quality in _QUALITIES:
        data = _encoded(image, lossless=False, quality=quality)
        if len(data) <= BUDGET:
            return Prepared(data, image.width, image.height)
    return None


def _encoded(image: Image.Image, *, lossless: bool, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", lossless=lossless, quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()


@transaction.atomic
def add_picture(contest: Contest, bank_key: str, data: bytes, name: str, *, now: datetime, by: User | None) -> Picture:
    """An uploaded file as a picture of the bank; a question shows it once a version names it.

    Raises BankNotFound, PictureTooLarge, PictureTooWide, PictureUnreadable.
    """
    prepared = prepare_picture(data, name)
    return store_picture(bank_for(contest, bank_key), prepared, now=now, by=by)


def store_picture(bank: Bank, prepared: Prepared, *, now: datetime, by: User | None) -> Picture:
    """Keep it with the bank; the same picture twice is kept once."""
    values = {name: getattr(prepared, name) for name in ("data", "mime", "width", "height")}
    defaults = {**values, "added_by": by, "added_at": now}
    return Picture.objects.get_or_create(bank=bank, digest=prepared.digest, defaults=defaults)[0]


def store_pictures(bank: Bank, prepared: list[Prepared], *, now: datetime, by: User | None) -> None:
    """Many at once, for an import: those the bank has already stay as they are."""
    rows = [
        Picture(
            bank=bank,
            digest=one.digest,
            mime=one.mime,
            width=one.width,
            height=one.height,
            data=one.data,
            added_by=by,
            added_at=now,
        )
        for one in prepared
    ]
    Picture.objects.bulk_create(rows, batch_size=50, ignore_conflicts=True)
