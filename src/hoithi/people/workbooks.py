"""Empty Excel files to fill in: the columns an import reads, one example row, and a sheet that explains them."""

from __future__ import annotations

import io
from collections.abc import Mapping

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.core.tables import Column
from hoithi.people.imports import ROSTER_COLUMNS, UNIT_COLUMNS, heading

UNIT_EXAMPLE = {
    "code": "X01",
    "name": gettext_lazy("UBND xã An Bình (dòng mẫu, hãy xóa)"),
    "kind": gettext_lazy("Xã"),
    "parent_code": "T01",
    "valid_from": "1/7/2025",
    "headcount": "48",
}
UNIT_NOTES = {
    "code": gettext_lazy("Nên có. Hai đơn vị đang hoạt động không được trùng mã."),
    "name": gettext_lazy("Bắt buộc."),
    "short_name": gettext_lazy("Không bắt buộc."),
    "kind": gettext_lazy("Bắt buộc. Loại bất kỳ: Sở, Phòng, Xã, Phường, Trường học, Công an …"),
    "parent_code": gettext_lazy("Mã hoặc tên đơn vị cấp trên, có trong tệp này hoặc đã nhập; bỏ trống nếu không có."),
    "valid_from": gettext_lazy("Dạng 1/7/2025; bỏ trống nếu không rõ."),
    "valid_to": gettext_lazy("Ngày đầu tiên đơn vị không còn hoạt động; bỏ trống nếu đang hoạt động."),
    "headcount": gettext_lazy("Chỉ dùng khi không nhập danh sách cán bộ."),
}
ROSTER_EXAMPLE = {
    "staff_code": "CB001",
    "full_name": gettext_lazy("Nguyễn Văn Mẫu (dòng mẫu, hãy xóa)"),
    "birth_date": "15/3/1990",
    "unit_code": "X01",
    "unit_name": gettext_lazy("UBND xã An Bình"),
    "position": gettext_lazy("Chuyên viên"),
    "phone": "0912 345 678",
}
ROSTER_NOTES = {
    "staff_code": gettext_lazy("Riêng cho mỗi người trong đơn vị. Bỏ trống được nếu có ngày sinh."),
    "full_name": gettext_lazy("Bắt buộc, viết đủ dấu."),
    "birth_date": gettext_lazy("Dạng 15/3/1990. Dùng để nhận ra cán bộ khi họ đăng ký dự thi."),
    "unit_code": gettext_lazy("Mã hoặc tên đơn vị, cần một trong hai."),
    "unit_name": gettext_lazy("Đúng tên đã nhập; không phân biệt dấu và chữ hoa."),
    "position": gettext_lazy("Không bắt buộc."),
    "phone": gettext_lazy("Không bắt buộc; hệ thống chỉ giữ dấu đối chiếu, không giữ số."),
    "email": gettext_lazy("Không bắt buộc; chỉ giữ dấu đối chiếu."),
}


def _workbook(columns: Mapping[str, Column], example: Mapping[str, object], notes: Mapping[str, object]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        bold, plain = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "@"})
        sheet, guide = book.add_worksheet(_("Danh sách")), book.add_worksheet(_("Hướng dẫn"))
        guide.write_row(0, 0, [_("Cột"), _("Cách ghi")], bold)
        guide.set_column(0, 0, 24)
        guide.set_column(1, 1, 90)
        sheet.freeze_panes(1, 0)
        for index, key in enumerate(columns):
            title = heading(columns, key)
            sheet.set_column(index, index, max(14, len(title) + 4), plain)  # text, so that Excel keeps leading zeros
            sheet.write_string(0, index, title, bold)
            sheet.write_string(1, index, str(example.get(key, "")), plain)
            guide.write_string(index + 1, 0, title)
            guide.write_string(index + 1, 1, str(notes[key]))
    return buffer.getvalue()


def unit_template() -> bytes:
    """The Excel file (bytes) to fill in with units."""
    return _workbook(UNIT_COLUMNS, UNIT_EXAMPLE, UNIT_NOTES)


def roster_template() -> bytes:
    """The Excel file (bytes) to fill in with staff."""
    return _workbook(ROSTER_COLUMNS, ROSTER_EXAMPLE, ROSTER_NOTES)
