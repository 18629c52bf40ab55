"""What the awards room writes into the log."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "awards:awards:proposed": _("lập danh sách {count} giải dự kiến của {target}"),
        "awards:awards:chosen": _("xét chọn {count} giải {target}"),
        "awards:award:decided": _("ghi quyết định cho {count} giải"),
        "awards:award:announced": _("công bố {count} giải"),
        "awards:award:claimed": _("kiểm tra người nhận {count} giải"),
        "awards:award:paid": _("ghi đã trao, chi {count} giải"),
        "awards:award:revoked": _("thu hồi giải {target}"),
        "awards:award:withdrawn": _("bỏ {count} giải khỏi danh sách"),
        "awards:payment:signed": _("nhận lại chữ ký của {count} khoản chi"),
        "awards:money:recalled": _("thu lại {cash} đồng của giải {target}"),
        "awards:fulfilment:names": _("đề nghị {count} cá nhân theo giải {target}"),
        "awards:fulfilment:done": _("ghi xong việc kèm theo giải {target}"),
        "awards:budget:amount": _("ghi kinh phí {target}"),
    }
)
