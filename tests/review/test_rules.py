"""Frozen rules hold on every way there is to change them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from hoithi.contests.models import Body, StandingRow
from hoithi.contests.operations.bodies import vacate
from hoithi.contests.operations.definition import FrozenRules, StillUsed, define_contest
from hoithi.contests.operations.opening import freeze_due
from hoithi.contests.operations.standings import decide_tie, follows_each_fact, refresh_dirty, refresh_standing
from hoithi.contests.queries.standings import decisions_that_fit, places_of
from hoithi.quiz.models import Attempt
from hoithi.quiz.operations.attempt_start import start_attempt
from tests.awards.story import contest_with_units, ended, join, sit
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def changed(**changes: Any) -> Any:
    return make.Plan.model_validate(make.definition(**changes))


def test_the_order_of_a_frozen_standings_keys_is_a_rule() -> None:
    contest, _units = contest_with_units("Phòng Một")
    data = make.definition()
    data["standing"][0] = data["standing"][0] | {"terms": make.PERSONAL[1:] + make.PERSONAL[:1]}
    with pytest.raises(FrozenRules, match="terms"):
        define_contest(make.Plan.model_validate(data), now=make.NOW)
    define_contest(
        make.Plan.model_validate(data), now=make.NOW, document=make.paper(contest, "Quyết định đổi cách xếp hạng")
    )
    (change,) = contest.revisions.get(kind="amendment").changes
    assert change["at"] == "standing[ca-nhan].terms[]"


def test_the_order_of_prizes_is_a_rule() -> None:
    contest_with_units("Phòng Một")
    with pytest.raises(FrozenRules, match="prize"):
        define_contest(changed(prize=make.definition()["prize"][::-1]), now=make.NOW)


def test_groups_and_the_prefix_of_codes_are_fixed_with_the_first_part() -> None:
    contest_with_units("Phòng Một", standing=[], prize=[])
    group = make.definition()["group"]
    group[1]["eligible"]["min_age"] = 12
    for change in ({"group": group}, {"codes": {"prefix": "KHAC"}}, {"entry": {"committee": "allow"}}):
        with pytest.raises(FrozenRules):
            define_contest(changed(standing=[], prize=[], **change), now=make.NOW)


def test_what_facts_point_at_is_never_dropped_half() -> None:
    contest, (unit,) = contest_with_units("Phòng Một")
    join(contest, "Người A", unit)
    paper = make.paper(contest, "Quyết định bỏ một đối tượng")
    with pytest.raises(StillUsed, match="Cán bộ"):
        define_contest(changed(group=make.definition()["group"][1:]), now=make.NOW, document=paper)
    contest.refresh_from_db()
    assert [group["key"] for group in contest.definition["group"]] == ["can-bo", "cong-dan"]


def test_a_body_somebody_sat_on_stays_on_record() -> None:
    contest = make.contest()
    vacate(make.seat(contest, "authors", make.user()), now=make.NOW)
    with pytest.raises(StillUsed, match="Tổ ra đề"):
        define_contest(changed(body=make.definition()["body"][:1]), now=make.NOW)
    assert Body.objects.filter(contest=contest, kind="authors").exists()


def test_a_part_that_cannot_open_keeps_no_other_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    part = make.definition()["part"][0]
    broken = part | {"key": "hong", "quiz": part["quiz"] | {"bank": "khong-co"}}
    contest = make.contest(part=[broken, part])
    assert freeze_due(make.NOW) == 0
    contest_with_units("Phòng Một", slug="hoi-thi-khac")
    contest.refresh_from_db()

    from hoithi.contests.operations import opening

    due = opening.preflight

    def failing(one: Any, *, now: Any) -> Any:
        if one.key == "hong":
            raise RuntimeError("broken")
        return due(one, now=now)

    monkeypatch.setattr(opening, "preflight", failing)
    assert freeze_due(make.NOW) == 0  # and no exception


def test_moving_the_close_moves_the_end_of_open_attempts_and_of_no_other() -> None:
    contest, (unit,) = contest_with_units("Phòng Một")
    part = contest.parts.get()
    done, late = join(contest, "Người A", unit), join(contest, "Người B", unit)
    sit(done, right=3, seconds=60)
    before = Attempt.objects.get(entrant=done).deadline_at
    begun = make.CLOSES - timedelta(minutes=4)
    attempt = start_attempt(late, part, now=begun)
    assert attempt.deadline_at == make.CLOSES

    def closing(at: Any) -> None:
        data = make.definition()
        data["part"][0]["closes"] = at
        define_contest(make.Plan.model_validate(data), now=begun, document=make.paper(contest, f"Thông báo {at}"))
        attempt.refresh_from_db()

    closing(make.CLOSES + timedelta(minutes=3))
    assert attempt.deadline_at == make.CLOSES + timedelta(minutes=3)
    closing(make.CLOSES + timedelta(days=3))
    assert attempt.deadline_at == begun + timedelta(minutes=10)
    closing(make.CLOSES - timedelta(minutes=2))
    assert attempt.deadline_at == make.CLOSES - timedelta(minutes=2)
    assert Attempt.objects.get(entrant=done).deadline_at == before


def test_a_standing_of_persons_for_each_unit_is_refreshed_in_its_scopes() -> None:
    data = make.definition()
    data["standing"][0] |= {"each": "unit"}
    contest, (one, other) = contest_with_units("Phòng Một", "Phòng Hai", standing=data["standing"])
    standing = contest.standings.get(key="ca-nhan")
    assert not follows_each_fact(standing)
    sit(join(contest, "Người A", one), right=3, seconds=60)
    refresh_dirty(make.NOW)
    assert list(StandingRow.objects.filter(standing=standing).values_list("scope", flat=True)) == [one.code]
    assert other.code != one.code


def test_a_decision_whose_equals_have_changed_opens_the_tie_again() -> None:
    contest, (one, other, third) = contest_with_units("Phòng Một", "Phòng Hai", "Phòng Ba")
    for unit in (one, other):
        sit(join(contest, f"Người {unit.name}", unit), right=3, seconds=60)
    now = ended(contest)
    standing = contest.standings.get(key="tap-the")
    refresh_standing(standing, now=now)
    decide_tie(standing, place=1, subjects=[other.pk, one.pk], reason="Biên bản", now=now)
    assert [place.place for place in places_of(standing)[:2]] == [1, 2]
    sit_late = join(contest, "Người Ba", third)
    sit(sit_late, right=3, seconds=60)  # a third equal turns up
    assert decisions_that_fit(standing, "", places_of(standing)) == []
    assert refresh_dirty(now) >= 1
    assert [place.place for place in places_of(standing)] == [1, 1, 1]
