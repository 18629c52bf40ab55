from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoithi.audit.models import AuditEvent
from hoithi.awards.models import Award
from hoithi.awards.operations import AlreadyPublished, NotSettled, propose_awards, seal_result
from hoithi.awards.queries import allocation_of, winners
from hoithi.contests.models import Standing, StandingRow
from hoithi.contests.operations.entrants import ask_correction, decide_correction, register_entrant
from hoithi.contests.operations.publication import NotPublishable, publish_results
from hoithi.contests.operations.standings import NotATie, decide_tie, refresh_dirty, refresh_standing
from hoithi.contests.queries.standings import numbered, page, place_of, row_of, why
from hoithi.contests.rules.sealed_row import row_id
from hoithi.core.errors import Refusal
from hoithi.verify import verify_file
from tests.awards import story
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def table(standing: Standing) -> list[tuple[int, int]]:
    return [(place, row.subject_id) for place, row in numbered(standing, page(standing))]


def test_places_follow_correct_then_time_then_arrival() -> None:
    contest, _ = story.contest_with_units()
    a, b, c, d = (story.join(contest, f"Người {name}") for name in "ABCD")
    story.sit(a, right=4, seconds=100)
    story.sit(b, right=5, seconds=200)
    story.sit(c, right=4, seconds=90)
    story.sit(d, right=4, seconds=90, at=make.NOW.replace(hour=10))  # as c, but handed in later
    personal = contest.standings.get(key="ca-nhan")
    assert table(personal) == [(1, b.pk), (2, c.pk), (3, d.pk), (4, a.pk)]
    row = row_of(personal, a.pk)
    assert row is not None
    assert place_of(row) == 4
    explained = why(personal, row)
    assert explained is not None
    assert [(step.key, step.above, step.level) for step in explained.steps] == [
        ("correct", 1, 2),
        ("elapsed_ms", 2, 0),
        ("submitted", 0, 0),
    ]
    assert (explained.place, explained.of, explained.steps[1].next_above) == (4, 4, 90_000)


def test_only_the_best_attempt_counts_and_its_row_moves() -> None:
    contest, _ = story.contest_with_units()
    a, b = story.join(contest, "Người A"), story.join(contest, "Người B")
    story.sit(a, right=2, seconds=60)
    story.sit(b, right=3, seconds=60)
    story.sit(a, right=5, seconds=60, at=make.NOW.replace(hour=11))
    story.sit(a, right=1, seconds=60, at=make.NOW.replace(hour=12))
    personal = contest.standings.get(key="ca-nhan")
    assert table(personal) == [(1, a.pk), (2, b.pk)]
    assert StandingRow.objects.filter(standing=personal).count() == 2


def test_units_are_ranked_by_their_roster_only() -> None:
    contest, (one, two, _three) = story.contest_with_units("Phòng Một", "Phòng Hai", "Phòng Ba")
    for name in "ABC":
        story.sit(story.join(contest, f"Người {name}", one), right=5, seconds=120)
    story.sit(story.join(contest, "Người D", two), right=5, seconds=60)
    story.sit(story.join(contest, "Công dân"), right=5, seconds=10)
    units = contest.standings.get(key="tap-the")
    assert units.marks.count() == 5  # the citizen counts for no unit, and is marked all the same
    assert refresh_dirty(make.NOW) == 1
    rows = {row.subject_id: row for row in units.rows.all()}
    assert {pk: row.place for pk, row in rows.items()} == {one.pk: 1, two.pk: 2, _three.pk: None}
    assert rows[one.pk].values == {
        "raw": {"participants": 3, "all_correct": 3, "mean_s": 120_000},
        "points": {"participants": 1, "all_correct": 1, "mean_s": 2},
        "total": 4,
    }
    assert rows[_three.pk].ranked is False


def test_prizes_wait_for_the_close() -> None:
    contest, _ = story.contest_with_units()
    story.sit(story.join(contest, "Người A"), right=5, seconds=60)
    with pytest.raises(NotSettled, match="chưa chốt"):
        propose_awards(contest, now=make.NOW)
    assert not Award.objects.exists()


def test_proposed_awards_say_why_and_are_proposed_once() -> None:
    contest, (one, two) = story.contest_with_units("Phòng Một", "Phòng Hai")
    people = [story.join(contest, f"Người {name}", one) for name in "ABCD"]
    for number, who in enumerate(people):
        story.sit(who, right=5, seconds=60 + number)
    now = story.ended(contest)
    done = propose_awards(contest, now=now)
    propose_awards(contest, now=now)
    assert done.allocation.complete
    found = [(w.prize.key, w.name, w.award.cash) for w in winners(contest, allocation_of(contest).awards)]
    assert found == [
        ("nhat", "Người A", 300_000),
        ("nhi", "Người B", 200_000),
        ("nhi", "Người C", 200_000),
        ("tap-the-nhat", one.name, 500_000),
    ]
    assert Award.objects.filter(state="proposed").count() == 4
    first = Award.objects.get(prize__key="nhat")
    assert (first.subject_id, first.because["correct"], first.because["elapsed_ms"]) == (people[0].pk, 5, 60_000)
    assert two.name not in {name for _, name, _ in found}


def tied_units() -> tuple[object, list[int]]:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    for hour, unit in enumerate(units, start=9):
        story.sit(story.join(contest, f"Người {unit.name}", unit), right=5, seconds=60, at=make.NOW.replace(hour=hour))
    return contest, [unit.pk for unit in units]


def test_a_tie_on_a_paid_place_waits_for_minutes() -> None:
    contest, units = tied_units()
    now = story.ended(contest)  # type: ignore[arg-type]
    standing = contest.standings.get(key="tap-the")  # type: ignore[attr-defined]
    refresh_standing(standing, now=now)
    (waiting,) = propose_awards(contest, now=now).allocation.undecided  # type: ignore[arg-type]
    assert sorted(int(s) for s in waiting.subjects) == units
    with pytest.raises(NotATie):
        decide_tie(standing, place=1, subjects=units[:1], reason="Một mình", now=now)
    with pytest.raises(Refusal, match="lý do"):
        decide_tie(standing, place=1, subjects=units, reason=" ", now=now)
    with pytest.raises(Refusal, match="chưa kết thúc"):
        decide_tie(standing, place=1, subjects=units, reason="Sớm", now=make.NOW)

    decide_tie(standing, place=1, subjects=units[::-1], reason="Phòng Hai vận động nhiều hơn", now=now)
    done = propose_awards(contest, now=now)  # type: ignore[arg-type]
    assert done.allocation.complete
    assert Award.objects.get(prize__key="tap-the-nhat").subject_id == units[1]
    assert [row.subject_id for row in standing.rows.order_by("rank_key")] == units[::-1]
    assert AuditEvent.objects.filter(action="contests:tie:decided").count() == 1


def test_the_sealed_result_checks_out_elsewhere_and_tells_nobodys_name() -> None:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai", "Phòng Ba")
    people = []
    for number, unit in enumerate((units[0],) * 6 + (units[1],) * 2):
        who = story.join(contest, f"Người Thứ {number}", unit)
        story.sit(who, right=number % 4 + 2, seconds=50 + 7 * number)
        people.append(who)
    story.sit(story.join(contest, "Công Dân Mẫu"), right=5, seconds=10)
    now = story.ended(contest)
    sealed = seal_result(contest, now=now)
    checked = verify_file(sealed.envelope)
    assert checked["differences"] == []
    assert (checked["ok"], checked["digest"]) == (True, sealed.digest)
    assert seal_result(contest, now=now).pk == sealed.pk  # the same state is sealed once

    body = json.loads(sealed.envelope)["body"]
    assert "Người Thứ" not in sealed.envelope
    assert "Công Dân" not in sealed.envelope
    assert "1990-" not in sealed.envelope
    assert {row["id"] for row in body["facts"]} >= {row_id(who.code) for who in people}
    assert {row["unit"] for row in body["facts"]} == {units[0].code, None}  # the unit of two is left out
    assert isinstance(body["facts"][0]["correct"], int)
    assert isinstance(body["facts"][0]["elapsed_ms"], int)

    forged = json.loads(sealed.envelope)
    forged["body"]["facts"][0]["elapsed_ms"] -= 1
    assert verify_file(json.dumps(forged))["ok"] is False


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 4)), min_size=1, max_size=7))
@pytest.mark.django_db(transaction=False)
def test_row_by_row_and_all_at_once_give_the_same_order(db: None, sittings: list[tuple[int, int]]) -> None:
    """The rows kept as facts arrive are in the order of a full refresh, and places agree."""
    with transaction.atomic():
        contest, _ = story.contest_with_units()
        for number, (right, minutes) in enumerate(sittings):
            story.sit(story.join(contest, f"Người {number}"), right=right, seconds=60 * minutes)
        standing = contest.standings.get(key="ca-nhan")
        kept = table(standing)
        refresh_standing(standing, now=make.AFTER)
        assert table(standing) == kept
        assert [row.place for row in page(standing)] == [place for place, _ in kept]
        transaction.set_rollback(True)


def test_what_is_published_is_not_proposed_anew() -> None:
    contest, _ = story.contest_with_units()
    story.sit(story.join(contest, "Người A"), right=5, seconds=60)
    now = story.ended(contest)
    propose_awards(contest, now=now)
    seal_result(contest, now=now)
    publish_results(contest, now=now)
    before = list(Award.objects.values_list("pk", flat=True))
    with pytest.raises(AlreadyPublished, match="đã công bố"):
        propose_awards(contest, now=now)
    assert list(Award.objects.values_list("pk", flat=True)) == before


def test_a_correction_after_the_seal_asks_for_a_new_seal() -> None:
    contest, (one, two) = story.contest_with_units("Phòng Một", "Phòng Hai")
    who = register_entrant(
        contest, make.person("Công Dân Mẫu"), group=contest.groups.get(key="cong-dan"), unit=one, now=make.NOW
    )
    story.sit(who, right=5, seconds=60)
    clerk = make.user("Thư Ký Mẫu")
    asked = ask_correction(who, {"unit": two.code}, reason="Chọn nhầm", now=make.NOW, by=clerk)
    now = story.ended(contest)
    seal_result(contest, now=now)
    later = now + timedelta(minutes=1)
    decide_correction(asked, accept=True, answer="Đã sửa", now=later, by=clerk)
    with pytest.raises(NotPublishable, match="được sửa sau"):
        publish_results(contest, now=later)
    seal_result(contest, now=later)
    publish_results(contest, now=later)


def test_nothing_is_settled_while_a_submit_may_be_on_its_way() -> None:
    contest, _ = story.contest_with_units()
    story.sit(story.join(contest, "Người A"), right=5, seconds=60)
    with pytest.raises(NotSettled):
        seal_result(contest, now=make.CLOSES)
    seal_result(contest, now=make.CLOSES + timedelta(seconds=30))
