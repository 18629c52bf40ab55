"""A campaign in its third month: two months closed, reports to verify, one late, one corrected and appealed against."""

from __future__ import annotations

from datetime import timedelta

from hoithi.contests.models import Part
from hoithi.contests.operations.standings import refresh_dirty
from hoithi.emulation.operations.appeals import file_appeal
from hoithi.emulation.operations.dossiers import add_nominee, open_dossier, put_paper
from hoithi.emulation.operations.portal import PortalRow, import_portal
from hoithi.emulation.operations.recognitions import register_recognition
from hoithi.emulation.operations.reports import add_report_file
from hoithi.emulation.operations.scores import rescore
from tests.emulation import factories as make

NOW = make.on(make.AUGUST, 28)
EVERYBODY = (*make.OFFICES, *make.COMMUNES)


def figures(n: int, month: int) -> make.Figures:
    """The n-th unit's figures by a month, each further along than the one after it."""
    grown = month * 45
    return make.figures(
        procedures=1 + month,
        accounts=700 * month - 90 * n,
        dossiers=max(0, 90 * month - 12 * n),
        resolved=60 + grown - n,
        received=61 + grown,
    )


def grown(part: Part) -> Part:
    for month, key in enumerate((make.JUNE, make.JULY), start=1):
        make.whole_month(
            part, key, {name: figures(n, month) for n, name in enumerate(EVERYBODY) if n != 4 or month > 1}
        )
    reports = {}
    for n, name in enumerate(EVERYBODY[:5]):
        at = make.on(make.AUGUST, 27 if n == 2 else 20)
        reports[name] = make.send(part, make.unit(part, name), make.AUGUST, figures(n, 3), now=at).report
    account = make.coordinator(part, make.unit(part, "Xã Ba"))
    make.confirm(reports["Phòng Một"], now=make.on(make.AUGUST, 26))
    add_report_file(
        part, make.unit(part, "Xã Ba"), make.AUGUST, make.stored("ke-hoach-dich-vu-cong.pdf"), now=NOW, by=account
    )
    corrected = figures(3, 3) | {"accounts": 1490}
    make.confirm(
        reports["Xã Bốn"],
        decision="correct",
        figures=corrected,
        reason="Trên cổng có 1.490 tài khoản, đơn vị đếm trùng.",
        now=make.on(make.AUGUST, 26),
    )
    text = "Đơn vị đã đối chiếu danh sách 1.830 tài khoản, gửi kèm tệp."
    file_appeal(reports["Xã Bốn"], text=text, file=make.stored("danh-sach.xlsx"), now=make.on(make.AUGUST, 27), by=None)
    rows = [PortalRow(make.unit(part, name), {"accounts": 1500, "dossiers": 240}) for name in EVERYBODY[2:]]
    import_portal(part, make.AUGUST, rows, taken_at=make.on(make.AUGUST, 26), now=make.on(make.AUGUST, 26), by=None)
    _papers(part)
    rescore(part, now=NOW)
    refresh_dirty(NOW)
    return make.fresh(part)


def _papers(part: Part) -> None:
    now = NOW - timedelta(days=1)
    dossier = open_dossier(part, make.unit(part, "Xã Ba"), now=now, by=None)
    put_paper(dossier, 1, make.stored("to-trinh.pdf"), now=now, by=None)
    words = {"name": "Nguyễn Thị Mẫu", "position": "Công chức một cửa", "achievement": "Hướng dẫn 800 tài khoản"}
    add_nominee(dossier, **words, now=now, by=None)
    for title in ("Tổ công nghệ số cộng đồng ở từng ấp", "Bàn hướng dẫn tại chợ"):
        told = {"kind": "sang-kien", "title": title, "level": "commune"}
        register_recognition(part, make.unit(part, "Xã Ba"), **told, now=now, by=None)
