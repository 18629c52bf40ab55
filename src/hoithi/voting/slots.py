"""The vote on the pages of works: a button on each card and page, a line above the gallery, an order by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.core.middleware import TimedRequest
from hoithi.core.spoken import moment
from hoithi.entries.models import Work
from hoithi.entries.slots import Slot, slots
from hoithi.people.models import User
from hoithi.voting.provider import source_line, votes_line
from hoithi.voting.queries.counts import Counted, figures_of, in_force, shown, tallies
from hoithi.voting.queries.settings import counts_visible, has_vote, is_open, only_rounded, phase_of, settings_of
from hoithi.voting.queries.voters import held_works


def register() -> None:
    for found, source in ((slots.cards, on_cards), (slots.pages, on_page), (slots.heads, on_head)):
        if source not in found:
            found.append(source)  # type: ignore[arg-type]
    if is_open not in slots.shuffled:
        slots.shuffled.append(is_open)


def _held(request: TimedRequest, part: Part) -> set[int]:
    return held_works(request.user, part, request.now) if isinstance(request.user, User) else set()


def on_cards(request: TimedRequest, part: Part, works: Sequence[Work]) -> Mapping[int, Slot]:
    """Three looks at the database at most, however many works the page has."""
    if not has_vote(part) or not works:
        return {}
    opened, held = is_open(part, request.now), _held(request, part)
    counts = shown_counts(request, part, [work.pk for work in works])
    found = {}
    for work in works:
        if opened or work.pk in held or work.pk in counts:
            context = _context(
                part, work, opened=opened, voted=work.pk in held, count=counts.get(work.pk), back=request
            )
            found[work.pk] = Slot("voting/_card.html", context, marked=work.pk in held)
    return found


def on_page(request: TimedRequest, work: Work) -> Slot | None:
    part = work.entry.part
    if not has_vote(part):
        return None
    held = _held(request, part)
    context = _context(
        part,
        work,
        opened=is_open(part, request.now),
        voted=work.pk in held,
        count=shown_counts(request, part, [work.pk]).get(work.pk),
        back=request,
    )
    return Slot("voting/_page.html", context | head_of(request, part, held), dock="voting/_dock.html")


def on_head(request: TimedRequest, part: Part) -> Slot | None:
    return Slot("voting/_head.html", head_of(request, part, _held(request, part))) if has_vote(part) else None


def shown_counts(request: TimedRequest, part: Part, works: list[int]) -> dict[int, int]:
    """What this person may see of the counts now; {} while they may not."""
    settings = settings_of(part)
    if not counts_visible(request.user, part, request.now):
        return {}
    if settings.source == "snapshot":
        rows = figures_of(in_force(part))
        return {pk: n for pk in works if (n := rows.get(pk, {}).get(settings.figure)) is not None}
    counts, rounded = tallies(part, works), only_rounded(request.user, part, request.now)
    return {pk: shown(counts.get(pk, Counted()).counted, part, rounded=rounded) for pk in works}


def head_of(request: TimedRequest, part: Part, held: set[int]) -> dict[str, Any]:
    """What stands above the works: phase, window, own votes so far, where the result comes from."""
    settings = settings_of(part)
    most = settings.per_person
    return {
        "vote": settings,
        "phase": phase_of(part, request.now) if settings.on_platform else "",
        "source": " ".join(filter(None, (source_line(settings), _taken(request, part)))),
        "votes": votes_line(settings),
        "held": len(held),
        "left": None if most is None else max(0, most - len(held)),
        "hub": reverse("voting:hub", args=[part.contest.slug, part.key]),
    }


def _taken(request: TimedRequest, part: Part) -> str:
    """When the outside figures on the page were taken; "" while they may not be seen, or are none."""
    if not settings_of(part).outside or not counts_visible(request.user, part, request.now):
        return ""
    snapshot = in_force(part)
    return _("Số liệu ghi nhận lúc {at}.").format(at=moment(snapshot.taken_at)) if snapshot else ""


def _context(
    part: Part, work: Work, *, opened: bool, voted: bool, count: int | None, back: TimedRequest
) -> dict[str, Any]:
    args = [part.contest.slug, part.key, work.number]
    settings = settings_of(part)
    return {
        "open": opened,
        "voted": voted,
        "count": count,
        "figure": settings.figure if settings.source == "snapshot" else "votes",
        "rounded": settings.display == "rounded" and opened,
        "change": settings.change,
        "title": work.entry.title,
        "number": work.number,
        "cast": reverse("voting:cast", args=args),
        "undo": reverse("voting:take_back", args=args),
        "challenge": reverse("voting:challenge", args=args[:2]),
        "back": back.get_full_path(),
    }
