"""Comparing works two by two: the next pair, the choice, the signature under all of them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Entry
from hoithi.core.canonical import keyed, random_code
from hoithi.core.errors import NotFound, Refusal
from hoithi.judging.errors import MarkingClosed, SheetSigned
from hoithi.judging.models import Juror, Pair, Panel
from hoithi.judging.operations.marking import mark_standings
from hoithi.judging.operations.panel import locked_panel
from hoithi.judging.operations.sheet import check_open
from hoithi.judging.queries.conflicts import conflicts_of
from hoithi.judging.queries.pairs import comparisons_of, wanted_pairs
from hoithi.judging.queries.settings import works_of
from hoithi.judging.rules.pairwise import next_pair
from hoithi.people.models import User

FIELD = 24
"""Pairs are sought among so many works that were compared least: of a thousand works, half a million pairs."""


@transaction.atomic
def ask_pair(juror: Juror, *, now: datetime) -> Pair | None:
    """The pair this juror has before them, or the next; None when they have compared as many as they owe."""
    check_open(juror.panel, now)
    juror = (
        Juror.objects.select_for_update(of=("self",), no_key=True)
        .select_related("panel__part__contest")
        .get(pk=juror.pk)
    )
    waiting = juror.pairs.filter(better=None).select_related("first__work", "second__work").first()
    if waiting is not None or juror.finished_at:
        return waiting
    works = list(works_of(juror.panel.part))
    if juror.pairs.count() >= wanted_pairs(juror.panel.part, len(works)):
        return None
    conflicts = conflicts_of(juror.panel.part, works, [juror], now)
    free = {work.code: work for work in works if juror.code not in conflicts[work.code]}
    found = _next(juror, list(free))
    if found is None:
        return None
    first, second = sorted((free[code] for code in found), key=lambda work: work.pk)
    return Pair.objects.create(juror=juror, code=random_code(10), first=first, second=second, asked_at=now)


def _next(juror: Juror, works: list[str]) -> tuple[str, str] | None:
    """Among the works this jury compared least, the pair that tells most."""
    games = dict.fromkeys(works, 0)
    compared = [pair for pair in comparisons_of(juror.panel) if pair[0] in games and pair[1] in games]
    for better, worse in compared:
        games[better] += 1
        games[worse] += 1
    seed = bytes(juror.panel.seed)
    field = sorted(works, key=lambda work: (games[work], keyed(seed, juror.code, work)))
    seen = [frozenset(pair) for pair in juror.pairs.values_list("first__code", "second__code")]
    for size in (FIELD, len(field)):
        near = field[:size]
        inside = [pair for pair in compared if pair[0] in near and pair[1] in near]
        if found := next_pair(near, inside, seen):
            return found
    return None


@transaction.atomic
def choose(code: str, juror: Juror, better: str, *, now: datetime) -> Pair:
    """Which of the two is better: "trai" (left) or "phai" (right). Choosing again before signing corrects it."""
    panel = locked_panel(juror.panel_id)
    check_open(panel, now)
    rows = Pair.objects.select_for_update(of=("self",), no_key=True).select_related("juror", "first", "second")
    pair = rows.filter(code=code, juror=juror).first()
    if pair is None or better not in ("trai", "phai"):
        raise NotFound(_("Không có cặp tác phẩm này."), hint=_("Hãy mở lại từ danh sách của mình."))
    if pair.juror.finished_at:
        raise SheetSigned
    left, right = sides(pair)
    pair.better, pair.decided_at = (left if better == "trai" else right), now
    pair.save(update_fields=["better", "decided_at"])
    return pair


def sides(pair: Pair) -> tuple[Entry, Entry]:
    """Left and right, by the pair's own random code: neither side is favoured."""
    swapped = keyed(pair.code.encode(), "side")[0] % 2
    return (pair.second, pair.first) if swapped else (pair.first, pair.second)


@transaction.atomic
def finish_pairs(juror: Juror, *, now: datetime, by: User | None) -> Juror:
    """Sign all comparisons; from here on they count and stay. Raises Refusal while some are owed."""
    panel: Panel = locked_panel(juror.panel_id)
    check_open(panel, now)
    juror = Juror.objects.select_for_update(of=("self",), no_key=True).get(pk=juror.pk)
    juror.panel = panel
    if juror.finished_at:
        return juror
    if panel.closed_at:
        raise MarkingClosed
    if ask_pair(juror, now=now) is not None:
        raise Refusal(_("Còn cặp tác phẩm chưa so sánh nên chưa ký được."), hint=_("Hãy so sánh hết các cặp."))
    juror.finished_at = now
    juror.save(update_fields=["finished_at"])
    data = {"juror": juror.code, "pairs": juror.pairs.count()}
    slug = panel.part.contest.slug
    record("judging:juror:finished", now=now, contest_key=slug, actor=by, target=panel.part.title, data=data)
    mark_standings(panel.part)
    return juror
