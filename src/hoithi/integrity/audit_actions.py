"""What integrity writes into the log."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "integrity:scan:asked": _("yêu cầu kiểm tra tính trung thực của phần thi {target}"),
        "integrity:scan:done": _("kiểm tra tính trung thực của phần thi {target}: {found} hồ sơ"),
        "integrity:case:opened": _("lập hồ sơ xem xét {target}"),
        "integrity:case:assigned": _("phân công hồ sơ xem xét {target}"),
        "integrity:case:commented": _("ghi ý kiến vào hồ sơ xem xét {target}"),
        "integrity:case:asked": _("đề nghị người dự thi giải trình ở hồ sơ {target}"),
        "integrity:case:answered": _("người dự thi giải trình ở hồ sơ {target}"),
        "integrity:case:closed": _("kết thúc hồ sơ xem xét {target}"),
        "integrity:case:reopened": _("mở lại hồ sơ xem xét {target}"),
        "integrity:ruling:made": _("quyết định ở hồ sơ xem xét {target}: {verdict}"),
        "integrity:ruling:reversed": _("hủy quyết định ở hồ sơ xem xét {target}: {verdict}"),
        "integrity:appeal:made": _("khiếu nại quyết định ở hồ sơ {target}"),
        "integrity:appeal:decided": _("giải quyết khiếu nại ở hồ sơ {target}"),
        "integrity:awards:redone": _(
            "lập lại danh sách giải sau quyết định xử lý: thu hồi {withdrawn}, trao thêm {added}"
        ),
        "integrity:signals:purged": _("xóa {traces} dấu vết thiết bị, {focus} số lần rời màn hình đã hết hạn giữ"),
        "integrity:entrant:prize_ok": _("đổi quyền xét giải của {target}"),
        "integrity:entrant:unbarred": _("cho {target} dự thi trở lại"),
    }
)
