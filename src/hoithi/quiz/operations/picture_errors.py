"""What is refused of an uploaded picture, each in one sentence with the numbers."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hoithi.core.errors import NotFound, Refusal


def megabytes(size: int) -> str:
    """ "30,0 MB"."""
    tenths = (size * 10 + 500_000) // 1_000_000
    return f"{tenths // 10},{tenths % 10} MB"


class PictureTooLarge(Refusal):
    """More bytes than one picture may have."""

    status = 413

    def __init__(self, name: str, size: int, limit: int) -> None:
        message = _("Hình “{name}” nặng {size}; mỗi hình nhiều nhất {limit}.")
        super().__init__(
            message.format(name=name, size=megabytes(size), limit=megabytes(limit)),
            hint=_("Hãy thu nhỏ hoặc nén hình rồi tải lên lại."),
        )


class PictureTooWide(Refusal):
    """A small file that unfolds into too many pixels."""

    status = 400

    def __init__(self, name: str, limit: int) -> None:
        message = _("Hình “{name}” mở ra có hơn {limit} triệu điểm ảnh nên không nhận.")
        super().__init__(
            message.format(name=name, limit=limit // 1_000_000), hint=_("Hãy thu nhỏ hình rồi tải lên lại.")
        )


class PictureUnreadable(Refusal):
    """Another format, a drawing that can carry a script, or a damaged file."""

    status = 400

    def __init__(self, name: str) -> None:
        super().__init__(
            _("Tệp “{name}” không phải hình JPEG, PNG hoặc WebP đọc được.").format(name=name),
            hint=_("Hãy lưu hình thành JPEG hoặc PNG rồi tải lên lại; tệp SVG và hình động không dùng được."),
        )


class PictureNotFound(NotFound):
    """No such picture, or the person may not see it yet."""

    def __init__(self) -> None:
        super().__init__(_("Không có hình này."))
