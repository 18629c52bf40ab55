"""Two people, two tabs, two processes at once, on a database with row locks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hoithi.awards.operations import propose_awards, seal_result
from hoithi.contests.models import Contest, Entrant, Seat, Standing, StandingRow, TieDecision
from hoithi.contests.operations import standings
from hoithi.contests.operations.bodies import appoint
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.operations.entrants import ask_correction, decide_correction, register_entrant
from hoithi.contests.operations.opening import freeze_due, freeze_part
from hoithi.contests.operations.publication import publish_results
from hoithi.contests.operations.standings import decide_tie, refresh_dirty, refresh_standing
from hoithi.core.errors import Refusal
from hoithi.people.models import RosterEntry
from hoithi.quiz.models import Attempt, Bank, Result
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.awards.story import contest_with_units, ended, join, sit
from tests.contests import factories as make
from tests.quiz import factories as quiz

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def outcome(call: Callable[[], Any]) -> Any:
    """What the call gives, or the refusal it ends with; any other exception is a defect."""
    try:
        return call()
    except Refusal as refusal:
        return refusal
    finally:
        connections.close_all()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    gate = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        gate.wait()
        return outcome(call)

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def during_gathering(monkeypatch: pytest.MonkeyPatch, call: Callable[[], Any], *, wait: bool) -> list[Future[Any]]:
    """Run `call` elsewhere once a refresh has gathered its facts and before it stores them."""
    gather, pool, done = standings.gather, ThreadPoolExecutor(1), []

    def gathering(*args: Any, **kwargs: Any) -> Any:
        found = gather(*args, **kwargs)
        if not done:
            done.append(pool.submit(outcome, call))
            if wait:
                done[0].result(10)
        return found

    monkeypatch.setattr(standings, "gather", gathering)
    return done


def test_a_submit_during_a_refresh_of_the_units_is_counted_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    contest, (unit,) = contest_with_units("Phòng Một")
    first, second = join(contest, "Người A", unit), join(contest, "Người B", unit)
    sit(first, right=3, seconds=60)
    standing = contest.standings.get(key="tap-the")
    during_gathering(monkeypatch, lambda: sit(second, right=3, seconds=60), wait=True)
    refresh_standing(standing, now=make.NOW)
    assert standing.rows.get().values["raw"]["participants"] == 1
    refresh_dirty(make.NOW)
    assert standing.rows.get().values["raw"]["participants"] == 2
    assert not standing.marks.exists()


def test_a_first_submit_during_a_refresh_of_persons_keeps_its_row(monkeypatch: pytest.MonkeyPatch) -> None:
    contest, (unit,) = contest_with_units("Phòng Một")
    first, second = join(contest, "Người A", unit), join(contest, "Người B", unit)
    sit(first, right=3, seconds=60)
    standing = contest.standings.get(key="ca-nhan")
    during_gathering(monkeypatch, lambda: sit(second, right=4, seconds=60), wait=True)
    refresh_standing(standing, now=make.AFTER)
    assert set(standing.rows.values_list("subject_id", flat=True)) == {first.pk, second.pk}


def test_a_better_submit_during_a_refresh_of_persons_is_not_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    contest, (unit,) = contest_with_units("Phòng Một")
    entrant = join(contest, "Người A", unit)
    sit(entrant, right=1, seconds=60)
    standing = contest.standings.get(key="ca-nhan")
    later = make.NOW + timedelta(hours=1)
    done = during_gathering(monkeypatch, lambda: sit(entrant, right=5, seconds=60, at=later), wait=False)
    refresh_standing(standing, now=make.AFTER)
    done[0].result(10)
    assert standing.rows.get().values["raw"]["correct"] == 5


def test_two_parts_frozen_at_once_have_revisions_of_their_own() -> None:
    data = make.definition(standing=[], prize=[])
    data["part"] += [data["part"][0] | {"key": f"phan-{n}"} for n in range(3)]
    contest = define_contest(make.Plan.model_validate(data), now=make.BEFORE).contest
    make.units(contest, "Phòng Một")
    bank = Bank.objects.create(contest=contest, key="de-thi", title="Đề thi", sealed=True)
    for number in range(8):
        quiz.question(bank, f"C{number}")
    parts = list(contest.parts.all())
    at_once(*[lambda p=part: freeze_part(p, now=make.BEFORE) for part in parts], lambda: freeze_due(make.NOW))  # type: ignore[misc]
    assert sorted(contest.revisions.values_list("no", flat=True)) == [1, 2, 3, 4]
    assert not contest.parts.filter(frozen_at__isnull=True).exists()


def test_a_plan_changed_while_its_part_is_frozen_is_either_frozen_so_or_refused() -> None:
    for number in range(4):
        slug = f"cuoc-{number}"
        contest = make.contest(slug=slug, standing=[], prize=[])
        make.units(contest, "Phòng Một")
        bank = Bank.objects.create(contest=contest, key="de-thi", title="Đề thi", sealed=True)
        for n in range(8):
            quiz.question(bank, f"C{n}")
        data = make.definition(slug=slug, standing=[], prize=[])
        data["part"][0]["quiz"]["attempts"] = 1
        part = contest.parts.get()
        _frozen, applied = at_once(
            lambda p=part: freeze_part(p, now=make.BEFORE),  # type: ignore[misc]
            lambda d=data: define_contest(make.Plan.model_validate(d), now=make.BEFORE),  # type: ignore[misc]
        )
        part.refresh_from_db()
        content = contest.revisions.get(scope="part:trac-nghiem").content
        content.pop("commitments")
        assert content == part.content
        assert isinstance(applied, Refusal) == (part.settings_of("quiz")["attempts"] == 3)


def test_a_plan_loaded_twice_at_once_is_one_contest() -> None:
    found = at_once(*[lambda: define_contest(make.plan(), now=make.BEFORE)] * 3)
    assert Contest.objects.count() == 1
    assert sorted(one.outcome for one in found) == ["created", "unchanged", "unchanged"]


def test_two_tabs_and_two_accounts_register_once_and_share_no_roster_row() -> None:
    contest, (unit,) = contest_with_units("Phòng Một")
    row = RosterEntry(
        unit=unit.unit, staff_code="A1", full_name="Người A", birth_date=date(1990, 1, 1), valid_from=date(2024, 1, 1)
    )
    row.save()
    people = [make.person("Người A"), make.person("Người A")]
    group = contest.groups.get(key="can-bo")

    def enter(person: Any) -> Entrant:
        return register_entrant(contest, person, group=group, unit=unit, now=make.NOW)

    found = at_once(*[lambda p=person: enter(p) for person in [*people, *people]])  # type: ignore[misc]
    entrants = {one.pk for one in found if isinstance(one, Entrant)}
    assert len(entrants) == 1
    assert Entrant.objects.filter(roster_entry=row).count() == 1
    assert sum(isinstance(one, Refusal) for one in found) == 2


def test_nobody_starts_and_becomes_a_reader_at_once() -> None:
    contest, _units = contest_with_units("Phòng Một")
    part, body = contest.parts.get(), contest.bodies.get(kind="authors")
    for _round in range(6):
        user = make.user()
        assert user.person is not None
        entrant = register_entrant(
            contest, user.person, group=contest.groups.get(key="cong-dan"), unit=None, now=make.NOW
        )
        at_once(
            lambda e=entrant: start_attempt(e, part, now=make.NOW),  # type: ignore[misc]
            lambda u=user: appoint(body, u.person, now=make.NOW),  # type: ignore[misc]
        )
        started = Attempt.objects.filter(entrant=entrant).exists()
        assert started != Seat.objects.filter(body=body, person=user.person).exists()


def test_a_correction_beside_a_submit_loses_neither() -> None:
    contest, (one, other) = contest_with_units("Phòng Một", "Phòng Hai")
    clerk, later = make.user("Thư Ký Mẫu"), make.NOW + timedelta(hours=1)
    for number in range(6):
        name = f"Người {number}"
        entrant = join(contest, name, one)
        sit(entrant, right=1, seconds=60)
        RosterEntry(
            unit=other.unit,
            staff_code=f"B{number}",
            full_name=name,
            birth_date=date(1990, 1, 1),
            valid_from=date(2024, 1, 1),
        ).save()
        asked = ask_correction(entrant, {"unit": other.code}, reason="Nhầm", now=make.NOW, by=clerk)
        at_once(
            lambda a=asked: decide_correction(a, accept=True, answer="", now=later, by=clerk),  # type: ignore[misc]
            lambda e=entrant: sit(e, right=5, seconds=60, at=later),  # type: ignore[misc]
        )
        result = Result.objects.get(entrant=entrant)
        assert (result.correct, result.contest_unit_id, result.attempts) == (5, other.pk, 2)
        row = StandingRow.objects.get(standing__key="ca-nhan", subject_id=entrant.pk)
        assert (row.values["raw"]["correct"], row.contest_unit_id) == (5, other.pk)


def test_the_committee_presses_everything_twice_at_once() -> None:
    contest, units = contest_with_units("Phòng Một", "Phòng Hai")
    for unit in units:
        sit(join(contest, f"Người {unit.name}", unit), right=3, seconds=60)
    now = ended(contest)
    people = list(contest.standings.get(key="ca-nhan").rows.values_list("subject_id", flat=True))
    for key, subjects in (("ca-nhan", people), ("tap-the", [unit.pk for unit in units])):
        standing = Standing.objects.select_related("contest").get(contest=contest, key=key)
        orders = (subjects, subjects[::-1])
        at_once(
            *[
                lambda s=standing, o=order: decide_tie(s, place=1, subjects=list(o), reason="Biên bản", now=now)  # type: ignore[misc]
                for order in orders
            ]
        )
        assert TieDecision.objects.filter(standing=standing, revoked_at__isnull=True).count() == 1
    found = at_once(*[lambda: seal_result(contest, now=now)] * 2, *[lambda: propose_awards(contest, now=now)] * 2)
    assert not [one for one in found if isinstance(one, Refusal)]
    assert contest.sealed_results.count() == 1
    assert contest.awards.count() == 3
    assert len({one.results_published_at for one in at_once(*[lambda: publish_results(contest, now=now)] * 2)}) == 1
