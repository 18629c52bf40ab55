"""What people can be seen to have done to units, rosters, accounts and consents."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "people:unit:create": _("lập đơn vị {target}"),
        "people:unit:rename": _("đổi tên đơn vị {target} từ ngày {on}"),
        "people:unit:move": _("chuyển đơn vị {target} sang cấp trên khác từ ngày {on}"),
        "people:unit:merge": _("sáp nhập đơn vị thành {target} từ ngày {on}"),
        "people:unit:split": _("tách đơn vị {target} từ ngày {on}"),
        "people:unit:end": _("kết thúc đơn vị {target} từ ngày {on}"),
        "people:unit:import": _("nhập danh sách đơn vị: thêm {added}, sửa {changed}, bỏ qua {bad}"),
        "people:roster:import": _("nhập danh sách cán bộ {target}: thêm {added}, sửa {changed}, kết thúc {ended}"),
        "people:roster:link": _("gắn cán bộ {target} với người dùng"),
        "people:account:open": _("mở tài khoản {target}"),
        "people:account:sign_in": _("đăng nhập {target}"),
        "people:external:linked": _("nối {target} với tài khoản ngoài"),
        "people:account:password": _("đặt mật khẩu {target}"),
        "people:person:change": _("sửa thông tin cá nhân {target}"),
        "people:person:erase": _("xóa dữ liệu cá nhân {target}"),
        "people:identity:add": _("ghi dấu định danh ({kind}) của {target}"),
        "people:consent:give": _("đồng ý “{purpose}” bản {version}: {target}"),
        "people:consent:withdraw": _("rút đồng ý “{purpose}”: {target}"),
        "people:data_request:make": _("gửi yêu cầu về dữ liệu cá nhân ({kind}): {target}"),
        "people:data_request:answer": _("trả lời yêu cầu về dữ liệu cá nhân: {target}"),
    }
)
