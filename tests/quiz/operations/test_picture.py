"""A picture is checked before it is decoded, made anew, light, and kept once."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from hoithi.quiz.models import Picture
from hoithi.quiz.operations.picture import BUDGET, SIDE, add_picture, prepare_picture
from hoithi.quiz.operations.picture_errors import PictureTooLarge, PictureTooWide, PictureUnreadable
from tests.quiz import banks, pictures


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def test_thirty_megabytes_are_refused_with_both_numbers() -> None:
    with pytest.raises(PictureTooLarge, match=r"“so-do.png” nặng 30,0 MB; mỗi hình nhiều nhất 10,0 MB"):
        prepare_picture(b"\0" * 30_000_000, "so-do.png")


def test_a_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(PictureTooWide, match="“bom.png” mở ra có hơn 40 triệu điểm ảnh"):
        prepare_picture(pictures.bomb(), "bom.png")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "data",
    [SVG, b"", b"<!doctype html><script>alert(1)</script>", pictures.drawing()[:100], b"GIF89a" + b"\0" * 50],
    ids=["svg", "empty", "html", "cut off", "gif"],
)
def test_what_is_no_picture_we_take_is_refused(data: bytes) -> None:
    with pytest.raises(PictureUnreadable, match="không phải hình JPEG, PNG hoặc WebP đọc được"):
        prepare_picture(data, "hinh.png")


def test_a_moving_picture_is_refused() -> None:
    with pytest.raises(PictureUnreadable, match="hình động không dùng được"):
        prepare_picture(pictures.moving(), "dong.webp")


def test_hidden_data_goes_and_the_photo_stands_upright() -> None:
    found = prepare_picture(pictures.photo_with_place(), "anh.jpg")
    assert b"MAY-ANH-BI-MAT" not in found.data
    assert (found.width, found.height) == (200, 300)
    assert not opened(found.data).getexif()


def test_a_script_behind_the_pixels_goes() -> None:
    found = prepare_picture(pictures.drawing() + b"<script>alert(1)</script>", "hinh.png")
    assert b"<script>" not in found.data
    assert opened(found.data).format == "WEBP"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_even_the_heaviest_fits_the_budget_of_a_phone(kind: str) -> None:
    found = prepare_picture(pictures.noise(1600, 900, kind), "nang")
    assert len(found.data) <= BUDGET
    assert max(found.width, found.height) <= SIDE


def test_a_drawing_keeps_every_pixel() -> None:
    found = prepare_picture(pictures.drawing(), "so-do.png")
    assert opened(found.data).convert("RGB").tobytes() == opened(pictures.drawing()).tobytes()


def test_transparent_lines_stand_on_white() -> None:
    image = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    found = prepare_picture(pictures.encoded(image, "PNG"), "net.png")
    assert opened(found.data).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.django_db
def test_the_same_picture_is_kept_once_in_a_bank() -> None:
    contest = banks.contest()
    rows = [add_picture(contest, "de-thi", pictures.drawing(), "a.png", now=banks.NOW, by=None) for _ in range(2)]
    assert rows[0] == rows[1]
    assert Picture.objects.count() == 1
