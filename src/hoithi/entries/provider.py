"""What works offer the contest floor: facts, what is missing before opening, who takes part, the settings in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractHour, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from hoithi.contests.figures import Figures, first_hour
from hoithi.contests.models import Entrant, Entry, Part
from hoithi.contests.registry import Fact
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Problem
from hoithi.entries.models import Work
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.rules.states import COUNTED, IN_CONTEST
from hoithi.entries.schema import EntriesSettings, FileRules

UNDECIDED = COUNTED - IN_CONTEST
"""States somebody still has to decide about."""


class EntriesProvider:
    """Standings read works through this."""

    def facts(self, part: Part, *, subjects: Collection[int] | None = None) -> Iterable[Fact]:
        """One fact for each work in the contest, and one for each owner: how many works they have there."""
        return facts_of(part, subjects=subjects)

    def settled(self, part: Part, *, now: datetime) -> bool:
        """Whether the part is closed and every work is accepted, refused or gone."""
        if part.closes is None or now < part.closes:
            return False
        return not Entry.objects.filter(part=part, state__in=UNDECIDED).exists()


def facts_of(part: Part, *, subjects: Collection[int] | None = None) -> Iterator[Fact]:
    """Facts of all works, or of those of these entrants."""
    rows = Entry.objects.filter(part=part, state__in=IN_CONTEST)
    if subjects is not None:
        rows = rows.filter(owner__in=subjects)
    received = dict(Work.objects.filter(entry__part=part).values_list("pk", "submitted_at"))
    owners: dict[int, Entrant] = {}
    works: Counter[int] = Counter()
    for entry in rows.select_related("owner__group").order_by("pk").iterator(chunk_size=2000):
        owner = owners.setdefault(entry.owner_id, entry.owner)
        works[owner.pk] += 1
        yield _fact(owner, entry, received.get(entry.pk) or entry.created_at)
    for owner in owners.values():
        yield _owner_fact(owner, works[owner.pk])


def _fact(owner: Entrant, entry: Entry, received: datetime) -> Fact:
    return Fact(
        subject_id=entry.pk,
        values={"accepted": 1, "submitted": int(received.timestamp() * 1_000_000)},
        contest_unit_id=owner.contest_unit_id,
        group_key=owner.group.key,
        prize_ok=owner.prize_ok,
        counts_for_unit=owner.counts_for_unit,
        on_roster=owner.kind == "unit" or owner.roster_entry_id is not None,
        subject_kind="entry",
        person_id=None if owner.kind == "unit" else owner.pk,
    )


def _owner_fact(owner: Entrant, works: int) -> Fact:
    of_unit = owner.kind == "unit"
    return Fact(
        subject_id=(owner.contest_unit_id or 0) if of_unit else owner.pk,
        values={"works": works},
        contest_unit_id=owner.contest_unit_id,
        group_key=owner.group.key,
        prize_ok=owner.prize_ok,
        counts_for_unit=owner.counts_for_unit,
        on_roster=of_unit or owner.roster_entry_id is not None,
        subject_kind="unit" if of_unit else "person",
    )


def labels(part: Part, entries: Collection[int]) -> Mapping[int, str]:
    """Numbers of works, as receipts and the gallery show them."""
    rows = Work.objects.filter(entry__part=part, pk__in=entries, number__isnull=False)
    return {pk: f"{part.key}/{number}" for pk, number in rows.values_list("pk", "number")}


def entry_urls(part: Part, entries: Collection[int]) -> Mapping[int, str]:
    """Public pages of works that are shown."""
    rows = Work.objects.filter(entry__part=part, pk__in=entries, entry__state="published", number__isnull=False)
    slug, key = part.contest.slug, part.key
    numbers = rows.values_list("pk", "number")
    return {pk: reverse("entries:public_work", args=[slug, key, number]) for pk, number in numbers}


def participants(part: Part) -> QuerySet[Entry, int]:
    """Ids of the entrants, units among them, with a work handed in."""
    return Entry.objects.filter(part=part, state__in=COUNTED).values_list("owner_id", flat=True)


def preflight(part: Part, *, now: datetime) -> list[Problem]:
    """What blocks receiving works. What vote and jury still need blocks those, not the intake."""
    settings, at = settings_of(part), f"part[{part.key}].entries"
    found = []
    if settings.media != "none" and not settings.intake.online and not settings.intake.on_behalf:
        found.append(Problem(f"{at}.intake", _("Chưa có cách nộp tác phẩm: qua mạng hoặc nộp trực tiếp.")))
    if settings.licence.scope != "none" and settings.media != "none" and not settings.declarations:
        found.append(
            Problem(f"{at}.declarations", _("Ban Tổ chức sử dụng tác phẩm nhưng chưa có cam kết để người nộp đồng ý."))
        )
    asked = settings.media != "none" and settings.topics.choose != "none" and settings.topics.required
    if asked and not part.contest.plan.topics:
        found.append(Problem(f"{at}.topics", _("Phải chọn chủ đề nhưng kế hoạch chưa có chủ đề nào.")))
    return found


def count_figures(part: Part, *, now: datetime) -> Figures:
    """Works handed in, by day, unit and group; `complete` those in the contest, `open` drafts."""
    works = Work.objects.filter(entry__part=part, entry__state__in=COUNTED, submitted_at__isnull=False)
    by_day = _grouped(works.annotate(key=TruncDate("submitted_at", tzinfo=VIETNAM)))
    recent = works.filter(submitted_at__gte=first_hour(now))
    by_unit = _grouped(works.filter(entry__owner__contest_unit__isnull=False), "entry__owner__contest_unit")
    return Figures(
        people=works.values("entry__owner").distinct().count(),
        entries=sum(by_day.values()),
        open=Entry.objects.filter(part=part, state="draft").count(),
        complete=works.filter(entry__state__in=IN_CONTEST).count(),
        today=by_day.get(now.astimezone(VIETNAM).date().isoformat(), 0),
        by_day=by_day,
        by_hour=_grouped(recent.annotate(key=ExtractHour("submitted_at", tzinfo=VIETNAM))),
        by_unit=by_unit,
        by_unit_staff=by_unit,
        by_group=_grouped(works, "entry__owner__group__key"),
    )


def _grouped(rows: QuerySet[Work], key: str = "key") -> dict[str, int]:
    return {str(value): n for value, n in rows.order_by().values_list(key).annotate(n=Count("pk"))}


MEDIA = {
    "none": lambda: _("trình bày trực tiếp, không nộp tệp"),
    "video": lambda: _("video"),
    "image": lambda: _("ảnh"),
    "document": lambda: _("văn bản"),
    "link": lambda: _("đường dẫn bài đã đăng"),
}


def describe(settings: EntriesSettings) -> list[tuple[str, str]]:
    """The settings in words for the contest page: [(term, sentence)]."""
    found = [(_("Tác phẩm"), "; ".join([MEDIA[settings.media](), *_file_words(settings.file)]))]
    works = settings.works
    if works.min and works.max:
        found.append((_("Số lượng"), _("từ {min} đến {max} tác phẩm").format(min=works.min, max=works.max)))
    elif works.max:
        found.append((_("Số lượng"), _("tối đa {max} tác phẩm").format(max=works.max)))
    elif works.min:
        found.append((_("Số lượng"), _("ít nhất {min} tác phẩm").format(min=works.min)))
    if settings.genre.choose != "none" and settings.genres:
        found.append((_("Thể loại"), ", ".join(genre.title for genre in settings.genres)))
    places = [settings.intake.place, settings.intake.email]
    if settings.intake.on_behalf and any(places):
        found.append((_("Nơi nhận trực tiếp"), "; ".join(place for place in places if place)))
    return found


def _length(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    words = [_("{n} phút").format(n=minutes)] if minutes else []
    return " ".join([*words, _("{n} giây").format(n=rest)] if rest or not minutes else words)


def _file_words(rules: FileRules) -> Iterator[str]:
    least, most = rules.min_seconds, rules.max_seconds
    if least is not None and most is not None:
        words = {"least": _length(least), "most": _length(most)}
        yield _("dài từ {least} đến {most}").format(**words)
    elif most is not None:
        yield _("dài không quá {most}").format(most=_length(most))
    if rules.frames:
        yield _("khung hình {frames}").format(frames=_(" hoặc ").join(rules.frames).replace("x", "×"))
    if rules.aspect:
        yield _("tỉ lệ {aspect}").format(aspect=rules.aspect)
    if rules.containers:
        yield _("định dạng {kinds}").format(kinds=", ".join(f".{one}" for one in rules.containers))
    if rules.max_mb:
        yield _("nặng không quá {mb} MB").format(mb=rules.max_mb)
    if rules.max_pages:
        yield _("không quá {pages} trang").format(pages=rules.max_pages)
