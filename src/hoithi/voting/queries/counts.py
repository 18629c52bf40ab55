"""What works have: votes of the platform, figures in force of an outside page, and what the standing makes of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from hoithi.contests.models import Part
from hoithi.voting.models import Snapshot, SnapshotRow, Tally, TallyChange
from hoithi.voting.queries.settings import settings_of
from hoithi.voting.rules.counting import Weight, mixed, rounded_down

Value = int | Fraction | None


@dataclass(frozen=True)
class Counted:
    """Votes of one work: `cast` are not taken back, `discounted` of them do not count."""

    cast: int = 0
    discounted: int = 0

    @property
    def counted(self) -> int:
        return self.cast - self.discounted


def tallies(part: Part, works: Collection[int] | None = None) -> dict[int, Counted]:
    """What the sequencer has counted so far, of all works of a part or of these; no vote is read."""
    rows = Tally.objects.filter(entry__part=part)
    if works is not None:
        rows = rows.filter(pk__in=works)
    return {pk: Counted(cast, gone) for pk, cast, gone in rows.values_list("pk", "cast", "discounted")}


def in_force(part: Part) -> Snapshot | None:
    """The newest snapshot: a correction is a newer one."""
    return Snapshot.objects.filter(part=part).select_related("evidence").order_by("-no").first()


def figures_of(snapshot: Snapshot | None) -> dict[int, dict[str, int | None]]:
    """{work: {"likes": n, "views": n, "shares": n}}; None where that figure was not counted."""
    if snapshot is None:
        return {}
    rows = SnapshotRow.objects.filter(snapshot=snapshot).values_list("entry_id", "likes", "views", "shares")
    return {pk: {"likes": likes, "views": views, "shares": shares} for pk, likes, views, shares in rows}


def values_of(part: Part, works: Collection[int]) -> dict[int, Value]:
    """The measure `votes` of each work, as the plan counts it; None where a figure it needs is missing."""
    settings = settings_of(part)
    counts: Mapping[int, Counted] = tallies(part, works) if settings.on_platform else {}
    figures = figures_of(in_force(part)) if settings.outside else {}
    if settings.source == "platform":
        return {pk: counts.get(pk, Counted()).counted for pk in works}
    if settings.source == "snapshot":
        return {pk: figures.get(pk, {}).get(settings.figure) for pk in works}
    weights = {name: Weight(Fraction(one.share), one.max) for name, one in settings.mix.weights.items()}
    return {pk: mixed({**figures.get(pk, {}), "votes": counts.get(pk, Counted()).counted}, weights) for pk in works}


def shown(counted: int, part: Part, *, rounded: bool) -> int:
    """A count as a page shows it."""
    return rounded_down(counted, settings_of(part).round_to) if rounded else counted


def is_folded(part: Part) -> bool:
    """Whether every vote has reached the counts."""
    return not TallyChange.objects.filter(entry__in=part.entries.values("pk")).exists()
