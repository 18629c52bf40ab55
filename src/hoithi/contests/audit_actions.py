"""What the contest floor writes into the log."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "contests:contest:defined": _("nạp kế hoạch {target}"),
        "contests:contest:changed": _("sửa kế hoạch {target}: {count} thay đổi"),
        "contests:part:frozen": _("chốt phần thi {target}"),
        "contests:part:moved": _("đổi thời gian phần thi {target}"),
        "contests:standing:frozen": _("chốt cách xếp hạng {target}"),
        "contests:rules:drafted": _("soạn thể lệ bản {version}"),
        "contests:rules:published": _("ban hành thể lệ bản {version}"),
        "contests:units:taken": _("chốt danh sách {count} đơn vị"),
        "contests:seat:appointed": _("cử người vào {target}"),
        "contests:seat:vacated": _("thôi cử người ở {target}"),
        "contests:entrant:registered": _("đăng ký dự thi {target}"),
        "contests:entrants:promoted": _("chọn {count} người vào {target}"),
        "contests:entrant:barred": _("dừng dự thi {target}"),
        "contests:entrant:correction_asked": _("đề nghị sửa thông tin {target}"),
        "contests:entrant:correction_decided": _("trả lời đề nghị sửa thông tin {target}"),
        "contests:tie:decided": _("quyết định thứ hạng bằng nhau ở {target}"),
        "contests:tie:revoked": _("hủy quyết định thứ hạng bằng nhau ở {target}"),
        "contests:figures:imported": _("nhập số liệu {target}: {count} dòng"),
        "contests:result:sealed": _("niêm phong kết quả {target}"),
        "contests:result:published": _("công bố kết quả {target}"),
        "contests:task:done": _("hoàn thành nhiệm vụ {target}"),
        "contests:task:reopened": _("mở lại nhiệm vụ {target}"),
        "contests:faq:saved": _("ghi hỏi đáp “{target}”"),
        "contests:faq:removed": _("bỏ hỏi đáp “{target}”"),
        "contests:note:reported": _("đơn vị {target} gửi báo cáo"),
        "contests:note:answered": _("trả lời báo cáo của đơn vị {target}"),
    }
)
