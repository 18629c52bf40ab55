"""What handing in a work refuses, each in one sentence."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoithi.core.clock import VIETNAM
from hoithi.core.errors import InvalidInput, NotAllowed, Refusal
from hoithi.core.spoken import end_moment, moment


class NotReceiving(Refusal):
    """Before the opening, after the deadline, or without a window."""

    def __init__(self, opens: datetime | None, closes: datetime | None, now: datetime) -> None:
        if opens is None or closes is None:
            text, hint = _("Thời gian nhận tác phẩm chưa được ấn định."), _("Hãy theo dõi trang cuộc thi.")
        elif now < opens:
            text = _("Chưa đến thời gian nhận tác phẩm: từ {moment}.").format(moment=moment(opens))
            hint = _("Bạn có thể chuẩn bị bản nháp trước, rồi nộp khi phần thi mở.")
        else:
            text = _("Đã hết hạn nhận tác phẩm lúc {moment}.").format(moment=end_moment(closes))
            hint = _("Nếu đã gửi trước hạn bằng cách khác, hãy liên hệ Ban Tổ chức.")
        super().__init__(text, hint=hint)


class QuotaFull(Refusal):
    """As many works as the plan allows are handed in already."""

    def __init__(self, most: int) -> None:
        super().__init__(
            ngettext(
                "Bạn đã nộp đủ {n} tác phẩm theo thể lệ nên không nộp thêm được.",
                "Bạn đã nộp đủ {n} tác phẩm theo thể lệ nên không nộp thêm được.",
                most,
            ).format(n=most),
            hint=_("Muốn thay, hãy rút một tác phẩm đã nộp (trước hạn) rồi nộp tác phẩm khác."),
        )


class AuthorBarred(NotAllowed):
    """The owner or a co-author sits on a body whose members may not enter."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} là thành viên Ban Tổ chức, Ban Giám khảo hoặc Thư ký nên không được dự thi theo thể lệ.").format(
                name=name
            ),
            hint=_("Nếu đây là người khác trùng tên, hãy liên hệ Ban Tổ chức."),
        )


class WorkClosed(Refusal):
    """The step makes no sense in the state the work is in by now."""

    def __init__(self) -> None:
        super().__init__(
            _("Tác phẩm đã sang bước khác nên không làm được việc này nữa."), hint=_("Hãy tải lại trang để xem.")
        )


class ChangedMeanwhile(Refusal):
    """Another tab or another coordinator saved the work since the form was opened."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            _("Tác phẩm này vừa được sửa ở nơi khác, lưu lúc {time}.").format(
                time=f"{at.astimezone(VIETNAM):%H:%M:%S}"
            ),
            hint=_("Nội dung bạn gõ còn nguyên dưới đây. Hãy xem lại rồi bấm Lưu lần nữa nếu muốn thay."),
        )


class NotAtHand(Refusal):
    """A work entered on behalf of its owner cannot have arrived at the moment that was typed."""


class Incomplete(InvalidInput):
    """What is still missing before the work can be handed in; `problems` names each thing."""
