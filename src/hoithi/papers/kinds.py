"""Every kind of paper a contest writes: how it is called, what its symbol begins with, and what builds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Text
from hoithi.documents.kinds import register_kind
from hoithi.documents.rules.paper import Paper
from hoithi.papers.rules import decisions, minutes, money, notices, plan, reports
from hoithi.papers.rules.facts import Facts


@dataclass(frozen=True)
class PaperKind:
    """`step` is where in a contest's life it is written; `public`: meant for everybody once issued."""

    key: str
    title: Text
    abbreviation: str
    step: str
    build: Callable[[Facts], Paper]
    public: bool = False
    praises: str = ""
    """What the paper confers, for the check of its signer."""


PREPARE, RUN, REVIEW, FINISH = "prepare", "run", "review", "finish"
STEPS = {
    PREPARE: _("Chuẩn bị"),
    RUN: _("Đang diễn ra"),
    REVIEW: _("Chấm, xét"),
    FINISH: _("Kết quả, khen thưởng"),
}
KINDS = {
    kind.key: kind
    for kind in (
        PaperKind("ke_hoach", _("Kế hoạch"), "KH", PREPARE, plan.plan, public=True),
        PaperKind("the_le", _("Thể lệ"), "TL", PREPARE, plan.rules, public=True),
        PaperKind("qd_ban_to_chuc", _("Quyết định thành lập Ban Tổ chức"), "QĐ", PREPARE, decisions.organising),
        PaperKind("qd_ban_giam_khao", _("Quyết định thành lập Ban Giám khảo"), "QĐ", PREPARE, decisions.jury),
        PaperKind("qd_to", _("Quyết định thành lập Tổ"), "QĐ", PREPARE, decisions.group),
        PaperKind("qd_the_le", _("Quyết định ban hành Thể lệ"), "QĐ", PREPARE, decisions.rules, public=True),
        PaperKind("du_tru", _("Dự trù kinh phí"), "DT", PREPARE, money.estimate),
        PaperKind("bb_tham_dinh_de", _("Biên bản thẩm định đề"), "BB", PREPARE, minutes.questions),
        PaperKind("tb_sua_doi", _("Thông báo sửa đổi, bổ sung"), "TB", RUN, notices.amendment, public=True),
        PaperKind("bc_tuan", _("Báo cáo tuần"), "BC", RUN, reports.weekly),
        PaperKind("bc_thang", _("Báo cáo tháng"), "BC", RUN, reports.monthly),
        PaperKind("bb_cham_thi", _("Biên bản chấm thi"), "BB", REVIEW, minutes.marking),
        PaperKind("bb_dong_hang", _("Biên bản xử lý đồng hạng"), "BB", REVIEW, minutes.ties),
        PaperKind("bb_khen_thuong", _("Biên bản họp xét khen thưởng"), "BB", REVIEW, minutes.awarding),
        PaperKind("to_trinh", _("Tờ trình"), "TTr", FINISH, notices.proposal),
        PaperKind(
            "qd_khen_thuong",
            _("Quyết định công nhận kết quả, khen thưởng"),
            "QĐ",
            FINISH,
            decisions.praise,
            public=True,
            praises="Giấy khen",
        ),
        PaperKind("tb_ket_qua", _("Thông báo kết quả"), "TB", FINISH, notices.results, public=True),
        PaperKind("bc_ket_qua", _("Báo cáo kết quả"), "BC", FINISH, reports.final),
        PaperKind("ds_chi", _("Danh sách chi"), "DS", FINISH, money.payments),
        PaperKind("giay_moi", _("Giấy mời"), "GM", FINISH, notices.invitation),
    )
}


def register() -> None:
    """Make every kind known to the register of documents; called once at start-up."""
    for kind in KINDS.values():
        register_kind(kind.key, kind.title, kind.abbreviation)
