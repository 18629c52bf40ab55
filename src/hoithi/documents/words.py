"""Sentences about papers that desks show."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.core.errors import Text
from hoithi.documents.rules.signers import Doubt, check_signer

PLACEHOLDERS: dict[str, Text] = {
    "co_quan_chu_quan": gettext_lazy("Cơ quan chủ quản trực tiếp; trống nếu không có"),
    "co_quan": gettext_lazy("Cơ quan ban hành"),
    "quoc_hieu": gettext_lazy("Quốc hiệu"),
    "tieu_ngu": gettext_lazy("Tiêu ngữ"),
    "so": gettext_lazy("Số văn bản; trống khi chưa có"),
    "ky_hieu": gettext_lazy("Ký hiệu, ví dụ KH-UBND"),
    "so_ky_hieu": gettext_lazy("Cả dòng “Số: 12/KH-UBND”"),
    "dia_danh": gettext_lazy("Địa danh"),
    "ngay": gettext_lazy("Ngày, hai chữ số"),
    "thang": gettext_lazy("Tháng"),
    "nam": gettext_lazy("Năm"),
    "ngay_thang": gettext_lazy("Cả dòng địa danh và ngày tháng năm"),
    "loai_van_ban": gettext_lazy("Tên loại văn bản"),
    "trich_yeu": gettext_lazy("Trích yếu nội dung"),
    "tham_quyen": gettext_lazy("Dòng thẩm quyền của quyết định"),
    "can_cu": gettext_lazy("Các căn cứ, mỗi căn cứ một đoạn"),
    "kinh_gui": gettext_lazy("Nơi được gửi của tờ trình, giấy mời"),
    "lenh": gettext_lazy("Dòng “QUYẾT ĐỊNH:”"),
    "noi_dung": gettext_lazy("Toàn bộ nội dung, kể cả bảng và phụ lục; đứng riêng một đoạn"),
    "bang": gettext_lazy("Bảng đầu tiên của văn bản (bang.cot là tên cột, bang.dong là các dòng)"),
    "noi_nhan": gettext_lazy("Nơi nhận, mỗi nơi một đoạn"),
    "quyen_han": gettext_lazy("TM., KT., TL., TUQ. hoặc Q. kèm tên cơ quan, chức danh"),
    "chuc_vu": gettext_lazy("Chức vụ người ký"),
    "nguoi_ky": gettext_lazy("Họ và tên người ký"),
}
"""What each placeholder of a template becomes (`rules.placeholders`)."""


def signer_warnings(paper: str, signer: str, authority: str = "", *, on: date) -> list[str]:
    """Doubts about who signs a paper, each a sentence with its article; [] where there is nothing to say."""
    return [_sentence(one) for one in check_signer(paper, signer, authority, on=on)]


def _sentence(doubt: Doubt) -> str:
    told = {"signer": doubt.signer, "paper": doubt.paper, "article": doubt.article}
    sentences = {
        "district_ended": _(
            "“%(signer)s” là chức danh cấp huyện; cấp huyện đã kết thúc hoạt động từ ngày 1/7/2025 (%(article)s)."
            " Hãy xem lại người ký."
        ),
        "committee_praise": _(
            "“%(signer)s” ký “%(paper)s”: giấy khen do người đứng đầu cơ quan, đơn vị có tư cách pháp nhân hoặc"
            " Chủ tịch Ủy ban nhân dân quyết định (%(article)s)."
            " Hãy trình người có thẩm quyền, hoặc dùng giấy chứng nhận."
        ),
        "merit_level": _(
            "“%(signer)s” ký “%(paper)s”: thẩm quyền ở cấp này là giấy khen, không có bằng khen (%(article)s)."
            " Hãy xem lại loại giấy hoặc người ký."
        ),
    }
    return sentences[doubt.code] % told
