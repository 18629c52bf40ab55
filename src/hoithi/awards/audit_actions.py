"""What the awards room writes into the log."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register({"awards:awards:proposed": _("lập danh sách {count} giải dự kiến của {target}")})
