"""What the log says about a campaign."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hoithi.audit.registry import register

register(
    {
        "emulation:report:submitted": _("gửi báo cáo {target}"),
        "emulation:report:corrected": _("sửa báo cáo {target}"),
        "emulation:report:confirm": _("xác nhận báo cáo {target}"),
        "emulation:report:correct": _("sửa số liệu báo cáo {target} khi thẩm định"),
        "emulation:report:untruthful": _("kết luận báo cáo {target} không trung thực"),
        "emulation:file:added": _("đính kèm minh chứng vào báo cáo {target}"),
        "emulation:file:removed": _("gỡ minh chứng khỏi báo cáo {target}"),
        "emulation:month:closed": _("chốt kỳ {target}"),
        "emulation:month:published": _("công bố kết quả kỳ {target}"),
        "emulation:appeal:filed": _("gửi kiến nghị về báo cáo {target}"),
        "emulation:appeal:accepted": _("chấp nhận kiến nghị về báo cáo {target}"),
        "emulation:appeal:refused": _("không chấp nhận kiến nghị về báo cáo {target}"),
        "emulation:recheck:applied": _("điều chỉnh điểm theo phúc tra từ kỳ {target}"),
        "emulation:portal:imported": _("nhập số liệu cổng dịch vụ công kỳ {target}"),
        "emulation:recognition:registered": _("đăng ký sáng kiến, ghi nhận của {target}"),
        "emulation:recognition:accepted": _("công nhận minh chứng của {target}"),
        "emulation:recognition:refused": _("không công nhận minh chứng của {target}"),
        "emulation:dossier:opened": _("lập hồ sơ khen thưởng của {target}"),
        "emulation:dossier:changed": _("sửa hồ sơ khen thưởng của {target}"),
        "emulation:dossier:submitted": _("nộp hồ sơ khen thưởng của {target}"),
        "emulation:units:reminded": _("nhắc {units} đơn vị chưa báo cáo kỳ {period}"),
    }
)
