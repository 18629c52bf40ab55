"""The public record of a vote (minh bạch): discounts, snapshots, and the list in which a voter finds their own vote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count

from hoithi.contests.models import Part
from hoithi.core.canonical import canonical, instant_text, sha256_hex
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


def votes_record(part: Part, name: Callable[[int], str]) -> dict[str, Any]:
    """What the sealed file carries of a vote: every vote's print, what set it aside, the figures in force.

    `name` gives an entry's name in that file. Others count again from it what each work has (docs/rules/voting.md).
    """
    printed, snapshot = prints(votes_of(part)), in_force(part) if settings_of(part).outside else None
    figures, aside = figures_of(snapshot), _set_aside(part)
    works = {
        str(number): {
            "id": name(pk),
            **printed.get(str(number), {"counted": [], "discounted": []}),
            "set_aside": aside.get(pk, {}),
            **({"figures": figures[pk]} if pk in figures else {}),
        }
        for pk, number in part.entries.order_by("work__number").values_list("pk", "work__number")
        if str(number) in printed or pk in figures
    }
    return {
        "format": FORMAT,
        "works": works,
        "root": root_of(printed),
        "discounts": [_discount(one) for one in discounts(part)],
        "snapshot": _snapshot(snapshot) if snapshot else None,
    }


def _set_aside(part: Part) -> dict[int, dict[str, int]]:
    """{work: {number of the decision: votes of the work it set aside}}."""
    rows = Ballot.objects.filter(part=part, withdrawn_at__isnull=True, discount__isnull=False)
    found: dict[int, dict[str, int]] = {}
    for pk, no, count in rows.values_list("entry_id", "discount__no").annotate(n=Count("pk")):
        found.setdefault(pk, {})[str(no)] = count
    return found


def _discount(one: Discount) -> dict[str, Any]:
    return {
        "no": one.no,
        "count": one.count,
        "reason": one.reason,
        "at": instant_text(one.at),
        "reversed_at": instant_text(one.reversed_at) if one.reversed_at else None,
    }


def _snapshot(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "no": snapshot.no,
        "taken_at": instant_text(snapshot.taken_at),
        "page": snapshot.page,
        "signer": snapshot.signer,
        "sha256": snapshot.evidence.sha256 if snapshot.evidence else "",
    }


def votes_file(part: Part) -> bytes:
    """The published list (canonical JSON): prints by work, their root, and how to check them."""
    printed = prints(votes_of(part))
    return canonical({"format": FORMAT, "part": part.key, "prints": printed, "root": root_of(printed)})


def file_hash(part: Part) -> str:
    return sha256_hex(votes_file(part))
