"""What a vote refuses, each in one sentence."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import NotAllowed, NotFound, Refusal
from hoithi.core.spoken import end_moment, moment


class NoVote(NotFound):
    """The part has no vote of ours, or the work is not in it."""


class VoteNotOpen(Refusal):
    """No window is set, or it has not begun."""

    def __init__(self, opens: datetime | None) -> None:
        if opens is None:
            super().__init__(
                _("Chưa bình chọn được vì Ban Tổ chức chưa công bố thời gian bình chọn."),
                hint=_("Hãy xem lại trang cuộc thi sau."),
            )
        else:
            super().__init__(
                _("Chưa đến giờ bình chọn."),
                hint=_("Bình chọn mở lúc {at}.").format(at=moment(opens)),
            )


class VoteClosed(Refusal):
    """At the close, or later."""

    def __init__(self, closes: datetime) -> None:
        super().__init__(
            _("Đã hết thời gian bình chọn ({at}) nên lượt này không được ghi.").format(at=end_moment(closes)),
            hint=_("Các phiếu đã ghi trước đó vẫn giữ nguyên."),
        )


class NotPublished(Refusal):
    """The work is in the part but the public does not see it."""

    def __init__(self) -> None:
        super().__init__(
            _("Tác phẩm này hiện không được công bố nên không bình chọn được."), hint=_("Hãy chọn tác phẩm khác.")
        )


class NotAVoter(NotAllowed):
    """The plan lets others vote."""


class OwnWork(NotAllowed):
    """The plan does not let authors vote for their own work."""

    def __init__(self) -> None:
        super().__init__(
            _("Thể lệ không cho tác giả bình chọn tác phẩm của chính mình."), hint=_("Hãy chọn tác phẩm khác.")
        )


class NoVotesLeft(Refusal):
    """As many as the plan allows."""

    def __init__(self, most: int, *, change: bool, daily: bool) -> None:
        text = (
            _("Bạn đã dùng hết {n} lượt bình chọn của hôm nay.") if daily else _("Bạn đã dùng hết {n} lượt bình chọn.")
        )
        hint = _("Muốn chọn tác phẩm này, hãy bỏ một phiếu đã chọn trước.") if change else ""
        super().__init__(text.format(n=most), hint=hint)


class NoChange(Refusal):
    """Votes stay where they are."""

    def __init__(self) -> None:
        super().__init__(_("Thể lệ không cho đổi hoặc bỏ phiếu đã bình chọn."))


class TooManyPresses(Refusal):
    """More than a person presses, or a network of people."""

    status = 429

    def __init__(self, *, network: bool = False) -> None:
        if network:
            super().__init__(
                _("Mạng bạn đang dùng vừa có quá nhiều lượt bình chọn nên lượt này chưa được ghi."),
                hint=_("Hãy thử lại sau 10 phút, hoặc dùng mạng khác."),
            )
        else:
            super().__init__(
                _("Bạn bấm bình chọn quá nhiều lần trong thời gian ngắn nên lượt này chưa được ghi."),
                hint=_("Hãy thử lại sau 10 phút."),
            )


class ProofMissing(Refusal):
    """No solved challenge and no code typed."""

    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("Chưa ghi phiếu vì trình duyệt chưa làm xong bước chống bình chọn tự động."),
            hint=_("Hãy bấm lại; nếu vẫn không được, hãy xác nhận bằng mã gửi về điện thoại hoặc thư điện tử của bạn."),
        )


class ProofSpent(Refusal):
    """A challenge solved for another vote, or too long ago."""

    def __init__(self) -> None:
        super().__init__(
            _("Lượt xác nhận này đã dùng hoặc đã hết hạn nên phiếu chưa được ghi."),
            hint=_("Hãy tải lại trang rồi bấm lại."),
        )


class ReasonMissing(Refusal):
    """A decision about votes without a reason."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_("Cần nêu lý do."), hint=_("Lý do được công bố cùng số phiếu bị loại."))


class NothingToDiscount(Refusal):
    """None of these votes counts any more."""

    def __init__(self) -> None:
        super().__init__(_("Không còn phiếu nào ở nhóm này đang được tính nên không có gì để loại."))


class AlreadyDecided(Refusal):
    """A colleague was faster."""

    def __init__(self) -> None:
        super().__init__(_("Dấu hiệu này đã có người xử lý."), hint=_("Hãy tải lại trang để xem kết luận."))


class SetAside(Refusal):
    """The vote was discounted by a reviewer."""

    def __init__(self) -> None:
        super().__init__(
            _("Phiếu này đang bị Ban Tổ chức loại nên không đổi hoặc bỏ được."),
            hint=_("Nếu thấy chưa đúng, hãy liên hệ Ban Tổ chức kèm mã phiếu."),
        )
