"""What public pages know of a contest: where it stands, its four facts, its phases, what one may do now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from pydantic import ValidationError

from hoithi.contests.models import Contest, Entrant, Part
from hoithi.contests.queries.lifecycle import Lifecycle, lifecycle
from hoithi.contests.queries.pages_prizes import totals_of
from hoithi.contests.registry import Action, Extension, Kind, registry
from hoithi.contests.rules.lifecycle import days_left
from hoithi.contests.schema.office import Milestone
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import NotFound
from hoithi.core.spoken import day, end_day

StageKey = Literal["open", "soon", "planned", "closed", "published"]


def listed_contests() -> QuerySet[Contest]:
    """Contests of the home page with what its cards read: three queries whatever their number."""
    found = Contest.objects.filter(listed=True).prefetch_related("parts", "prizes")
    return found.annotate(unit_count=Count("units", distinct=True))


def shown_contest(slug: str) -> Contest:
    """A contest by its address. Raises NotFound."""
    found = Contest.objects.filter(slug=slug).prefetch_related("parts", "groups", "prizes__standing").first()
    if found is None:
        raise NotFound(_("Không có cuộc thi này."), hint=_("Hãy chọn một cuộc thi ở trang chính."))
    return found


def organiser_lines(contest: Contest) -> str:
    """Beside the mark: the organiser and the place above it."""
    return f"{contest.plan.organiser.name}\n{contest.plan.organiser.of}".strip()


@dataclass(frozen=True)
class Stage:
    """Where a contest stands, as its tag says it; `css` is the tag's class."""

    key: StageKey
    tag: str
    css: str
    life: Lifecycle
    part: Part | None


def stage_of(contest: Contest, now: datetime) -> Stage:
    life = lifecycle(contest, now)
    part = life.current
    if life.phase == "publish":
        return Stage("published", _("Đã công bố kết quả"), "tag-done", life, part)
    if part is not None and life.states[part.pk] == "open" and part.closes is not None:
        left = _("Đang thi, còn {days} ngày").format(days=days_left(part.closes, now))
        return Stage("open", left, "tag-now", life, part)
    if life.phase == "review" or _all_over(contest, now):
        year = part.closes.astimezone(VIETNAM).year if part and part.closes else contest.year
        return Stage("closed", _("Kết thúc {year}").format(year=year), "tag-done", life, part)
    if not any(kind_of(one).built for one in contest.parts.all()):
        return Stage("planned", _("Sắp có"), "", life, part)
    if part is not None and life.states[part.pk] == "upcoming" and part.opens is not None:
        days = days_left(part.opens, now)
        return Stage("soon", _("Sắp mở, còn {days} ngày").format(days=days), "", life, part)
    return Stage("soon", _("Sắp mở"), "", life, part)


def _all_over(contest: Contest, now: datetime) -> bool:
    """Whether every part's end has passed, even where the plan never dated the beginning."""
    ends = [part.closes for part in contest.parts.all()]
    return bool(ends) and all(end is not None and end <= now for end in ends)


def kind_of(part: Part) -> Kind:
    return registry.kinds[part.kind]


def described(part: Part) -> list[tuple[str, str]]:
    """The settings of kind, vote and jury in words: [(term, sentence)]; [] where nothing is said yet."""
    tables = part.content.get("settings", {})
    beside = [one for one in registry.extensions_of(part.kind) if one.key in tables]
    found: list[tuple[str, str]] = []
    tables_of: list[Kind | Extension] = [kind_of(part), *beside]
    for one in tables_of:
        try:
            if one.describe is not None:
                found += one.describe(one.settings.model_validate(part.settings_of(one.key)))
        except ValidationError:
            continue
    return found


def actions_of(contest: Contest, *, entrant: Entrant | None, now: datetime) -> list[Action]:
    """What one may do in any part now, main buttons first; a kind that is not built offers nothing."""
    found: list[Action] = []
    for part in contest.parts.all():
        kind = kind_of(part)
        if kind.built and kind.actions is not None:
            found += kind.actions(part, entrant=entrant, now=now)
    if entrant is not None:
        found += [action for source in registry.notices for action in source(entrant)]
    return sorted(found, key=lambda action: not action.main)


@dataclass(frozen=True)
class PublicFact:
    """One of the four answers everybody looks for; `amount` is money, written in gold.

    `more` stands under it on the contest page; `tail` is what even a card of the home page adds.
    """

    label: str
    value: str
    more: str = ""
    amount: str = ""
    tail: str = ""


def facts_of_contest(contest: Contest, part: Part | None, now: datetime) -> list[PublicFact]:
    """Who, until when, how, which prizes."""
    return [
        _who(contest),
        PublicFact(_("Đến khi nào"), *window_words(contest, part, now)),
        _how(contest, part),
        _prizes(contest),
    ]


def _who(contest: Contest) -> PublicFact:
    groups = contest.plan.groups
    wanted = [group.title for group in groups if group.mandatory]
    who = contest.plan.texts.who or "; ".join(group.title for group in groups)
    return PublicFact(
        _("Ai được thi"),
        who.rstrip("."),
        _("Bắt buộc với {groups}").format(groups="; ".join(wanted)) if wanted and not contest.plan.texts.who else "",
    )


def window_words(contest: Contest, part: Part | None, now: datetime) -> tuple[str, str]:
    """(until when, since when) as precise as the plan is."""
    if part is None:
        return _("Chưa định ngày"), ""
    if part.closes is not None and part.precision == "exact":
        end = end_day(part.closes)
        if now >= part.closes:
            return _("Đã kết thúc ngày {day}").format(day=_bare(part.closes)), ""
        opened = part.opens is not None and now >= part.opens
        since = _("Mở từ {day}") if opened else _("Mở vào {day}")
        start = since.format(day=day(part.opens.astimezone(VIETNAM).date())) if part.opens else part.spec.opens_note
        return end[:1].upper() + end[1:], start
    said = next((stone.wording for stone in contest.plan.milestones if stone.phase == "run" and stone.wording), "")
    if said or part.closes is None:
        return said or _("Chưa định ngày"), part.spec.opens_note
    return _("Dự kiến {end}").format(end=end_day(part.closes)), part.spec.opens_note


def _how(contest: Contest, part: Part | None) -> PublicFact:
    words = described(part) if part else []
    if words:
        value, _semicolon, more = words[0][1].partition("; ")
        return PublicFact(words[0][0], value, more[:1].upper() + more[1:], tail=more)
    kind = str(kind_of(part).title) if part else contest.plan.kind_title
    return PublicFact(_("Cách thi"), kind, contest.plan.texts.how)


def _prizes(contest: Contest) -> PublicFact:
    prizes = list(contest.prizes.all())
    if not prizes:
        return PublicFact(_("Giải thưởng"), _("Chưa công bố"))
    totals = totals_of(prizes)
    papers = list(dict.fromkeys(prize.paper for prize in prizes if prize.paper))
    more = _("Kèm {papers}").format(papers=", ".join(papers)) if papers else ""
    if not totals.count:
        return PublicFact(_("Giải thưởng"), _("Giải theo từng kỳ"), more)
    count = _("{n} giải").format(n=totals.count)
    return PublicFact(_("Giải thưởng"), count, more, totals.amount)


PHASES = ("prepare", "run", "review", "publish", "award")


def phases_of(contest: Contest, life: Lifecycle, now: datetime) -> list[dict[str, str]]:
    """The five phases with the plan's dates; the present one from the lifecycle, never set by hand."""
    here = PHASES.index(life.phase)
    if life.phase == "publish" and any(_begun(stone, now) for stone in _stones(contest, "award")):
        here = PHASES.index("award")
    labels = (_("Chuẩn bị"), _("Đang thi"), _("Rà soát"), _("Công bố"), _("Trao giải"))
    return [
        {
            "label": label,
            "when": _when(contest, key),
            "state": "past" if index < here else "now" if index == here else "next",
        }
        for index, (key, label) in enumerate(zip(PHASES, labels, strict=True))
    ]


def phases_line(phases: list[dict[str, str]]) -> str:
    """The sentence phones show instead of the bar."""
    here = next(index for index, phase in enumerate(phases) if phase["state"] == "now")
    label = phases[here]["label"].lower()
    line = _("Giai đoạn {n}/{of}: {label}").format(n=here + 1, of=len(phases), label=label)
    if here + 1 < len(phases):
        line += _(", tiếp theo là {label}").format(label=phases[here + 1]["label"].lower())
    return line


def _stones(contest: Contest, phase: str) -> list[Milestone]:
    return [stone for stone in contest.plan.milestones if stone.phase == phase]


def _begun(stone: Milestone, now: datetime) -> bool:
    return stone.opens is not None and stone.opens <= now


def _when(contest: Contest, phase: str) -> str:
    parts = [part for part in contest.parts.all() if part.opens is not None and part.precision == "exact"]
    if phase == "run" and parts:
        last = _last(parts)
        start = day(min(part.opens for part in parts if part.opens).astimezone(VIETNAM).date())
        return _("{start} đến {end}").format(start=start, end=_bare(last)) if last else start
    if phase == "prepare" and parts:
        first = min(part.opens for part in parts if part.opens)
        return _("đến {day}").format(day=_bare(first))
    return "; ".join(milestone_when(stone) for stone in _stones(contest, phase)[:1])


def _bare(end: datetime) -> str:
    """The last day before an end, without words around it: "31/8/2024"."""
    return day((end - timedelta(microseconds=1)).astimezone(VIETNAM).date())


def _last(parts: Iterable[Part]) -> datetime | None:
    return max((part.closes for part in parts if part.closes is not None), default=None)


def milestone_when(stone: Milestone) -> str:
    """A milestone as the plan words it, else its span."""
    return stone.wording or span(stone.opens, stone.closes)


def span(opens: datetime | None, closes: datetime | None) -> str:
    """ "1/6/2024 đến hết ngày 31/8/2024"; a missing end is left out."""
    start = day(opens.astimezone(VIETNAM).date()) if opens else ""
    end = end_day(closes) if closes else ""
    if start and end:
        return _("{start} đến {end}").format(start=start, end=end)
    return start or end


def _promoted_words(contest: Contest, part: Part) -> str:
    """Who may enter a part that takes its entrants from a standing."""
    source = part.spec.entrants_from
    if source is None:
        return ""
    title = next((one.title for one in contest.plan.standings if one.key == source.standing), source.standing)
    each = next((one.each for one in contest.plan.standings if one.key == source.standing), "")
    words = {
        "unit": _("{n} người đứng đầu mỗi đơn vị ở bảng “{title}”"),
        "group": _("{n} suất đứng đầu mỗi đối tượng ở bảng “{title}”"),
    }
    usual = _("{n} suất đứng đầu mỗi bảng nhỏ của “{title}”") if each else _("{n} suất đứng đầu bảng “{title}”")
    chosen = words.get(source.per, usual).format(n=source.top, title=title)
    return _("{chosen}, theo quyết định của Ban Tổ chức").format(chosen=chosen) if source.by == "decision" else chosen


def part_table(contest: Contest, now: datetime) -> list[dict[str, Any]]:
    """Every part for the contest page: its window, whether its kind is built, its settings in words.

    A series stands there once, as the round that matters now."""
    first: dict[str, Part] = {}
    for part in contest.parts.all():
        held = first.setdefault(part.plan_key, part)
        if held is not part and held.closes is not None and held.closes <= now:
            first[part.plan_key] = part
    return [
        {
            "part": part,
            "kind": kind_of(part),
            "entrants": _promoted_words(contest, part),
            "when": window_words(contest, part, now),
            "words": described(part),
            "extensions": [one for one in registry.extensions_of(part.kind) if part.settings_of(one.key)],
        }
        for part in first.values()
    ]
