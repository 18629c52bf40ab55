"""The rounds of a series (các vòng) as the contest page lists them: which is open, which comes next, what is public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.contests.figures import Figures
from hoithi.contests.models import Contest, Part, PartFigures
from hoithi.contests.queries.lifecycle import state_of
from hoithi.contests.rules.lifecycle import PartState
from hoithi.core.spoken import end_moment, moment

AROUND = 3
"""Rounds shown at once before and after the one that matters now; the others open on request."""


@dataclass(frozen=True)
class RoundLine:
    """One round: its window in words, its state as a tag, how many took part, whether its results are public."""

    part: Part
    title: str
    when: str
    word: str
    css: str
    people: int = 0
    published: bool = False
    here: bool = False
    begun: bool = False


@dataclass(frozen=True)
class SeriesView:
    """A series: the rounds around now, and the others."""

    title: str
    near: tuple[RoundLine, ...]
    others: tuple[RoundLine, ...]
    published: int
    of: int


def rounds_of(contest: Contest, now: datetime) -> list[SeriesView]:
    """Every series of the contest; one query for the figures, none where there is no series."""
    by_key: dict[str, list[Part]] = {}
    for part in contest.parts.all():
        if part.spec.series:
            by_key.setdefault(part.plan_key, []).append(part)
    if not by_key:
        return []
    rows = PartFigures.objects.filter(part__contest=contest).values_list("part_id", "data")
    people = {pk: Figures.of_json(data).people for pk, data in rows}
    return [_series(parts, people, now) for parts in by_key.values()]


def _series(parts: list[Part], people: dict[int, int], now: datetime) -> SeriesView:
    here = next((n for n, part in enumerate(parts) if part.closes is None or now < part.closes), len(parts) - 1)
    states = [state_of(part, now) for part in parts]
    following = states.index("upcoming") if "upcoming" in states else -1
    lines = [
        _line(part, people.get(part.pk, 0), states[n], here=n == here, following=n == following)
        for n, part in enumerate(parts)
    ]
    near = [line for n, line in enumerate(lines) if abs(n - here) <= AROUND]
    return SeriesView(
        title=parts[0].spec.title,
        near=tuple(near),
        others=tuple(line for line in lines if line not in near),
        published=sum(line.published for line in lines),
        of=len(lines),
    )


def short_title(part: Part) -> str:
    """A round's own name, without the part's in front: "Tuần 3"."""
    series = part.spec.series
    return series.title.replace("{n}", str(part.round_no)) if series else part.title


def _line(part: Part, people: int, state: PartState, *, here: bool, following: bool) -> RoundLine:
    published = part.results_published_at is not None
    word, css = {
        "unset": (_("Chưa định ngày"), ""),
        "upcoming": (_("Vòng kế tiếp") if following else _("Sắp mở"), ""),
        "blocked": (_("Chưa mở"), "tag-wait"),
        "open": (_("Đang mở"), "tag-now"),
        "closed": (_("Chờ công bố"), "tag-wait"),
    }[state]
    if published:
        word, css = _("Đã công bố"), "tag-ok"
    when = ""
    if part.opens is not None and part.closes is not None:
        when = _("{opens} đến {closes}").format(opens=moment(part.opens), closes=end_moment(part.closes))
    begun = state in ("open", "closed")
    return RoundLine(part, short_title(part), when, word, css, people, published, here, begun)
