"""What can go wrong with an upload, said to the person who sends."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import NotFound, Refusal


class SignedOut(Refusal):
    status = 401

    def __init__(self) -> None:
        super().__init__(
            _("Phiên đăng nhập đã hết."), hint=_("Hãy đăng nhập lại rồi chọn đúng tệp cũ; phần đã gửi vẫn còn.")
        )


class NoSuchUpload(NotFound):
    """Unknown, or somebody else's: nobody learns which."""

    def __init__(self) -> None:
        super().__init__(_("Không tìm thấy lần gửi tệp này."), hint=_("Hãy chọn lại tệp để gửi."))


class UploadExpired(Refusal):
    status = 410

    def __init__(self) -> None:
        super().__init__(_("Lần gửi tệp này để dở quá lâu nên đã bị xóa."), hint=_("Hãy chọn lại tệp để gửi."))


class UploadBusy(Refusal):
    """Another tab or a connection that has not ended yet is writing."""

    status = 423

    def __init__(self) -> None:
        super().__init__(
            _("Tệp này đang được gửi ở một cửa sổ khác."), hint=_("Hãy đợi cửa sổ kia, hoặc đóng cửa sổ kia lại.")
        )


class WrongOffset(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Phần gửi tới không nối tiếp phần đã nhận."), hint=_("Hãy tải lại trang để gửi tiếp."))


class ChecksumMismatch(Refusal):
    status = 460

    def __init__(self) -> None:
        super().__init__(
            _("Phần vừa gửi bị sai lệch trên đường truyền nên không được nhận."), hint=_("Hãy gửi lại phần này.")
        )


class MalformedUpload(Refusal):
    """A request that does not follow tus."""

    status = 400

    def __init__(self, header: str) -> None:
        message = _("Yêu cầu gửi tệp không đúng giao thức tus 1.0 ({header}).")
        super().__init__(message.format(header=header), hint=_("Hãy tải lại trang rồi thử lại."))


class NoSuchPurpose(NotFound):
    def __init__(self) -> None:
        super().__init__(_("Không có nơi nhận tệp này."), hint=_("Hãy mở lại trang nộp và chọn tệp."))


class EmptyFile(Refusal):
    status = 400

    def __init__(self) -> None:
        super().__init__(_("Tệp rỗng, không có nội dung."), hint=_("Hãy kiểm tra tệp trên máy rồi chọn lại."))


class WrongEnding(Refusal):
    status = 415

    def __init__(self, name: str, accepted: frozenset[str]) -> None:
        listed = ", ".join(f".{ending}" for ending in sorted(accepted))
        message = _("Tệp “{name}” không thuộc loại được nhận.").format(name=name)
        super().__init__(message, hint=_("Các loại được nhận: {endings}.").format(endings=listed))


class TooLarge(Refusal):
    status = 413

    def __init__(self, most: int) -> None:
        message = _("Tệp quá lớn: tối đa {most}.").format(most=size_words(most))
        super().__init__(message, hint=_("Hãy xuất lại tệp với dung lượng nhỏ hơn."))


class TooManyUploads(Refusal):
    """The person has too much under way."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            _("Bạn đang có quá nhiều tệp gửi dở."), hint=_("Hãy gửi xong hoặc hủy các tệp đang dở rồi thử lại.")
        )


class StoreFull(Refusal):
    status = 507

    def __init__(self) -> None:
        super().__init__(
            _("Kho tệp của máy chủ đã đầy nên chưa nhận thêm được."),
            hint=_("Phần đã gửi vẫn còn. Hãy báo Ban Tổ chức rồi gửi tiếp sau."),
        )


class StoreUnreachable(Refusal):
    status = 503

    def __init__(self) -> None:
        super().__init__(_("Kho tệp tạm thời không trả lời."), hint=_("Phần đã gửi vẫn còn. Hãy thử lại sau ít phút."))


def size_words(size: int) -> str:
    """1288490189 → "1,2 GB"; decimal units, as phones and file managers show them."""
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            tenths = size * 10 // unit
            whole = str(tenths // 10)
            return f"{whole},{tenths % 10} {name}" if tenths < 1000 and tenths % 10 else f"{whole} {name}"
    return f"{size} byte"
