"""One rehearsal from opening to prizes. Every write goes through the operations a real contest uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.utils.translation import gettext as _

from hoithi.audit.operations import seal_batches
from hoithi.awards.operations import propose_awards, seal_result
from hoithi.awards.rules.structure import Allocation
from hoithi.contests.models import Contest, Entrant, Part, SealedResult
from hoithi.contests.operations.bodies import appoint
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.operations.figures import refresh_open_figures
from hoithi.contests.operations.opening import freeze_part
from hoithi.contests.operations.rules_text import draft_rules, publish_rules
from hoithi.contests.operations.standings import refresh_dirty, refresh_standing
from hoithi.contests.registry import registry
from hoithi.contests.rehearsal import Agenda, ExtensionRehearsal
from hoithi.contests.schema import Plan
from hoithi.core import clock
from hoithi.core.errors import Refusal
from hoithi.core.randomness import seeded
from hoithi.people.models import User
from hoithi.plans.rehearsal.assume import assume
from hoithi.plans.rehearsal.awarding import Awarded, award_everything
from hoithi.plans.rehearsal.figures import import_figures
from hoithi.plans.rehearsal.people import Names, choose_entrants, group_of_staff, make_rosters, open_accounts, register
from hoithi.plans.rehearsal.rounds import Log, decide, opener, release
from hoithi.plans.samples import load_units, sample_rows

SEATS = {"jury": 5}
"""People put on a body whose plan lists no seats: two, on a jury more."""
INVENTED_UNITS = 12
STAFF_PER_PERSON = 1.4
"""Staff for each entrant where no roster is asked for: some of every unit stay away."""
SIZES = (10, 4, 16, 10, 25, 3, 8, 4)
"""Sizes of invented units, in tenths of the mean: small, middling and large ones."""
BEFORE, AFTER = timedelta(days=7), timedelta(minutes=5)


class CannotRehearse(Refusal):
    """A plan that cannot be rehearsed yet, and why."""

    status = 400


@dataclass
class Rehearsed:
    """What a rehearsal came to."""

    contest: Contest
    entrants: list[Entrant]
    allocation: Allocation
    sealed: SealedResult
    ties: list[dict[str, object]] = field(default_factory=list)
    ended_at: datetime | None = None
    rounds: list[dict[str, object]] = field(default_factory=list)
    """Rounds whose results were published while the contest ran: {"part", "at", "digest", "awards"}."""
    assumed: list[dict[str, object]] = field(default_factory=list)
    """What the plan leaves open and the rehearsal took for granted: {"at", "value", "because"}."""
    people: int = 0
    awarded: Awarded | None = None
    """How it ended: the decision, the money, the papers."""


Stage = Callable[[str, int], Callable[[], None]]
"""Where progress goes: (what, how many) → a function to call at each step."""


def _unwatched(_what: str, _total: int) -> Callable[[], None]:
    return lambda: None


def rehearse(
    plan: Plan,
    *,
    people: int,
    seed: int,
    stage: Stage = _unwatched,
    label: str = "",
    copied_from: str = "",
    left: int = 0,
) -> Rehearsed:
    """Hold the contest with `people` synthetic entrants, to the decision and the money.

    The same seed gives the same result.

    `label` keeps the contacts of its people apart from others in the database; `left`: winners who have not come yet.

    What the plan leaves open (a formula, marking criteria, a vote's window) is assumed and told.
    Raises CannotRehearse for kinds that are not built, windows that are not exact.
    """
    plan, assumed = assume(plan)
    opens = _check(plan)
    rng = Random(f"hoithi:{plan.slug}:{people}:{seed}")
    with seeded(f"{plan.slug}:{people}:{seed}"):
        now = opens - BEFORE
        with clock.frozen_at(now):
            contest = define_contest(plan, now=now, copied_from=copied_from).contest
            names = Names(rng, label)
            entrants = _prepare(contest, names, people, rng, now, stage)
        log = Log()
        ended = _hold(contest, entrants, people, rng, stage, log)
        with clock.frozen_at(ended):
            done = _finish(contest, entrants, rng, ended, log)
            done.awarded = award_everything(contest, names, ended, left=left)
            _seal_log(ended)
    done.assumed, done.people = [dict(one) for one in assumed], people
    return done


def _check(plan: Plan) -> datetime:
    opens = []
    for part in plan.parts:
        kind = registry.kinds.get(part.kind)
        if kind is None or kind.rehearsal is None:
            title = kind.title if kind else part.kind
            raise CannotRehearse(
                _("Phần thi “%(part)s” thuộc loại “%(kind)s” sắp có, chưa diễn tập được.")
                % {"part": part.title, "kind": title},
                hint=_("Hãy chọn kế hoạch chỉ có các loại phần thi đã chạy được."),
            )
        first, last = part.rounds()[0], part.rounds()[-1]
        if first[1] is None or last[2] is None or part.precision != "exact":
            raise CannotRehearse(
                _("Phần thi “%(part)s” chưa có thời điểm bắt đầu và kết thúc chính xác.") % {"part": part.title},
                hint=_("Hãy ghi opens và closes đến ngày, giờ trong tệp kế hoạch."),
            )
        opens.append(first[1])
    return min(opens)


def _prepare(contest: Contest, names: Names, people: int, rng: Random, now: datetime, stage: Stage) -> list[Entrant]:
    rows = sample_rows(contest.plan.units.sample) or _invented_units(contest, people)
    load_units(contest, rows, now=now)
    stated = sum(contest.units.values_list("headcount", flat=True))
    wanted = people * (0.85 if group_of_staff(contest) else STAFF_PER_PERSON)
    roster = make_rosters(contest, names, share=min(1.0, wanted / max(1, stated)), now=now)
    staff = fill_seats(contest, names, now)
    load_units(contest, rows, now=now)  # headcounts are the rosters' from here on
    text = draft_rules(contest, title="Thể lệ", body="Thể lệ của buổi diễn tập.", now=now)
    publish_rules(text, now=now)
    for part in contest.parts.order_by("opens", "position"):
        kind = registry.kinds[part.kind]
        assert kind.rehearsal is not None
        kind.rehearsal.prepare(part, staff=staff, rng=rng, now=now)
        for beside in rehearsed_beside(part):
            beside.prepare(part, staff=staff, rng=rng, now=now)
    for part in contest.parts.order_by("opens", "position"):
        freeze_part(part, now=now)
    chosen = choose_entrants(contest, roster, names, people)
    step = stage("đăng ký", len(chosen))
    return register(contest, chosen, roster, now=now, step=step)


def _invented_units(contest: Contest, people: int) -> list[dict[str, str]]:
    groups = list(contest.groups.filter(subject="unit"))
    rows = []
    for number in range(1, INVENTED_UNITS + 1):
        group = groups[(number - 1) % len(groups)] if groups else None
        kinds = group.spec.unit_kinds if group else []
        rows.append(
            {
                "code": f"DT{number:02d}",
                "name": f"Đơn vị ví dụ số {number}",
                "kind": kinds[0] if kinds else "don-vi-vi-du",
                "headcount": str(max(3, people * SIZES[number % len(SIZES)] // (10 * INVENTED_UNITS))),
                "group": group.key if group else "-",
            }
        )
    return rows


def fill_seats(contest: Contest, names: Names, now: datetime) -> dict[str, list[User]]:
    """Fill every seat of the plan, and two on each body that lists none; authors and reviewers always exist."""
    by_kind: dict[str, list[User]] = {}
    for body in contest.bodies.exclude(kind="coordinators"):
        empty = list(body.seats.filter(person__isnull=True))
        wanted = len(empty) or SEATS.get(body.kind, 2)
        users = open_accounts([names.person() for _ in range(wanted)], now=now)
        for number, user in enumerate(users):
            assert user.person is not None
            appoint(body, user.person, now=now, seat=empty[number] if empty else None)
        by_kind.setdefault(body.kind, []).extend(users)
    for kind in ("authors", "reviewers"):
        if kind not in by_kind:
            by_kind[kind] = open_accounts([names.person() for _ in range(2)], now=now)
    return by_kind


def rehearsed_beside(part: Part) -> list[ExtensionRehearsal]:
    """Vote and jury of a part, as far as they can be rehearsed."""
    tables = part.content.get("settings", {})
    beside = [one for one in registry.extensions_of(part.kind) if one.key in tables]
    return [one.rehearsal for one in beside if one.rehearsal is not None]


def _hold(contest: Contest, entrants: list[Entrant], people: int, rng: Random, stage: Stage, log: Log) -> datetime:
    agenda = Agenda()
    parts = list(contest.parts.select_related("contest").order_by("opens", "position"))
    step = stage("dự thi", len(entrants) * len(parts))
    for part in parts:
        kind = registry.kinds[part.kind]
        assert kind.rehearsal is not None
        assert part.closes is not None
        groups = set(part.spec.groups)
        taking_part = [entrant for entrant in entrants if not groups or entrant.group.key in groups]
        if part.spec.entrants_from:
            agenda.at(part.opens or part.closes, opener(part, taking_part, agenda, rng, step))
        else:
            kind.rehearsal.plan(part, taking_part, agenda=agenda, rng=rng, done=lambda _now: step())
        agenda.at(part.closes + AFTER, _closer(part, people, agenda, rng, log))
    last = agenda.run()
    assert last is not None
    return last


def _closer(part: Part, people: int, agenda: Agenda, rng: Random, log: Log) -> Callable[[datetime], None]:
    kind = registry.kinds[part.kind]

    def close(now: datetime) -> None:
        assert kind.rehearsal is not None
        kind.rehearsal.finish(part, now=now)
        ends = [
            end
            for beside in rehearsed_beside(part)
            if (end := beside.plan(part, people=people, agenda=agenda, rng=rng, done=lambda _now: None)) is not None
        ]
        if ends:
            agenda.at(max(ends) + AFTER, settled)
        else:
            settled(now)

    def settled(now: datetime) -> None:
        import_figures(part, rng, now)
        refresh_dirty(now)
        refresh_open_figures(now)
        release(part, rng, now, log)

    return close


def _finish(contest: Contest, entrants: list[Entrant], rng: Random, now: datetime, log: Log) -> Rehearsed:
    for standing in contest.standings.select_related("contest"):
        if standing.dirty_at or standing.refreshed_at != now:  # the last close has brought some up to date
            refresh_standing(standing, now=now)
    proposed = propose_awards(contest, now=now)
    while proposed.allocation.undecided:
        log.ties.append(decide(contest, proposed.allocation, rng, now))
        proposed = propose_awards(contest, now=now)
    sealed = seal_result(contest, now=now)
    return Rehearsed(contest, entrants, proposed.allocation, sealed, log.ties, now, log.rounds)


def _seal_log(now: datetime) -> None:
    while seal_batches(now):
        pass
