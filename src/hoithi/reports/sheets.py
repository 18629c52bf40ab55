"""What Excel files hold: rows read through everybody's queries, nothing added up twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.awards.queries.sections import Section
from hoithi.contests.models import Contest, ContestUnit
from hoithi.contests.queries.desk import Attendance, attendance_of, missing_staff, shown_code
from hoithi.core.spoken import moment, percent
from hoithi.core.tables import OutColumn, Sheet


def units_sheet(contest: Contest, rows: Sequence[Attendance], now: datetime) -> Sheet:
    """Participation of units against headcount, in the order given."""
    return Sheet(
        title=_("Tham gia theo đơn vị"),
        columns=[
            OutColumn(_("Đơn vị"), 44),
            OutColumn(_("Mã"), 12),
            OutColumn(_("Nhóm"), 32),
            _("Số cán bộ"),
            _("Cán bộ đã thi"),
            _("Tỷ lệ"),
            _("Chưa thi"),
            _("Tất cả người thi"),
        ],
        rows=(
            (
                row.unit.name,
                row.unit.code,
                row.unit.group.title if row.unit.group else "",
                row.headcount,
                row.staff,
                percent(row.share) if row.share is not None else "",
                row.headcount - row.staff,
                row.people,
            )
            for row in rows
        ),
        notes=[contest.title, _("Số liệu lúc {at}").format(at=moment(now))],
    )


def missing_sheet(unit: ContestUnit, now: datetime) -> Sheet:
    """Staff of one unit who have not taken part; no contact and no birth date, which the reminder does not need."""
    row = attendance_of(unit)
    return Sheet(
        title=_("Chưa dự thi"),
        columns=[_("STT"), OutColumn(_("Họ và tên"), 32), OutColumn(_("Mã cán bộ"), 16), OutColumn(_("Chức vụ"), 32)],
        rows=(
            (number, entry.full_name, shown_code(entry), entry.position)
            for number, entry in enumerate(missing_staff(unit, now).iterator(chunk_size=2000), start=1)
        ),
        notes=[
            unit.contest.title,
            unit.name,
            _("Đã thi {staff}/{all}, số liệu lúc {at}").format(staff=row.staff, all=row.headcount, at=moment(now)),
        ],
    )


def awards_sheets(contest: Contest, sections: Sequence[Section], now: datetime) -> list[Sheet]:
    """The proposed awards, one sheet for each standing."""
    columns: list[OutColumn | str] = [
        _("STT"),
        OutColumn(_("Giải"), 24),
        OutColumn(_("Người, đơn vị đạt giải"), 36),
        OutColumn(_("Đơn vị"), 36),
        _("Hạng"),
        OutColumn(_("Tiền thưởng (đồng)"), 20),
        OutColumn(_("Hình thức"), 24),
    ]
    return [
        Sheet(
            title=section.title,
            columns=columns,
            rows=[
                (n, row.award.prize.title, row.name, row.unit, row.award.place, row.award.cash, row.award.prize.paper)
                for n, row in enumerate(section.rows, start=1)
            ],
            notes=[contest.title, _("Danh sách giải dự kiến, lập lúc {at}").format(at=moment(now))],
        )
        for section in sections
    ]
