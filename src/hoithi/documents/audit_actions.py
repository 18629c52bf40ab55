"""What happens to documents."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "documents:document:draft": _("soạn dự thảo văn bản {target}"),
        "documents:document:submit": _("trình ký văn bản {target}"),
        "documents:document:issue": _("ban hành văn bản {target} số {reference} ngày {on}"),
    }
)
