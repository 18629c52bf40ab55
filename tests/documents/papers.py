"""Papers of made-up offices that between them hold everything a paper can."""

from __future__ import annotations

from datetime import date

from hoithi.documents.rules.paper import (
    Annex,
    Heading,
    Items,
    Paper,
    Paragraph,
    Signature,
    Signers,
    Table,
    article,
)

PEOPLE = ("Nguyễn Thị Hường", "Trần Quốc Ẩn", "Hoàng Thị Ngọc Quỳnh Như Ý Phương Thảo Đặng Lê", "Lỗ Văn Đễ", "Vũ Kỵ")
RECIPIENTS = ("Như Điều 3", "- UBND tỉnh (để b/c);", "Các phòng, ban, đơn vị", "Lưu: VT, NV")
HEAD = {"agency": "Ủy ban nhân dân xã Bình An", "place": "Bình An", "symbol": "QĐ-UBND"}


def decision(rows: int = 3, **changed: object) -> Paper:
    """Quyết định khen thưởng with a list that may go over several pages."""
    listed = tuple(
        (str(n), PEOPLE[n % 5], "Trường Tiểu học Bình An", "Giải Nhất", "1.500.000") for n in range(1, rows + 1)
    )
    whole = {
        "kind_title": "Quyết định",
        "title": "Về việc công nhận kết quả và khen thưởng Cuộc thi “Tìm hiểu cải cách hành chính”",
        "superior": "Tỉnh Hòa Phước",
        "number": 12,
        "date": date(2026, 2, 5),
        "authority": "Chủ tịch Ủy ban nhân dân xã Bình An",
        "bases": ("Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", "Xét đề nghị của Trưởng Ban Tổ chức"),
        "resolve": "QUYẾT ĐỊNH:",
        "blocks": (
            article(1, f"Khen thưởng {rows:02} cá nhân có thành tích trong Cuộc thi (có danh sách kèm theo)."),
            article(2, "Quyết định này có hiệu lực kể từ ngày ký."),
            article(3, "Chánh Văn phòng và các cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này."),
            Annex("Danh sách khen thưởng", "(Kèm theo Quyết định số 12/QĐ-UBND ngày 05 tháng 02 năm 2026)"),
            Table(
                ("STT", "Họ và tên", "Đơn vị", "Giải", "Tiền thưởng (đồng)"),
                (*listed, ("", "Tổng cộng", "", "", f"{rows * 1500}.000")),
                ("center", "left", "left", "left", "right"),
                total=1,
            ),
        ),
        "recipients": RECIPIENTS,
        "signature": Signature("TM.", "Ủy ban nhân dân", "Chủ tịch", "Phạm Thị Ánh Nguyệt"),
    }
    return Paper(**{**HEAD, **whole, **changed})  # type: ignore[arg-type]


def plan(**changed: object) -> Paper:
    """Kế hoạch: unnumbered, undated, headings of three levels, lists within lists."""
    purpose = "Nâng cao nhận thức của cán bộ, công chức, viên chức và Nhân dân về cải cách hành chính. " * 6
    whole = {
        "kind_title": "Kế hoạch",
        "title": "Tổ chức Cuộc thi “Tìm hiểu cải cách hành chính” năm 2026",
        "symbol": "KH-UBND",
        "year": 2026,
        "bases": ("Thực hiện Kế hoạch số 11/KH-UBND ngày 15/01/2026 của Ủy ban nhân dân tỉnh;",),
        "blocks": (
            Paragraph("Ủy ban nhân dân xã ban hành Kế hoạch với các nội dung sau:"),
            Heading("I. MỤC ĐÍCH, YÊU CẦU"),
            Heading("1. Mục đích", 2),
            Items((purpose.strip(), "Góp phần cải thiện các chỉ số.")),
            Heading("a) Đối tượng bắt buộc", 3),
            Items(("Công chức xã;", "Người hoạt động không chuyên trách."), "+"),
            Paragraph("Ghi chú in nghiêng.", look="italic"),
            Paragraph("Dòng đứng giữa", look="center"),
            Paragraph("Dòng đậm", look="bold"),
            Paragraph("Đầu dòng không thụt.", look="plain"),
            Table(("Nội dung", "Thời gian"), (("Phát động", "Tháng 3"), ("Tổng kết", "")), widths=(3, 1)),
            Paragraph("Trong quá trình thực hiện, nếu có vướng mắc, các đơn vị báo cáo để xem xét, giải quyết."),
        ),
        "recipients": RECIPIENTS[1:],
        "signature": Signature("KT.", "Chủ tịch", "Phó Chủ tịch", ""),
    }
    return Paper(**{**HEAD, **whole, **changed})  # type: ignore[arg-type]


def minutes(**changed: object) -> Paper:
    """Biên bản: everybody signs beside each other, no recipients."""
    whole = {
        "kind_title": "Biên bản",
        "title": "Họp xét khen thưởng",
        "symbol": "BB-BTC",
        "blocks": (
            Paragraph("Hôm nay, vào hồi 8 giờ 00, Ban Tổ chức họp, thống nhất như sau", lead="I. THÀNH PHẦN:"),
            Items(("Bà Phạm Thị Ánh Nguyệt - Trưởng ban", "Ông Lê Văn Bảy - Thư ký")),
            Paragraph("Biên bản được lập thành 02 bản"),
            Signers((("Thư ký", "Lê Văn Bảy"), ("Chủ trì", "Phạm Thị Ánh Nguyệt"))),
        ),
        "year": 2026,
    }
    return Paper(**{**HEAD, **whole, **changed})  # type: ignore[arg-type]


def proposal(**changed: object) -> Paper:
    """Tờ trình: addressed to several."""
    whole = {
        "kind_title": "Tờ trình",
        "title": "Về việc khen thưởng Cuộc thi",
        "symbol": "TTr-VHXH",
        "to": ("Chủ tịch Ủy ban nhân dân xã", "Hội đồng Thi đua - Khen thưởng xã"),
        "blocks": (Paragraph("Kính trình Chủ tịch Ủy ban nhân dân xã xem xét, quyết định"),),
        "recipients": ("Như trên", "Lưu: VT"),
        "signature": Signature("", "", "Trưởng phòng", "Đỗ Thị Yến"),
        "year": 2026,
    }
    return Paper(**{**HEAD, **whole, **changed})  # type: ignore[arg-type]


ALL = {"quyet-dinh": decision(), "ke-hoach": plan(), "bien-ban": minutes(), "to-trinh": proposal()}
