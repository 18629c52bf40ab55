"""Names of the places a wording fills, as the office reads them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PLACE_TITLES = {
    "ten": _("tên người, tập thể nhận giấy"),
    "chuc_vu": _("chức vụ"),
    "don_vi": _("đơn vị"),
    "tac_pham": _("tên tác phẩm"),
    "giai": _("tên giải"),
    "hang": _("hạng"),
    "phan_thi": _("phần thi, bảng xếp hạng"),
    "cuoc_thi": _("tên cuộc thi"),
    "co_quan": _("cơ quan tổ chức"),
    "nam": _("năm"),
}
