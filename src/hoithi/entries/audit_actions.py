"""What the log says about works."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "entries:work:started": _("bắt đầu một tác phẩm"),
        "entries:work:changed": _("sửa tác phẩm {target}"),
        "entries:file:added": _("tải tệp lên cho tác phẩm {target}"),
        "entries:captions:added": _("gắn phụ đề cho tác phẩm {target}"),
        "entries:likeness:judged": _("kết luận về sự giống nhau của tác phẩm {target}"),
        "entries:work:submit": _("nộp tác phẩm số {number}"),
        "entries:work:check_passed": _("tệp của tác phẩm số {number} đạt quy cách"),
        "entries:work:check_failed": _("tệp của tác phẩm số {number} chưa đạt quy cách"),
        "entries:work:accept": _("duyệt tác phẩm số {number}"),
        "entries:work:refuse": _("không duyệt tác phẩm số {number}"),
        "entries:work:revise": _("xem xét lại tác phẩm số {number}"),
        "entries:work:publish": _("đăng tác phẩm số {number}"),
        "entries:work:take_down": _("gỡ tác phẩm số {number}"),
        "entries:work:taken_in": _("tiếp nhận tác phẩm số {number} thay người nộp"),
        "entries:people:reminded": _("nhắc {people} người chưa nộp đủ tác phẩm"),
        "entries:units:reminded": _("nhắc {units} đơn vị chưa nộp đủ tác phẩm"),
        "entries:work:withdraw": _("rút tác phẩm số {number}"),
        "entries:work:ask": _("hỏi người nộp về tác phẩm số {number}"),
        "entries:work:answer": _("trả lời câu hỏi về tác phẩm số {number}"),
        "entries:works:handed_over": _("bàn giao {works} tác phẩm cho {agency}"),
        "entries:publication:noted": _("ghi nơi đăng tác phẩm số {number}"),
        "entries:publication:withdrawn": _("ghi đã gỡ bài đăng của tác phẩm số {number}"),
    }
)
