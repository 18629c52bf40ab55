from __future__ import annotations

from typing import Any

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest, Seat, Standing
from hoithi.contests.operations.definition import FrozenRules, define_contest
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def test_a_plan_becomes_rows_that_facts_can_point_at() -> None:
    contest = make.contest()
    assert [group.key for group in contest.groups.all()] == ["can-bo", "cong-dan"]
    part = contest.parts.get()
    assert (part.kind, part.opens, part.closes) == ("quiz", make.OPENS, make.CLOSES)
    assert part.settings_of("quiz")["questions"] == 5
    assert [(p.title, p.quantity, p.cash) for p in contest.prizes.all()] == [
        ("Giải nhất", 1, 300_000),
        ("Giải nhì", 2, 200_000),
        ("Giải nhất tập thể", 1, 500_000),
    ]
    assert [seat.title for seat in Seat.objects.filter(body__key="ban-to-chuc")] == ["Trưởng ban", "Thành viên"]
    assert set(contest.bodies.values_list("kind", flat=True)) >= {"secretariat", "coordinators", "leaders", "operators"}
    assert contest.plan == make.plan()


def test_loading_twice_changes_nothing() -> None:
    make.contest()
    before = {model: list(model.objects.order_by("pk").values()) for model in (Contest, Standing, Seat)}
    again = define_contest(make.plan(), now=make.NOW)
    assert again.outcome == "unchanged"
    assert {model: list(model.objects.order_by("pk").values()) for model in (Contest, Standing, Seat)} == before
    assert AuditEvent.objects.filter(action__startswith="contests:contest").count() == 1


def test_a_change_before_the_freeze_keeps_identities() -> None:
    contest = make.contest()
    part_id = contest.parts.get().pk
    data = make.definition(title="Hội thi thử, tên mới")
    data["prize"] = data["prize"][:1]
    applied = define_contest(make.Plan.model_validate(data), now=make.NOW)
    assert applied.outcome == "changed"
    assert {change.at for change in applied.changes} >= {"title"}
    assert contest.parts.get().pk == part_id
    assert contest.prizes.count() == 1
    assert contest.revisions.count() == 0


def _frozen() -> Contest:
    contest = make.contest()
    contest.parts.update(frozen_at=make.NOW, frozen_hash="x")
    contest.standings.update(frozen_at=make.NOW, frozen_hash="x")
    return contest


def _later_close() -> Any:
    data = make.definition()
    data["part"][0]["closes"] = make.AFTER
    return make.Plan.model_validate(data)


def test_frozen_rules_change_only_by_a_document() -> None:
    contest = _frozen()
    with pytest.raises(FrozenRules, match="part\\[trac-nghiem\\].closes"):
        define_contest(_later_close(), now=make.NOW)
    contest.refresh_from_db()
    assert contest.parts.get().closes == make.CLOSES  # nothing half-written
    assert contest.definition == make.contest().definition

    paper = make.paper(contest, "Thông báo gia hạn")
    define_contest(_later_close(), now=make.NOW, document=paper)
    revision = contest.revisions.get()
    assert (revision.kind, revision.document, revision.no) == ("amendment", paper, 1)
    assert [change["at"] for change in revision.changes] == ["part[trac-nghiem].closes"]
    assert contest.parts.get().closes == make.AFTER


def test_filling_an_unset_amount_is_a_supplement() -> None:
    data = make.definition()
    del data["prize"][0]["cash"]
    contest = define_contest(make.Plan.model_validate(data), now=make.BEFORE).contest
    contest.standings.update(frozen_at=make.NOW)
    paper = make.paper(contest, "Quyết định mức thưởng")
    define_contest(make.plan(), now=make.NOW, document=paper)
    assert [(r.kind, r.changes) for r in contest.revisions.all()] == [
        ("supplement", [{"at": "prize[nhat].cash", "before": None, "after": 300_000}])
    ]


def test_what_promises_nothing_may_change_freely_after_the_freeze() -> None:
    contest = _frozen()
    define_contest(make.plan(contact={"phone": "024 0000 0000"}), now=make.NOW)
    contest.refresh_from_db()
    assert Contest.objects.get(pk=contest.pk).plan.contact.phone == "024 0000 0000"
    assert contest.revisions.count() == 0


def test_a_series_makes_a_row_for_each_round_at_its_own_minute() -> None:
    data = make.definition()
    data["part"][0] |= {
        "opens": "2024-06-03T10:00:00+07:00",
        "series": {"count": 3, "step_minutes": 7 * 24 * 60, "length_minutes": 7 * 24 * 60 - 30, "title": "Tuần {n}"},
    }
    contest = define_contest(make.Plan.model_validate(data), now=make.BEFORE).contest
    rounds = list(contest.parts.all())
    assert [part.key for part in rounds] == ["trac-nghiem-1", "trac-nghiem-2", "trac-nghiem-3"]
    assert rounds[2].title == "Thi trắc nghiệm, Tuần 3"
    assert [f"{part.opens:%d/%m %H:%M}" for part in rounds if part.opens] == [
        "03/06 03:00",
        "10/06 03:00",
        "17/06 03:00",
    ]
    assert rounds[0].closes is not None
    assert rounds[1].opens is not None
    assert (rounds[1].opens - rounds[0].closes).total_seconds() == 30 * 60
