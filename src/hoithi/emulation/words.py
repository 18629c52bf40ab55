"""How months, points and states of an emulation campaign are called on screen."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.queries.pages_words import decimal
from hoithi.contests.queries.standings import value_of
from hoithi.core.errors import Text
from hoithi.emulation.models import Appeal, MonthlyReport

Raw = int | Fraction | str | None

REPORT_STATES: dict[str, tuple[Text, str]] = {
    MonthlyReport.DRAFT: (gettext_lazy("Bản nháp"), ""),
    MonthlyReport.SUBMITTED: (gettext_lazy("Đã nộp, chờ thẩm định"), "tag-wait"),
    MonthlyReport.CONFIRMED: (gettext_lazy("Đã xác nhận"), "tag-ok"),
    MonthlyReport.CORRECTED: (gettext_lazy("Đã xác nhận sau khi sửa"), "tag-ok"),
    MonthlyReport.UNTRUTHFUL: (gettext_lazy("Báo cáo không trung thực"), "tag-now"),
}
"""What a report's state is called, and the class of its tag."""

DECISIONS: dict[str, Text] = {
    "confirm": gettext_lazy("Xác nhận số liệu"),
    "correct": gettext_lazy("Sửa số liệu"),
    "untruthful": gettext_lazy("Báo cáo không trung thực"),
    "recheck": gettext_lazy("Phúc tra"),
}

VERSION_KINDS: dict[str, Text] = {
    "submit": gettext_lazy("Đơn vị nộp"),
    "correct": gettext_lazy("Đơn vị sửa"),
    "verify": gettext_lazy("Thẩm định"),
    "appeal": gettext_lazy("Theo kết luận kiến nghị"),
    "recheck": gettext_lazy("Phúc tra"),
}

LEVELS: dict[str, Text] = {
    "own": gettext_lazy("Đơn vị tự thực hiện"),
    "commune": gettext_lazy("Cấp xã công nhận"),
    "district": gettext_lazy("Cấp huyện công nhận"),
    "province": gettext_lazy("Cấp tỉnh công nhận"),
    "state": gettext_lazy("Cấp Nhà nước công nhận"),
}

RECOGNITION_STATES: dict[str, tuple[Text, str]] = {
    "registered": (gettext_lazy("Chờ xem xét"), "tag-wait"),
    "accepted": (gettext_lazy("Đã ghi nhận"), "tag-ok"),
    "refused": (gettext_lazy("Không ghi nhận"), "tag-now"),
}

YES, NO = gettext_lazy("Có"), gettext_lazy("Không")

MARKS: dict[str, str] = {"late": "t", "missing": "v", "untruthful": "k"}
"""The small letter beside a month's points: a report late, missing, untruthful."""


def month_title(period: str) -> str:
    """ "2026-03" → "Tháng 3/2026"."""
    return _("Tháng {month}/{year}").format(month=int(period[5:]), year=period[:4])


def month_short(period: str) -> str:
    """ "2026-03" → "Tháng 3"."""
    return _("Tháng {month}").format(month=int(period[5:]))


def points(raw: Raw) -> str:
    """ "131", "−5", "62,5"; "–" where unknown."""
    if raw is None or raw == "":  # a template gives "" for what is not there
        return "–"
    value = value_of(raw) if isinstance(raw, int | str) else raw
    return "–" if value is None else decimal(Fraction(value))


def outcome(appeal: Appeal) -> tuple[str, str]:
    """What became of an appeal, and the class of its tag."""
    if appeal.accepted is None:
        return _("Đang chờ kết luận"), "tag-wait"
    return (_("Chấp nhận"), "tag-ok") if appeal.accepted else (_("Không chấp nhận"), "tag-done")
