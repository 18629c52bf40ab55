"""What a review round refuses, each in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hoithi.core.errors import NotFound, Refusal


class RoundOpen(Refusal):
    """One round at a time."""

    def __init__(self) -> None:
        super().__init__(
            _("Ngân hàng này đang có một đợt thẩm định chưa đóng."),
            hint=_("Hãy đóng đợt đó trước, hoặc phân công tiếp trong đợt đó."),
        )


class RoundClosed(Refusal):
    """No round is open, or this one has ended."""

    def __init__(self) -> None:
        super().__init__(_("Đợt thẩm định đã đóng."), hint=_("Hãy mở đợt mới."))


class RoundNotFound(NotFound):
    """No such round in this contest."""

    def __init__(self) -> None:
        super().__init__(_("Không có đợt thẩm định này."))


class NoReviewers(Refusal):
    """Nobody sits on the body of reviewers."""

    def __init__(self) -> None:
        super().__init__(
            _("Tổ thẩm định chưa có ai có tài khoản nên chưa phân công được."),
            hint=_("Hãy đề nghị Tổ Thư ký mời thành viên Tổ thẩm định."),
        )


class NotAReviewer(Refusal):
    """The person does not sit on the body of reviewers now."""

    def __init__(self) -> None:
        super().__init__(_("Người này hiện không thuộc Tổ thẩm định."), hint=_("Hãy chọn người khác."))


class OwnReview(Refusal):
    """The person had a part in writing the question."""

    def __init__(self) -> None:
        super().__init__(
            _("Người này đã soạn câu hỏi nên không được giao thẩm định câu đó."), hint=_("Hãy chọn người khác.")
        )


class RemarkEmpty(Refusal):
    """Nothing was said."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_("Chưa ghi góp ý."), hint=_("Hãy viết góp ý rồi gửi lại."))


class RemarkTooLong(Refusal):
    """More than fits."""

    status = 400

    def __init__(self, limit: int) -> None:
        super().__init__(_("Góp ý dài quá {limit} ký tự.").format(limit=limit), hint=_("Hãy chia thành nhiều góp ý."))
