"""What the operations of a campaign refuse, each in one sentence."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.core.clock import VIETNAM
from hoithi.core.errors import InvalidInput, NotFound, Refusal
from hoithi.core.spoken import day, moment
from hoithi.emulation.queries.words import month_name
from hoithi.emulation.rules.periods import Period


class NoSuchPeriod(NotFound):
    """The campaign has no such month."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("Đợt thi đua không có kỳ báo cáo {month}.").format(month=month_name(key)),
            hint=_("Hãy chọn kỳ trong danh sách."),
        )


class PeriodNotOpen(Refusal):
    """A report for a month that has not begun."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            _("Chưa đến kỳ báo cáo {month}.").format(month=month_name(period.key)),
            hint=_("Kỳ này nhận báo cáo từ ngày {opens} đến hết ngày {due}.").format(
                opens=day(period.opens), due=day(period.due)
            ),
        )


class NotRunning(Refusal):
    """The campaign takes no reports: not opened yet, or its results are public."""

    def __init__(self) -> None:
        super().__init__(
            _("Đợt thi đua chưa mở, hoặc kết quả đã công bố, nên không nhận báo cáo."),
            hint=_("Hãy liên hệ cơ quan thường trực nếu cần."),
        )


class NotScored(Refusal):
    """The unit's group has no scorecard."""

    def __init__(self, unit: str) -> None:
        super().__init__(
            _("{unit} không thuộc nhóm được chấm điểm trong đợt thi đua này.").format(unit=unit),
            hint=_("Nếu xếp nhầm nhóm, hãy báo cơ quan thường trực."),
        )


class MonthClosed(Refusal):
    """The month was closed; only a re-check changes it."""

    def __init__(self, key: str, at: datetime | None = None) -> None:
        closed = _(" lúc {moment}").format(moment=moment(at)) if at else ""
        super().__init__(
            _("Kỳ {month} đã chốt{closed} nên không thay đổi được nữa.").format(month=month_name(key), closed=closed),
            hint=_("Số liệu lũy kế hãy ghi vào báo cáo kỳ sau; sai sót của kỳ đã chốt do phúc tra xử lý."),
        )


class AlreadyVerified(Refusal):
    """A verified report is not sent again."""

    def __init__(self, at: datetime | None) -> None:
        when = _(" lúc {moment}").format(moment=moment(at)) if at else ""
        super().__init__(
            _("Báo cáo đã được thẩm định{when} nên không sửa được.").format(when=when),
            hint=_("Nếu không đồng ý với kết quả thẩm định, hãy gửi kiến nghị kèm tệp chứng minh."),
        )


class ChangedMeanwhile(Refusal):
    """Somebody else wrote since the page was opened."""

    def __init__(self, at: datetime | None = None) -> None:
        when = _(" lúc {time}").format(time=f"{at.astimezone(VIETNAM):%H:%M:%S}") if at else ""
        super().__init__(
            _("Nội dung này vừa được người khác thay đổi{when}.").format(when=when),
            hint=_("Những gì bạn nhập còn nguyên; hãy xem lại bản mới rồi làm lại nếu vẫn cần."),
        )


class FiguresWrong(InvalidInput):
    """Everything that is wrong with the figures of one report; `problems` name the figure."""


class NothingSent(Refusal):
    """There is no report to decide about."""

    def __init__(self) -> None:
        super().__init__(_("Đơn vị chưa gửi báo cáo kỳ này."), hint=_("Hãy nhắc đơn vị, hoặc chờ đến khi chốt kỳ."))


class ReasonMissing(Refusal):
    """A correction, an untruthful mark, a refusal need words others can read."""

    def __init__(self) -> None:
        super().__init__(_("Cần nêu lý do, đơn vị sẽ đọc được."), hint=_("Hãy viết ngắn gọn lý do."))


class SignerMissing(Refusal):
    """Nobody answers for the score."""

    def __init__(self) -> None:
        super().__init__(
            _("Cần họ tên, chức vụ người chịu trách nhiệm về điểm số."), hint=_("Hãy nhập tối đa 160 ký tự.")
        )


class EvidenceMissing(Refusal):
    """Calling a report untruthful needs its evidence."""

    def __init__(self) -> None:
        super().__init__(
            _("Kết luận báo cáo không trung thực cần tệp minh chứng."),
            hint=_("Hãy đính kèm biên bản kiểm tra, ảnh chụp hoặc bản xuất từ cổng dịch vụ công."),
        )


class NotYetDue(Refusal):
    """A month cannot be closed before its reports are due."""

    def __init__(self, period: Period) -> None:
        super().__init__(
            _("Kỳ {month} chưa hết hạn báo cáo.").format(month=month_name(period.key)),
            hint=_("Hạn đến hết ngày {due}; chốt kỳ sau hạn đó.").format(due=day(period.due)),
        )


class EarlierOpen(Refusal):
    """Months are closed in their order."""

    def __init__(self, key: str) -> None:
        super().__init__(
            _("Kỳ {month} trước đó chưa chốt.").format(month=month_name(key)), hint=_("Hãy chốt các kỳ theo thứ tự.")
        )


class Unverified(Refusal):
    """Reports of the month still wait to be verified."""

    def __init__(self, n: int) -> None:
        super().__init__(_("Còn {n} báo cáo chưa thẩm định.").format(n=n), hint=_("Hãy thẩm định hết rồi chốt kỳ."))


class AppealOpen(Refusal):
    """An appeal waits for its decision."""

    def __init__(self) -> None:
        super().__init__(
            _("Còn kiến nghị của đơn vị chưa được giải quyết."), hint=_("Hãy giải quyết kiến nghị đó trước.")
        )


class NothingToAppeal(Refusal):
    """Nothing was decided against the unit."""

    def __init__(self) -> None:
        super().__init__(
            _("Báo cáo này không có kết luận nào để kiến nghị."),
            hint=_("Chỉ kiến nghị được khi số liệu bị sửa, bị kết luận không trung thực hoặc báo cáo bị tính trễ."),
        )


class AlreadyDecided(Refusal):
    """Somebody decided the appeal a moment before."""

    def __init__(self, at: datetime | None) -> None:
        when = _(" lúc {moment}").format(moment=moment(at)) if at else ""
        super().__init__(_("Việc này đã được quyết định{when}.").format(when=when), hint=_("Hãy tải lại trang để xem."))


class RecheckNotAllowed(Refusal):
    """The plan knows no re-check."""

    def __init__(self) -> None:
        super().__init__(
            _("Kế hoạch không quy định phúc tra nên không điều chỉnh được kỳ đã chốt."),
            hint=_("Nếu cần, hãy bổ sung kế hoạch bằng văn bản."),
        )
