"""What a juror sees: their queue, one sheet, the range in a discussion. Nothing of anybody else's before signing.

In a blind marking a work is known by the code of one's own sheet and its place in one's own order: no number of
receipt, no code of the work, no name, unit or file name leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Entry, Part
from hoithi.contests.queries.roles import Visitor, require
from hoithi.core.errors import NotAllowed
from hoithi.entries.models import Author
from hoithi.entries.queries.settings import settings_of as entries_settings
from hoithi.entries.rules.states import IN_CONTEST
from hoithi.judging.errors import SheetNotFound
from hoithi.judging.models import Discussion, Juror, Panel, Sheet
from hoithi.judging.queries.conflicts import conflicts_of, own_unit_works
from hoithi.judging.queries.settings import engine_rubric, exact_marks, jury_part, points_of, settings_of, works_of
from hoithi.judging.rules.assignment import queue_order
from hoithi.judging.rules.sheet import problems
from hoithi.judging.words import written


class NotAJuror(NotAllowed):
    """On the jury of the contest, but not given anything of this part."""

    def __init__(self) -> None:
        super().__init__(
            _("Bạn chưa được phân công chấm phần thi này."),
            hint=_("Nếu bạn có tên trong Ban Giám khảo, hãy báo Tổ Thư ký bấm “Phân công”."),
        )


def juror_of(user: Visitor, contest: Contest, key: str, now: datetime) -> Juror:
    """The account as a juror of a part, panel and part loaded. Raises NotFound, NotAllowed, NotAJuror."""
    require(user, contest, "jury.mark", now)
    part = jury_part(contest, key)
    person = getattr(user, "person_id", None)
    found = Juror.objects.filter(panel__part=part, person=person, left_at=None).select_related("panel", "person")
    juror = found.first()
    if juror is None:
        raise NotAJuror
    juror.panel.part = part
    return juror


@dataclass(frozen=True)
class Place:
    """One sheet in a juror's queue."""

    no: int
    sheet: Sheet
    title: str
    points: Fraction | None
    ready: bool
    """Every criterion has its mark; not signed yet."""
    discussed: bool = False

    @property
    def shown_points(self) -> str:
        return written(self.points)

    @property
    def state(self) -> str:
        if self.sheet.signed_at:
            return "signed"
        return "ready" if self.ready else "begun" if self.sheet.marks or self.sheet.comment else "new"


@dataclass(frozen=True)
class Queue:
    """A juror's works in their own order."""

    places: list[Place] = field(default_factory=list)
    left_out: int = 0
    """Works of the own unit, or with an own hand in them."""

    @property
    def signed(self) -> int:
        return sum(place.sheet.signed_at is not None for place in self.places)

    @property
    def marked(self) -> int:
        return sum(place.state in ("signed", "ready") for place in self.places)

    def after(self, code: str) -> Place | None:
        """The next sheet that is not signed, from here on and round again."""
        at = next((i for i, place in enumerate(self.places) if place.sheet.code == code), -1)
        rest = self.places[at + 1 :] + self.places[: max(at, 0)]
        return next((place for place in rest if place.state in ("new", "begun")), None) or next(
            (place for place in rest if not place.sheet.signed_at), None
        )


def queue_of(juror: Juror, now: datetime, *, with_left_out: bool = True) -> Queue:
    """The juror's sheets of works that are in the contest, in their random order."""
    panel = juror.panel
    rows = juror.sheets.filter(dropped_at=None, entry__state__in=IN_CONTEST).select_related("entry", "rubric")
    sheets = {sheet.entry.code: sheet for sheet in rows}
    order = queue_order(sheets, juror.code, seed=bytes(panel.seed))
    talked = set(Discussion.objects.filter(panel=panel, closed_at=None).values_list("entry_id", flat=True))
    places = [_place(no, sheets[code], sheets[code].entry_id in talked) for no, code in enumerate(order, 1)]
    left_out = 0
    if with_left_out:
        left_out = own_unit_works(conflicts_of(panel.part, works_of(panel.part), [juror], now), juror)
    return Queue(places, left_out)


def _place(no: int, sheet: Sheet, discussed: bool) -> Place:
    whole = not problems(engine_rubric(sheet.rubric.criteria), exact_marks(sheet.marks), whole=True)
    points = points_of(sheet.rubric, sheet.marks) if whole else None
    ready = whole and sheet.signed_at is None
    return Place(no, sheet, sheet.entry.title, points, ready, discussed and sheet.signed_at is not None)


def own_sheet(juror: Juror, code: str) -> Sheet:
    """One's own sheet by its code; somebody else's does not exist. Raises SheetNotFound."""
    rows = juror.sheets.filter(code=code, dropped_at=None, entry__state__in=IN_CONTEST)
    found = rows.select_related("entry__owner__contest_unit", "entry__work", "rubric").first()
    if found is None:
        raise SheetNotFound
    found.juror = juror
    return found


@dataclass(frozen=True)
class Shown:
    """What a juror may know of a work."""

    title: str
    description: str
    genre: str
    topics: list[str]
    media: str
    number: int | None = None
    unit: str = ""
    authors: list[str] = field(default_factory=list)
    link: str = ""


def shown_work(part: Part, entry: Entry) -> Shown:
    """A work as this part's jurors see it: without number, unit, authors and link while the marking is blind."""
    settings, blind = entries_settings(part), settings_of(part).blind
    work = getattr(entry, "work", None)
    topics = {topic.key: topic.title for topic in part.contest.plan.topics}
    base: dict[str, Any] = {"title": entry.title, "description": "", "genre": "", "topics": [], "media": settings.media}
    if work is not None:
        genres = {genre.key: genre.title for genre in settings.genres}
        base |= {
            "description": work.description,
            "genre": genres.get(work.genre, ""),
            "topics": [topics[key] for key in work.topics if key in topics],
        }
    if blind:
        return Shown(**base)
    authors = Author.objects.filter(work=entry.pk).values_list("name", flat=True) if work is not None else []
    unit = entry.owner.contest_unit
    return Shown(
        **base,
        number=getattr(work, "number", None),
        unit=unit.name if unit else "",
        authors=list(authors),
        link=getattr(work, "link", ""),
    )


@dataclass(frozen=True)
class Talk:
    """An open discussion as a juror of the work sees it: the range, never whose mark is whose."""

    discussion: Discussion
    lowest: Fraction
    highest: Fraction
    median: Fraction


def talk_about(sheet: Sheet) -> Talk | None:
    """The discussion of a signed sheet's work, while it is open."""
    if sheet.signed_at is None:
        return None
    found = Discussion.objects.filter(entry=sheet.entry_id, closed_at=None).first()
    if found is None or not found.before:
        return None
    from hoithi.judging.rules.aggregate import median

    values = [Fraction(value) for value in found.before]
    return Talk(found, min(values), max(values), median(values))


def hides_works(user: Visitor, panel: Panel, now: datetime) -> bool:
    """Whether this account marks blind here and still has sheets to sign: other pages should not name authors."""
    if not user.is_authenticated or not settings_of(panel.part).blind:
        return False
    person = getattr(user, "person_id", None)
    open_sheets = Sheet.objects.filter(juror__panel=panel, juror__person=person, dropped_at=None, signed_at=None)
    return panel.closed_at is None and open_sheets.exists()
