"""Keeping standings: one row per subject as facts arrive, a full refresh for units and at the close.

A person's row is written inside the submit's transaction, so "my place" is a count on an index and never a computation
over everybody. Standings of units are refreshed by the sequencer from sums it keeps (`operations.tallies`), those whose
values depend on everybody otherwise (totals, predictions) from all facts; once every part they read is settled, every
standing is computed from all facts, definitively.
"""

from __future__ import annotations

import json
import logging
import time
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Entrant, Part, SealedResult, Standing, StandingMark, StandingRow, TieDecision
from hoithi.contests.operations import tallies
from hoithi.contests.operations.opening import standings_reading
from hoithi.contests.queries.fact_sources import figures_missing, only_of_persons
from hoithi.contests.queries.facts import Gathered, gather, gather_given, scopes_of
from hoithi.contests.queries.rounds import beside_settled, keys_read, parts_read
from hoithi.contests.queries.standings import decided, tied_at
from hoithi.contests.queries.tallies import gather_tallied, is_tallied
from hoithi.contests.registry import Fact, registry
from hoithi.contests.rules.rank_key import key_bytes
from hoithi.contests.rules.ranking import Place, rank
from hoithi.contests.spec import engine_standing
from hoithi.core.canonical import exact
from hoithi.core.errors import Refusal
from hoithi.core.rows import insert_rows
from hoithi.documents.models import Document
from hoithi.people.models import User

logger = logging.getLogger(__name__)
KEPT = ("rank_key", "ranked", "prize_ok", "group_key", "contest_unit_id", "values", "place")
"""What a row says; the rest is whose it is and when it changed."""
LONG_S, REST = 1.0, 10
"""A refresh that takes longer than this many seconds rests this many times as long before the next."""
_rests_until: dict[int, float] = {}


def follows_each_fact(standing: Standing, known: Part | None = None) -> bool:
    """Whether one person's facts alone give their row: by keys, no prediction, no total over everybody.

    `known`: a part at hand; where nothing else is read (but rounds of the same kind), no other is asked for.
    """
    spec = standing.spec
    return (
        spec.subject == "person"
        and spec.formula == "lexicographic"
        and spec.each not in ("unit", "band", "month")
        and all(term.order != "near" and term.part is not None for term in spec.terms)
        and all(map(only_of_persons, _read_beside(standing, known)))
    )


def _read_beside(standing: Standing, known: Part | None) -> list[Part]:
    return [known] if known is not None and keys_read(standing) == {known.plan_key} else parts_read(standing)


def put_facts(part: Part, entrant: Entrant, fact: Fact, *, now: datetime) -> None:
    """Bring the entrant's rows up to date with a new fact; called inside the transaction that wrote it."""
    put_facts_many(part, [(entrant, fact)], now=now)


def put_facts_many(part: Part, facts: Iterable[tuple[Entrant, Fact]], *, now: datetime) -> None:
    """Bring the rows of all these entrants up to date, inside the transaction that wrote their facts.

    Standings are read once, rows stored in one statement and marks in another, whatever the number. Everything is only
    inserted or upserted in the order of its key, so batches of several processes neither wait in a circle nor for one
    hot row. Of an entrant named twice the last fact counts. Entrants come with their group.
    """
    latest = {entrant.pk: (entrant, fact) for entrant, fact in facts}
    given = [latest[pk] for pk in sorted(latest)]
    rows: list[StandingRow] = []
    kind, marks = registry.kinds.get(part.kind), []
    if kind is not None and kind.each_figures is not None:
        marks += [StandingMark(part_id=part.pk, subject_id=entrant.pk) for entrant, _fact in given]
    for standing in standings_reading(part):
        follows, groups = follows_each_fact(standing, part), standing.spec.groups
        counted = [one for one in given if standing.subject != "person" or not groups or one[0].group.key in groups]
        if follows:
            rows += _rows_of(standing, part, counted, now)
        else:
            marks += [StandingMark(standing_id=standing.pk, subject_id=entrant.pk) for entrant, _fact in counted]
    if rows:
        _store(sorted(rows, key=lambda row: (row.standing_id, row.scope, row.subject_id)))
    insert_rows(marks)


def _rows_of(standing: Standing, part: Part, given: list[tuple[Entrant, Fact]], now: datetime) -> list[StandingRow]:
    spec = standing.spec
    alone = all(term.part == part.plan_key for term in spec.terms) and (not part.spec.series or spec.each == "round")
    by_scope: dict[str, list[Fact]] = defaultdict(list)
    for entrant, fact in given:
        by_scope[{"round": part.key, "group": entrant.group.key}.get(spec.each, "")].append(fact)
    rows = []
    for scope, facts in by_scope.items():
        subjects = [fact.subject_id for fact in facts]
        gathered = gather_given(spec, scope, facts) if alone else gather(standing, scope, subjects=subjects)
        places = rank(gathered.rows, engine_standing(spec))
        rows += _rows(standing, scope, places, gathered, now, stored_place=False)
    return rows


def refresh_standing(standing: Standing, *, now: datetime, whole: bool = True) -> int:
    """Compute a standing anew from all facts, store its rows with their places; returns how many rows there are.

    Without `whole`, a standing of units reads the sums that are kept of everybody and only the facts marked since.
    Computing it whole checks those sums, and counts them anew where they are wrong. Rows that say the same as before
    are not written. Nothing is ranked while the formula is unset.
    """
    if standing.spec.formula is None:
        return 0
    count = 0
    with transaction.atomic():
        locked = Standing.objects.select_for_update(of=("self",), no_key=True)
        standing = locked.select_related("contest").get(pk=standing.pk)
        # Marks seen here belong to facts the gathering below sees; those of submits under way stay for the next turn.
        summed = tallies.are_kept(standing) if whole else is_tallied(standing)
        if summed:
            tallies.count_marked(standing)
        else:
            standing.marks.all().delete()
        for scope in scopes_of(standing):
            before = _rows_held(standing, scope)
            gathered = gather(standing, scope) if whole or not summed else gather_tallied(standing, scope)
            if whole and summed:
                _check_sums(standing, scope, gathered)
            places = decided(standing, scope, rank(gathered.rows, engine_standing(standing.spec), gathered.truths))
            rows = _rows(standing, scope, places, gathered, now, stored_place=True)
            _store([row for row in rows if before.pop(row.subject_id, b"") != _said(row)])
            standing.rows.filter(scope=scope, subject_id__in=list(before)).delete()  # they have no facts any more
            count += len(rows)
        standing.refreshed_at, standing.dirty_at = now, None
        standing.save(update_fields=["refreshed_at", "dirty_at"])
    return count


def _check_sums(standing: Standing, scope: str, gathered: Gathered) -> None:
    """The check on what is kept: everybody's facts have just been read anyway."""
    wrong = tallies.differing(standing, scope, gathered)
    if wrong and not standing.marks.exists():  # with marks, a submit has arrived since
        logger.error("sums of standing %s were wrong for units %s and are counted anew", standing.pk, wrong[:20])
        tallies.count_anew(standing)


def _rows_held(standing: Standing, scope: str) -> dict[int, bytes]:
    """What each row says, by subject. Live rows stay locked: no newer one is overwritten by older facts."""
    rows = standing.rows.filter(scope=scope).order_by("subject_id").only("subject_id", *KEPT)
    if follows_each_fact(standing):
        rows = rows.select_for_update(no_key=True)
    return {row.subject_id: _said(row) for row in rows.iterator(chunk_size=2000)}


def _said(row: StandingRow) -> bytes:
    """A short print of what a row says: a million of them fit into memory."""
    values = json.dumps(row.values, sort_keys=True)
    said = (bytes(row.rank_key), row.ranked, row.prize_ok, row.group_key, row.contest_unit_id, values, row.place)
    return blake2b(repr(said).encode(), digest_size=16).digest()


def _rows(
    standing: Standing, scope: str, places: list[Place], gathered: Gathered, now: datetime, *, stored_place: bool
) -> list[StandingRow]:
    return [
        StandingRow(
            standing=standing,
            scope=scope,
            subject_id=place.subject,
            rank_key=key_bytes(place.keys),
            ranked=place.unranked is None,
            prize_ok=not place.hors_concours,
            values=row_values(place),
            place=place.place if stored_place else None,
            changed_at=now,
            **_whose(gathered, place),
        )
        for place in places
    ]


def _store(rows: list[StandingRow]) -> None:
    for at in range(0, len(rows), 2000):
        insert_rows(rows[at : at + 2000], unique=("standing_id", "scope", "subject_id"))


def _whose(gathered: Gathered, place: Place) -> dict[str, Any]:
    fact = gathered.facts.get(int(place.subject))
    if fact is None:
        return {"group_key": "", "contest_unit_id": None}
    return {"group_key": fact.group_key, "contest_unit_id": fact.contest_unit_id}


def row_values(place: Place) -> dict[str, Any]:
    """What a row shows: {"raw": {term: n}, "points": {term: n}, "total": n} with n an int, "n/d" or None."""
    return {
        "raw": {name: exact(value) for name, value in place.facts.items()},
        "points": {term.measure: exact(term.points) for term in place.terms},
        "total": exact(place.total),
    }


def refresh_dirty(now: datetime) -> int:
    """Refresh what facts have changed since; the sequencer calls it every few seconds.

    What needs everybody's facts each time (predictions, totals, medians) and took seconds rests ten times as long, so
    that it never takes more than a small share of the machine; after the last fact it is computed once more.
    """
    marked = Exists(StandingMark.objects.filter(standing=OuterRef("pk")))
    waiting = Standing.objects.filter(Q(dirty_at__isnull=False) | marked).select_related("contest")
    return sum(_in_turn(standing, now) for standing in waiting)


def _in_turn(standing: Standing, now: datetime) -> bool:
    began = time.monotonic()
    if _rests_until.get(standing.pk, 0.0) > began:
        return False
    done = _refreshed(standing, now)
    took = time.monotonic() - began
    if took > LONG_S:
        _rests_until[standing.pk] = time.monotonic() + REST * took
    return done


def _refreshed(standing: Standing, now: datetime) -> bool:
    """One standing that cannot be computed is logged and must not hold up the others."""
    try:
        refresh_standing(standing, now=now, whole=False)
    except Exception:
        logger.exception("standing %s could not be refreshed", standing.pk)
        return False
    return True


def is_settled(standing: Standing, now: datetime, scope: str = "") -> bool:
    """Whether nothing can change any more: every part the standing (of a round: that round) reads is closed and
    finalised, so are the votes and marks it reads, and figures it takes from outside have been entered."""
    parts = parts_read(standing, scope)
    return (
        bool(parts)
        and all(_part_settled(part, now, scope if standing.spec.each == "month" else "") for part in parts)
        and all(settled for _extension, settled in beside_settled(standing, parts, now))
        and not figures_missing(standing)
    )


def _part_settled(part: Part, now: datetime, month: str = "") -> bool:
    kind = registry.kinds.get(part.kind)
    if kind is not None and kind.months is not None and month:
        return kind.months.settled(part, month, now=now)
    return bool(kind and kind.provider and kind.provider.settled(part, now=now))


class NotATie(Refusal):
    """A decision must order exactly the subjects that are equal on that place."""


@transaction.atomic
def decide_tie(
    standing: Standing,
    *,
    place: int,
    subjects: list[int],
    reason: str,
    now: datetime,
    by: User | None = None,
    document: Document | None = None,
    scope: str = "",
) -> TieDecision:
    """Order equals on a place by the committee's minutes (biên bản). Raises NotATie, Refusal."""
    standing = Standing.objects.select_for_update().select_related("contest").get(pk=standing.pk)
    if not is_settled(standing, now, scope):
        raise Refusal(
            _("Chưa quyết định được vì phần thi chưa kết thúc."), hint=_("Hãy chờ đến khi mọi bài thi đã được chốt.")
        )
    if not reason.strip():
        raise Refusal(_("Cần nêu lý do xếp thứ hạng, sẽ ghi vào biên bản và công bố."), hint=_("Hãy nhập lý do."))
    tied = tied_at(standing, place, scope)
    if len(tied) < 2 or sorted(subjects) != sorted(tied):
        raise NotATie(
            _("Danh sách phải gồm đúng những người, đơn vị đang bằng nhau ở hạng %(place)s.") % {"place": place},
            hint=_("Hãy tải lại trang và sắp xếp lại."),
        )
    at = _after_seal(standing, now)
    standing.tie_decisions.filter(scope=scope, place=place, revoked_at__isnull=True).update(revoked_at=at)
    decision = TieDecision.objects.create(
        standing=standing,
        scope=scope,
        place=place,
        subjects=subjects,
        reason=reason.strip(),
        at=at,
        by=by,
        document=document,
    )
    record(
        "contests:tie:decided",
        now=now,
        contest_key=standing.contest.slug,
        actor=by,
        target=f"{standing.title}, hạng {place}",
        data={"subjects": subjects, "scope": scope},
    )
    refresh_standing(standing, now=now)
    return decision


def _after_seal(standing: Standing, now: datetime) -> datetime:
    """The moment of a decision: never before a seal that did not hold it, though that was pressed a moment later."""
    sealed = SealedResult.objects.filter(contest=standing.contest_id).order_by("no").last()
    return now if sealed is None or sealed.at < now else sealed.at + timedelta(microseconds=1)
