"""The gallery (trưng bày tác phẩm): published works, searched without diacritics, in nobody's favour during a vote."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from hoithi.contests.models import ContestUnit, Part
from hoithi.core.text import fold, sort_key
from hoithi.entries.models import Publication, Work
from hoithi.entries.queries.shown import Shown, shown_files
from hoithi.entries.rules.shuffle import place_of

PAGE = 24
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Wanted:
    """What a visitor asked for; empty values ask for everything. `after` and `before` are numbers of works."""

    words: str = ""
    unit: str = ""
    genre: str = ""
    topic: str = ""
    after: int = 0
    before: int = 0
    nameless: bool = False
    """Whose works are may not be told: nothing is found by names, and there is no unit to choose."""

    @property
    def filtered(self) -> bool:
        return bool(self.words or self.unit or self.genre or self.topic)


@dataclass
class GalleryPage:
    """`newer`, `older`: number of the work the neighbouring page starts beside, 0 at an end."""

    works: list[Work]
    files: dict[int, Shown]
    found: int
    newer: int = 0
    older: int = 0
    units: list[ContestUnit] = field(default_factory=list)


def published(part: Part) -> QuerySet[Work]:
    return Work.objects.filter(entry__part=part, entry__state="published", number__isnull=False)


def gallery(part: Part, wanted: Wanted, *, order: bytes | None) -> GalleryPage:
    """One page. `order` is the visitor's key where the order is shuffled, None: by number. Four queries."""
    rows = list(matching(part, wanted).values_list("number", "pk"))
    keyed = sorted((place_of(order, pk) if order else b"", number or 0, pk) for number, pk in rows)
    cut, newer, older = _page(keyed, wanted)
    works = {work.pk: work for work in _details([pk for _key, _number, pk in cut])}
    chosen = [works[pk] for _key, _number, pk in cut if pk in works]
    for work in chosen:
        work.entry.part = part
    return GalleryPage(chosen, shown_files(chosen), len(rows), newer, older, [] if wanted.nameless else units_of(part))


def matching(part: Part, wanted: Wanted) -> QuerySet[Work]:
    found = published(part)
    words = fold(wanted.words[:LONGEST_QUERY]).split()
    if words and wanted.nameless:  # `search` holds authors and units; titles alone are few enough to fold here
        titles = [(pk, fold(title)) for pk, title in found.values_list("pk", "entry__title")]
        found = found.filter(pk__in=[pk for pk, title in titles if all(word in title for word in words)])
    for word in () if wanted.nameless else words:
        found = found.filter(search__contains=word)
    if wanted.unit and not wanted.nameless:
        found = found.filter(entry__owner__contest_unit__code=wanted.unit)
    if wanted.genre:
        found = found.filter(genre=wanted.genre)
    if wanted.topic:
        # JSON as text reads the same on both databases; a topic's key is a slug, so nothing in it is a wildcard.
        texts = found.annotate(topics_text=Cast("topics", TextField()))
        found = texts.filter(topics_text__contains=f'"{wanted.topic}"')
    return found


Keyed = list[tuple[bytes, int, int]]


def _page(rows: Keyed, wanted: Wanted) -> tuple[Keyed, int, int]:
    """The rows of one page and the numbers its neighbours are asked by. A cursor that left starts at the front."""
    at = {number: index for index, (_key, number, _pk) in enumerate(rows)}
    start = max(0, at[wanted.before] - PAGE) if wanted.before in at else at.get(wanted.after, -1) + 1
    cut = rows[start : start + PAGE]
    newer = rows[start][1] if start > 0 and cut else 0
    return cut, newer, cut[-1][1] if start + PAGE < len(rows) else 0


def _details(pks: list[int]) -> QuerySet[Work]:
    found = Work.objects.filter(pk__in=pks, entry__state="published").select_related("entry__owner__contest_unit")
    return found.defer("description", "search", "licence_text")


def units_of(part: Part) -> list[ContestUnit]:
    """Units with a published work, in the order of the dictionary: what one can filter by."""
    owners = published(part).values("entry__owner__contest_unit")
    return sorted(ContestUnit.objects.filter(pk__in=owners), key=lambda unit: sort_key(unit.name))


def channels_of(work: Work) -> list[Publication]:
    """Where else a published work can be seen, newest first."""
    return list(work.publications.filter(withdrawn_at__isnull=True).exclude(url=""))
