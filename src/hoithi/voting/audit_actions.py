"""What the vote writes into the log: that somebody voted, never for what."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "voting:ballot:cast": _("bình chọn, phiếu {target}"),
        "voting:ballot:withdrawn": _("bỏ phiếu bình chọn {target}"),
        "voting:scan:asked": _("yêu cầu kiểm tra phiếu bình chọn của {target}"),
        "voting:scan:done": _("kiểm tra phiếu bình chọn của {target}: {found} dấu hiệu"),
        "voting:suspicion:cleared": _("xem xét dấu hiệu bất thường {target}: không có vấn đề"),
        "voting:discount:made": _("loại {count} phiếu bình chọn, quyết định {target}"),
        "voting:discount:reversed": _("hủy quyết định loại phiếu {target}, {count} phiếu được tính lại"),
        "voting:tally:recounted": _("kiểm lại số phiếu bình chọn của {target}: {wrong} tác phẩm lệch"),
        "voting:snapshot:entered": _("ghi số liệu trang ngoài lần {target}: {works} tác phẩm"),
        "voting:marks:purged": _("xóa dấu vết thiết bị của {count} phiếu bình chọn đã hết hạn giữ"),
    }
)
