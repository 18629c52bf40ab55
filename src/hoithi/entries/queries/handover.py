"""What a hand-over package holds: works in the contest with every field the plan asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.core.tables import OutColumn, Sheet
from hoithi.entries.models import Author, Work
from hoithi.entries.queries.publications import titles
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.queries.shown import Shown, in_force, shown_files
from hoithi.entries.queries.words import INTAKES, WORDS, number_of
from hoithi.entries.rules.states import IN_CONTEST


@dataclass(frozen=True)
class Handed:
    """A work with its files in force."""

    work: Work
    shown: Shown


def agencies(part: Part) -> list[str]:
    """Whom the plan hands the works to, and the committee's own file."""
    return [*(str(name) for name in settings_of(part).handover), _("Lưu tại Ban Tổ chức")]


def handed_over(part: Part) -> list[Handed]:
    """Works accepted or published, by number; four queries whatever their number."""
    rows = Work.objects.filter(entry__part=part, entry__state__in=IN_CONTEST, number__isnull=False)
    rows = rows.select_related("entry__owner__contest_unit", "entry__owner__group").order_by("number")
    works = list(rows.prefetch_related("authors", "publications"))
    for work in works:
        work.entry.part = part
    files = shown_files(works)
    return [Handed(work, files[work.pk]) for work in works]


def size_of(part: Part) -> tuple[int, int]:
    """How many works the package holds, and how many bytes of files."""
    works = Work.objects.filter(entry__part=part, entry__state__in=IN_CONTEST, number__isnull=False)
    files = in_force().filter(work__in=works, role="original").order_by()
    return works.count(), files.aggregate(sum=Sum("file__size"))["sum"] or 0


def sheet_of(part: Part, works: Sequence[Handed], names: Mapping[int, Sequence[str]]) -> Sheet:
    """All fields of every work; authors one below another in a cell."""
    wanted = settings_of(part)
    genres = {one.key: str(one.title) for one in wanted.genres}
    topics = {one.key: str(one.title) for one in part.contest.plan.topics}
    channels = titles(part)
    heads: list[OutColumn | str] = [
        *(_("Số tác phẩm"), OutColumn(_("Tên tác phẩm"), 40), OutColumn(_("Đơn vị, người dự thi"), 30)),
        *(_("Đối tượng"), _("Thể loại"), OutColumn(_("Chủ đề"), 30), OutColumn(_("Giới thiệu"), 50)),
        *(OutColumn(_("Ghi tên tác giả"), 30), OutColumn(_("Tác giả"), 50), _("Trạng thái"), _("Cách nộp")),
        *(_("Nộp lúc"), _("Thời lượng"), _("Dung lượng (byte)"), OutColumn(_("Tệp"), 50), OutColumn("SHA-256", 66)),
        *(_("Đường dẫn"), OutColumn(_("Quyền sử dụng"), 40), OutColumn(_("Đã đăng tại"), 40)),
    ]
    rows = []
    for one in works:
        work, owner, files = one.work, one.work.entry.owner, one.shown.originals
        placed = [
            f"{channels.get(row.channel, row.channel)}: {row.url or row.note}"
            for row in work.publications.all()
            if row.withdrawn_at is None
        ]
        rows.append(
            [
                *(
                    number_of(work),
                    work.entry.title,
                    owner.contest_unit.name if owner.contest_unit else owner.display_name,
                ),
                *(owner.group.title, genres.get(work.genre, work.genre), _lines(topics.get(k, k) for k in work.topics)),
                *(work.description, work.credit_line, _lines(_author(a) for a in work.authors.all())),
                *(str(WORDS[work.entry.state].label), str(INTAKES.get(work.intake, _("Qua mạng"))), work.submitted_at),
                *(one.shown.duration, sum(file.file.size for file in files), _lines(names.get(work.pk, ()))),
                *(_lines(file.file.sha256 for file in files), work.link, work.licence_text, _lines(placed)),
            ]
        )
    return Sheet(_("Tác phẩm"), heads, rows, [part.contest.title, part.title])


def _author(author: Author) -> str:
    told = (author.name, author.position, author.unit, author.address, author.phone, author.email)
    return ", ".join(piece for piece in told if piece)


def _lines(pieces: Iterable[object]) -> str:
    return "\n".join(str(piece) for piece in pieces)
