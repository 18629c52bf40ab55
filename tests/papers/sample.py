"""A made-up contest of a made-up commune with something to say in every kind of paper."""

from __future__ import annotations

from datetime import date

from hoithi.papers.rules.facts import (
    Body,
    Facts,
    Marking,
    Member,
    Money,
    Office,
    Part,
    Prize,
    Round,
    Task,
    Tie,
    UnitFigure,
    Winner,
)

SEATS = (
    Member("Trưởng ban", "Phó Chủ tịch UBND xã", "Phạm Thị Ánh Nguyệt"),
    Member("Phó Trưởng ban", "Trưởng phòng Văn hóa - Xã hội", "Lê Văn Bảy"),
    Member("Thành viên", "Bí thư Đoàn xã", "Hoàng Thị Ngọc Quỳnh Như Ý Phương Thảo Đặng Lê", invited=True),
    Member("Thư ký", "Công chức phòng Văn hóa - Xã hội", "Trần Quốc Ẩn"),
)
WINNERS = (
    Winner("Giải Nhất", "Nguyễn Thị Hường", "Trường Tiểu học Bình An", "Giáo viên", "", 1_500_000, "Giấy khen",
           "Số câu đúng 20 câu; Thời gian làm bài 3:12", "Cá nhân", "Nguyễn Thị Hường"),
    Winner("Giải Nhì", "Vũ Kỵ", "Công an xã", "Cán bộ", "", 1_000_000, "Giấy khen",
           "Số câu đúng 20 câu; Thời gian làm bài 3:40", "Cá nhân", ""),
    Winner("Giải Ba", "Lỗ Văn Đễ", "Trạm Y tế xã", "", "", 700_000, "Giấy khen",
           "Số câu đúng 19 câu; Thời gian làm bài 2:58", "Cá nhân", "Lỗ Văn Đễ"),
    Winner("Giải Nhất", "Trung tâm Cung ứng dịch vụ công", "", "", "Video “Một cửa không chờ”", 2_000_000, "Giấy khen",
           "Điểm của Ban Giám khảo 93,5", "Tác phẩm", "Trung tâm Cung ứng dịch vụ công"),
)  # fmt: skip
FACTS = Facts(
    today=date(2026, 9, 7),
    title="Cuộc thi “Tìm hiểu cải cách hành chính và chuyển đổi số xã Bình An” năm 2026",
    short_title="Tìm hiểu cải cách hành chính xã Bình An",
    noun="Cuộc thi",
    year=2026,
    office=Office(
        "Ủy ban nhân dân xã Bình An",
        "",
        "Bình An",
        "UBND",
        "KT.",
        "Phó Chủ tịch",
        "Đỗ Thị Yến",
        "Phòng Văn hóa - Xã hội",
        ("Sở Nội vụ (để b/c)", "Các phòng, đơn vị thuộc xã", "Lưu: VT, VHXH"),
    ),
    plan_reference="số 42/KH-UBND ngày 05/02/2026",
    bases=("Kế hoạch số 11/KH-UBND ngày 15/01/2026 của Ủy ban nhân dân tỉnh về cải cách hành chính năm 2026",),
    summary="Thi trắc nghiệm trực tuyến và thi video.",
    who="Cán bộ, công chức, viên chức, người lao động và Nhân dân trên địa bàn xã từ đủ 15 tuổi.",
    how="Trả lời câu hỏi trắc nghiệm trên phần mềm; nộp video trực tuyến.",
    purpose=(
        "Nâng cao nhận thức của cán bộ, công chức và Nhân dân về cải cách hành chính, chuyển đổi số.",
        "Khuyến khích Nhân dân sử dụng dịch vụ công trực tuyến.",
    ),
    requirements=("Tổ chức thiết thực, tiết kiệm; đánh giá công khai, công bằng, khách quan.",),
    content=("Chương trình tổng thể cải cách hành chính nhà nước; Đề án 06; các chỉ số cải cách hành chính.",),
    forms=("Thi trắc nghiệm trực tuyến: 20 câu trong 15 phút.", "Thi video: dài từ 03 đến 05 phút."),
    grading="Kết quả tham gia là căn cứ xếp loại thi đua cuối năm của các đơn vị.",
    groups=("Cán bộ, công chức, viên chức", "Nhân dân trên địa bàn"),
    parts=(
        Part("Thi trắc nghiệm trực tuyến", "1/6/2026 đến hết ngày 31/7/2026", 1250, 2310),
        Part("Thi video", "1/6/2026 đến hết ngày 15/7/2026", 18, 18),
    ),
    milestones=(("Phát động", "Tháng 5 năm 2026"), ("Tổng kết, trao giải", "Dự kiến trong tháng 9 năm 2026")),
    bodies=(
        Body("btc", "organising", "Ban Tổ chức", SEATS),
        Body("bgk", "jury", "Ban Giám khảo", (Member("Trưởng ban", "", "Lê Văn Bảy"), *SEATS[2:])),
        Body("tgv", "helpers", "Tổ giúp việc", words="Do Trưởng Ban Tổ chức quyết định"),
    ),
    prizes=(
        Prize("Giải Nhất", 1, 1_500_000, "Giấy khen", "Chủ tịch UBND xã", "Cá nhân"),
        Prize("Giải Nhì", 1, 1_000_000, "Giấy khen", "Chủ tịch UBND xã", "Cá nhân"),
        Prize("Giải Ba", 2, 700_000, "Giấy khen", "Chủ tịch UBND xã", "Cá nhân"),
        Prize("Giải Nhất", 1, 2_000_000, "Giấy khen", "Chủ tịch UBND xã", "Tác phẩm"),
        Prize("Giải tháng", 1, 300_000, "Giấy chứng nhận", "Ban Tổ chức", "Cá nhân", "mỗi tháng"),
    ),
    prize_total=5_900_000,
    winners=WINNERS,
    budget=(
        Money("Tiền thưởng", 6_500_000, 6_500_000, 6_500_000, 5_200_000),
        Money("Bồi dưỡng Ban Giám khảo", 2_000_000, 1_800_000, 1_800_000, 1_800_000),
        Money("Văn phòng phẩm"),
    ),
    fund="Ngân sách xã năm 2026",
    estimate_by="Phòng Văn hóa - Xã hội",
    examine_by="Phòng Kinh tế",
    approve_by="Chủ tịch UBND xã",
    tasks=(
        Task("Phòng Văn hóa - Xã hội", "Chủ trì, tham mưu thành lập Ban Tổ chức; tổng hợp kết quả"),
        Task("Phòng Kinh tế", "Thẩm định dự trù kinh phí"),
        Task("Phòng Văn hóa - Xã hội", "Báo cáo kết quả với Ủy ban nhân dân xã"),
    ),
    changes=(("Thời gian thi video", "hết ngày 15/7/2026", "hết ngày 22/7/2026"),),
    contact="Phòng Văn hóa - Xã hội, điện thoại 0200 000 000",
    units=(
        UnitFigure("Trường Tiểu học Bình An", 45, 46, 2, "Giải Nhất"),
        UnitFigure("Trạm Y tế xã", 12, 14, 1),
        UnitFigure("Công an xã", 18, 30, 1),
        UnitFigure("Thôn Đông", 0, 0),
    ),
    people=1268,
    entries=2328,
    week_entries=96,
    ties=(Tie("Cá nhân", 3, ("Lỗ Văn Đễ", "Đặng Thị Ơn"), "Người có thời gian dự thi sớm hơn xếp trước"),),
    rounds=(
        Round(
            "Đợt 1: Ngân hàng đề thi",
            120,
            112,
            8,
            ("Lê Văn Bảy",),
            (("TTHC-07", "Đáp án C dẫn văn bản đã hết hiệu lực"),),
        ),
    ),
    markings=(
        Marking(
            "Thi video",
            "Trung bình cộng",
            ("Lê Văn Bảy", "Trần Quốc Ẩn"),
            (("1", "Một cửa không chờ", "95", "92", "93,5"), ("2", "Nộp hồ sơ tại nhà", "90", "88", "89")),
            ("Một cửa không chờ: chênh lệch lớn. Thống nhất giữ điểm.",),
            "0,81",
        ),
    ),
    vacant=("Giải Ba (01 giải)",),
)
