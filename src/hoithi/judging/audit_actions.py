"""What judging writes into the log: sheets by their own random codes, never names, works or marks."""

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "judging:panel:opened": _("mở đợt chấm {target}"),
        "judging:panel:assigned": _("phân công chấm {target}: giao {dealt} phiếu, thu {dropped} phiếu"),
        "judging:panel:method": _("chốt cách tính điểm {target}: {method}"),
        "judging:panel:closed": _("kết thúc chấm {target}"),
        "judging:panel:reopened": _("mở lại đợt chấm {target}"),
        "judging:rubric:written": _("đặt tiêu chí chấm {target} (bản {version})"),
        "judging:juror:replaced": _("thôi phân công giám khảo {juror} ở {target}"),
        "judging:juror:reminded": _("nhắc giám khảo {juror} ở {target}"),
        "judging:juror:finished": _("giám khảo {juror} ký phần so sánh ở {target}"),
        "judging:sheet:signed": _("ký phiếu chấm {target}"),
        "judging:sheet:unlocked": _("mở khóa phiếu chấm {target}"),
        "judging:sheet:revised": _("sửa phiếu chấm {target} khi thảo luận"),
        "judging:sheet:recused": _("xin không chấm, phiếu {target}"),
        "judging:discussion:opened": _("mở thảo luận thống nhất điểm {target}"),
        "judging:discussion:closed": _("kết thúc thảo luận thống nhất điểm {target}"),
    }
)
