"""The public record of a vote (minh bạch): discounts, snapshots, and the list in which a voter finds their own vote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hoithi.contests.models import Part
from hoithi.core.canonical import canonical, sha256_hex
from hoithi.voting.models import Ballot, Discount, Snapshot
from hoithi.voting.queries.counts import figures_of, in_force
from hoithi.voting.queries.settings import settings_of
from hoithi.voting.rules.counting import Vote, prints, root_of

FORMAT = "hoithi-vote/1"


def discounts(part: Part) -> list[Discount]:
    """Every decision to set votes aside, those taken back too; what is public of them names nobody."""
    return list(Discount.objects.filter(part=part).select_related("suspicion__entry__work"))


def snapshots(part: Part) -> list[Snapshot]:
    """Every snapshot, the one in force first."""
    return list(Snapshot.objects.filter(part=part).select_related("evidence").order_by("-no"))


def votes_of(part: Part) -> Iterator[Vote]:
    """Every vote not taken back, without its voter or moment."""
    rows = Ballot.objects.filter(part=part, withdrawn_at__isnull=True).order_by("pk")
    values = rows.values_list("code", "entry__work__number", "discount_id")
    for code, number, discount in values.iterator(chunk_size=5000):
        yield Vote(code, str(number), discount is None)


def votes_record(part: Part) -> dict[str, Any]:
    """What the sealed file carries of a vote: counts per work by its number, and the root of the published prints.

    {"format", "source", "counted": {number: n}, "discounted": {number: n}, "root", "discounts": [{no, count, reason,
    at, reversed_at}], "snapshot": {no, taken_at, sha256, figures} or None}. The list of prints itself is
    `phieu.json`, whose root this is (docs/rules/voting.md).
    """
    printed = prints(votes_of(part))
    snapshot = in_force(part)
    settings = settings_of(part)
    return {
        "format": FORMAT,
        "source": settings.source,
        "counted": {work: len(lists["counted"]) for work, lists in printed.items()},
        "discounted": {work: len(lists["discounted"]) for work, lists in printed.items()},
        "root": root_of(printed),
        "discounts": [
            {"no": one.no, "count": one.count, "reason": one.reason, "at": one.at, "reversed_at": one.reversed_at}
            for one in discounts(part)
        ],
        "snapshot": _snapshot(part, snapshot) if settings.outside and snapshot else None,
    }


def _snapshot(part: Part, snapshot: Snapshot) -> dict[str, Any]:
    numbers = dict(part.entries.filter(work__number__isnull=False).values_list("pk", "work__number"))
    figures = {str(numbers.get(pk, pk)): row for pk, row in figures_of(snapshot).items()}
    return {
        "no": snapshot.no,
        "taken_at": snapshot.taken_at,
        "page": snapshot.page,
        "signer": snapshot.signer,
        "sha256": snapshot.evidence.sha256 if snapshot.evidence else "",
        "figures": figures,
    }


def votes_file(part: Part) -> bytes:
    """The published list (canonical JSON): prints by work, their root, and how to check them."""
    printed = prints(votes_of(part))
    return canonical({"format": FORMAT, "part": part.key, "prints": printed, "root": root_of(printed)})


def file_hash(part: Part) -> str:
    return sha256_hex(votes_file(part))
