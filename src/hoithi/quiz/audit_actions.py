"""What the quiz writes into the log."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "quiz:attempt:started": _("bắt đầu bài thi {target} (lượt {n})"),
        "quiz:attempt:submitted": _("nộp bài thi {target} (lượt {n})"),
        "quiz:attempt:expired": _("hết giờ bài thi {target} (lượt {n})"),
    }
)
