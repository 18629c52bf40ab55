"""What happens to documents."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "documents:document:draft": _("soạn dự thảo văn bản {target}"),
        "documents:document:submit": _("trình ký văn bản {target}"),
        "documents:document:change": _("sửa dự thảo văn bản {target}, bản {version}"),
        "documents:document:return": _("trả lại văn bản {target} để sửa"),
        "documents:document:scan": _("lưu bản ký của văn bản {target}, mã kiểm tra {sha256}"),
        "documents:document:show": _("công khai văn bản {target} trên trang cuộc thi"),
        "documents:document:hide": _("thôi công khai văn bản {target} trên trang cuộc thi"),
        "documents:template:add": _("nạp mẫu Word {target}, bản {version}"),
        "documents:template:retire": _("thôi dùng mẫu Word {target}"),
        "documents:document:issue": _("ban hành văn bản {target} số {reference} ngày {on}"),
    }
)
