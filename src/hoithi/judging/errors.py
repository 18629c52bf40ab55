"""What judging refuses, each in one sentence with what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import InvalidInput, NotAllowed, NotFound, Problem, Refusal


class SheetNotFound(NotFound):
    """No such sheet, or somebody else's."""

    def __init__(self) -> None:
        super().__init__(
            _("Không có phiếu chấm này trong hàng chấm của bạn."),
            hint=_("Bạn chỉ chấm được tác phẩm được phân công; hãy mở lại từ danh sách của mình."),
        )


class OwnUnit(NotAllowed):
    """The juror's own unit, or their own hand in the work; or a work that another unit's jury marks (`elsewhere`)."""

    def __init__(self, reason: str = "unit") -> None:
        elsewhere = _("Tác phẩm này do hội đồng của đơn vị khác chấm, bạn không chấm.")
        own = _("Tác phẩm này của đơn vị bạn, hoặc bạn có tham gia thực hiện, nên bạn không chấm.")
        super().__init__(
            elsewhere if reason == "elsewhere" else own,
            hint=_("Hãy bấm “Xin không chấm” để Tổ Thư ký giao cho giám khảo khác."),
        )


class MarkingNotOpen(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Chưa đến thời gian chấm."), hint=_("Hãy quay lại khi Tổ Thư ký mở đợt chấm."))


class MarkingClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Đợt chấm đã kết thúc nên phiếu không thay đổi được nữa."),
            hint=_("Nếu cần sửa, hãy báo Tổ Thư ký."),
        )


class SheetSigned(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Phiếu này đã ký và khóa nên không sửa được."),
            hint=_("Nếu chấm nhầm, hãy đề nghị Tổ Thư ký mở khóa, có nêu lý do."),
        )


class SheetMoved(Refusal):
    """Another page has written since."""

    def __init__(self) -> None:
        super().__init__(
            _("Phiếu này vừa được sửa ở cửa sổ hoặc thiết bị khác, nên điểm ở trang này không ghi đè lên."),
            hint=_("Hãy tải lại trang để xem điểm mới nhất."),
        )


class BadSheet(InvalidInput):
    """Marks that break the rubric; `problems` are at the criteria's keys."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems, _("Phiếu chưa đúng: ") + "; ".join(str(one.message) for one in problems))


class NoReason(Refusal):
    status = 400

    def __init__(self) -> None:
        super().__init__(_("Cần nêu lý do, sẽ ghi vào biên bản chấm."), hint=_("Hãy viết ngắn gọn lý do."))


class NoRubric(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("Chưa có tiêu chí chấm nên chưa chấm được."), hint=_("Tổ Thư ký cần đặt tiêu chí theo Thể lệ trước.")
        )
