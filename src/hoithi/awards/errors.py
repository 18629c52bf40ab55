"""What the awards room refuses, each with one sentence for whoever asked."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Refusal


class NotADecision(Refusal):
    """Awards are decided by an issued, numbered decision of this contest."""

    def __init__(self) -> None:
        super().__init__(
            _("Văn bản này không phải quyết định đã ban hành của cuộc thi nên chưa quyết định giải được."),
            hint=_("Hãy ban hành quyết định công nhận kết quả, khen thưởng có số và ngày rồi chọn lại."),
        )


class NotMinutes(Refusal):
    """Prizes by decision are chosen in minutes."""

    def __init__(self) -> None:
        super().__init__(
            _("Giải xét chọn cần biên bản họp xét đã có số, ngày và người ký."),
            hint=_("Hãy nhập số, ngày, người ký của biên bản."),
        )


class WrongStep(Refusal):
    """A step out of turn."""

    def __init__(self, now: Any, then: Any) -> None:
        super().__init__(
            _("Giải đang ở bước “%(now)s” nên chưa chuyển sang “%(then)s” được.") % {"now": now, "then": then},
            hint=_("Hãy tải lại trang và làm lần lượt từng bước."),
        )


class DecidedOtherwise(Refusal):
    """The same award was decided, claimed or paid with other data before."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” đã được ghi với nội dung khác, lần ghi này không được nhận.") % {"title": title},
            hint=_("Hãy xem lịch sử của giải rồi sửa bằng văn bản nếu cần."),
        )


class TooMany(Refusal):
    """More chosen than the plan has prizes."""

    status = 400

    def __init__(self, title: str, quantity: int) -> None:
        super().__init__(
            _("“%(title)s” chỉ có %(n)s giải theo kế hoạch.") % {"title": title, "n": quantity},
            hint=_("Hãy bỏ bớt người, đơn vị được chọn hoặc sửa kế hoạch bằng văn bản."),
        )


class WrongAmount(Refusal):
    """Money that is not what was decided."""

    status = 400


class Missing(Refusal):
    """A reason, a voucher, a name that has to be given."""

    status = 400


class HandedOver(Refusal):
    """An award already handed over would change by itself."""

    def __init__(self, names: str) -> None:
        super().__init__(
            _("Giải đã trao cho %(names)s sẽ phải đổi theo.") % {"names": names},
            hint=_("Hãy thu hồi các giải ấy bằng quyết định trước, hoặc để trống giải này."),
        )


class NotDecided(Refusal):
    """The plan asks for a decision before anything is published."""

    def __init__(self, n: int) -> None:
        super().__init__(
            _("Còn %(n)s giải chưa có quyết định công nhận nên chưa công bố được.") % {"n": n},
            hint=_("Kế hoạch quy định chỉ công bố sau quyết định. Hãy ghi quyết định ở mục Giải thưởng."),
        )
