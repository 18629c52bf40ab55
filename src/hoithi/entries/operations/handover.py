"""The hand-over package (gói bàn giao): every work in the contest, a sheet of all its fields, and checksums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Part
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.spoken import end_moment
from hoithi.core.tables import write_xlsx
from hoithi.entries.formats.package import Member, stream_zip
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.queries.handover import agencies, handed_over, sheet_of
from hoithi.entries.queries.words import number_of
from hoithi.entries.rules.package import distinct, package_name, safe_part
from hoithi.files.store import store
from hoithi.people.models import User

SUMS, SHEET, TROUBLE = "SHA256SUMS.txt", "Danh sach tac pham.xlsx", "CANH BAO.txt"


@dataclass(frozen=True)
class Package:
    """What is sent: its file name, and its bytes while they are read."""

    name: str
    pieces: Iterator[bytes]


def hand_over(part: Part, agency: str, *, now: datetime, by: User) -> Package:
    """Record the hand-over and begin the package. Raises Refusal: before the close, or to nobody the plan names."""
    if part.closes is None or now < part.closes:
        when = end_moment(part.closes) if part.closes is not None else _("chưa ấn định")
        raise Refusal(
            _("Chỉ bàn giao tác phẩm sau khi hết hạn nhận ({when}).").format(when=when),
            hint=_("Trước hạn, tác phẩm còn được thay."),
        )
    if agency not in agencies(part):
        raise Refusal(_("Kế hoạch không giao tác phẩm cho nơi này."), hint=_("Hãy chọn một nơi trong danh sách."))
    works = handed_over(part)
    files = [(work, file) for work in works for file in work.shown.originals]
    data = {"part": part.key, "agency": agency, "works": len(works), "files": len(files)}
    record("entries:works:handed_over", now=now, contest_key=part.contest.slug, actor=by, target=part.key, data=data)
    names = distinct(
        [
            package_name(
                number_of(work.work), _owner(work.work), work.work.entry.title, file.file.name.rpartition(".")[2]
            )
            for work, file in files
        ]
    )
    members = [_member(name, file) for name, (_work, file) in zip(names, files, strict=True)]
    named: dict[int, list[str]] = {}
    for name, (work, _file) in zip(names, files, strict=True):
        named.setdefault(work.work.pk, []).append(name)
    sheet = write_xlsx([sheet_of(part, works, named)])
    day = now.astimezone(VIETNAM)
    title = safe_part(f"{part.contest.code} {part.title} {day:%Y-%m-%d}")
    recorded = [file.file.sha256 for _work, file in files]
    return Package(f"{title}.zip", stream_zip(_all(members, recorded, sheet, day)))


def _owner(work: Work) -> str:
    owner = work.entry.owner
    return str(owner.contest_unit.name if owner.contest_unit else owner.display_name)


def _member(name: str, file: WorkFile) -> Member:
    key = file.file.key
    return Member(name, lambda: store().blocks(key), file.file.stored_at.astimezone(VIETNAM))


def _all(members: list[Member], recorded: list[str], sheet: bytes, at: datetime) -> Iterator[Member]:
    """The works, then what is known only after they were read: checksums as sent, and what differs from the receipt."""
    yield from members
    yield _text(SHEET, sheet, at)
    yield _text(SUMS, "".join(f"{one.sha256}  {one.name}\n" for one in members if one.sha256).encode(), at)
    wrong = [
        _("{name}: không đọc được tệp").format(name=one.name)
        if one.trouble
        else _("{name}: nội dung khác với lúc nhận (mã băm trên biên nhận: {sha256})").format(
            name=one.name, sha256=kept
        )
        for one, kept in zip(members, recorded, strict=True)
        if one.trouble or one.sha256 != kept
    ]
    if wrong:
        yield _text(TROUBLE, "\r\n".join(wrong).encode("utf-8-sig"), at)


def _text(name: str, data: bytes, at: datetime) -> Member:
    return Member(name, lambda: [data], at, packed=True)
