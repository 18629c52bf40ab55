"""What the quiz writes into the log."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "quiz:attempt:started": _("bắt đầu bài thi {target} (lượt {n})"),
        "quiz:attempt:submitted": _("nộp bài thi {target} (lượt {n})"),
        "quiz:attempt:expired": _("hết giờ bài thi {target} (lượt {n})"),
        "quiz:attempt:voided": _("không tính bài thi {target} (lượt {n})"),
        "quiz:attempt:restored": _("tính lại bài thi {target} (lượt {n})"),
        "quiz:bank:frozen": _("niêm phong đề của phần thi {target}"),
        "quiz:bank:revealed": _("mở niêm phong đề của phần thi {target}"),
        "quiz:bank:imported": _("nhập {count} câu vào ngân hàng {target}"),
        "quiz:bank:exported": _("xuất {count} câu của ngân hàng {target}"),
        "quiz:question:written": _("soạn câu {target} (bản {version})"),
        "quiz:question:submitted": _("trình thẩm định câu {target} (bản {version})"),
        "quiz:question:approved": _("duyệt câu {target} (bản {version})"),
        "quiz:question:rejected": _("không duyệt câu {target} (bản {version})"),
        "quiz:question:distinct": _("ghi nhận câu {target} và câu {other} là hai câu khác nhau"),
        "quiz:question:commented": _("góp ý câu {target} (bản {version})"),
        "quiz:review:opened": _("mở đợt thẩm định {no} của ngân hàng {target}, phân công {count} câu"),
        "quiz:review:reassigned": _("giao câu {target} cho người thẩm định khác"),
        "quiz:review:closed": _("đóng đợt thẩm định {no} của ngân hàng {target}"),
        "quiz:bank:sealed": _("chuyển ngân hàng {target} thành ngân hàng mật"),
        "quiz:bank:unsealed": _("công bố ngân hàng {target} làm bộ câu hỏi ôn tập"),
        "quiz:question:retired": _("rút câu {target} khỏi ngân hàng"),
    }
)
