"""What happens to certificates; targets are numbers and keys, never names."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "certificates:design:made": _("lập mẫu giấy {target}"),
        "certificates:design:changed": _("sửa mẫu giấy {target} (bản {version})"),
        "certificates:batch:asked": _("cấp {count} giấy theo mẫu {target}"),
        "certificates:certificate:made": _("cấp giấy số {target}"),
        "certificates:certificate:revoked": _("thu hồi giấy số {target}"),
    }
)
