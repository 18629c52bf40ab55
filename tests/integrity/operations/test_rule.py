"""Rulings change exactly what was shown, can be taken back, and two deciders never both win."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.awards.models import Award
from hoithi.awards.operations import propose_awards, seal_result
from hoithi.awards.queries.outcome import seal_is_current
from hoithi.contests.models import Contest, Entrant, StandingRow
from hoithi.contests.operations.publication import NotPublishable, publish_results
from hoithi.contests.operations.standings import refresh_standing
from hoithi.integrity.errors import AlreadyRuled, AppealClosed, CaseMoved, OwnCase, ReasonMissing
from hoithi.integrity.models import Case, Recall, Ruling
from hoithi.integrity.operations.appeal import decide_appeal, make_appeal
from hoithi.integrity.operations.recall import NotPublishedYet, redo_awards
from hoithi.integrity.operations.review import comment_case
from hoithi.integrity.operations.rule import clear_rest, make_ruling, preview_ruling, reverse_ruling
from hoithi.people.models import User
from hoithi.quiz.models import Attempt, Result
from tests.contests import factories as make
from tests.integrity import factories as own

pytestmark = pytest.mark.django_db
MEASURES = (Ruling.VOID, Ruling.NO_PRIZE, Ruling.DISQUALIFY)


class World:
    def __init__(self) -> None:
        self.contest, self.people, self.now = own.closed_contest()
        self.secretary = make.holder_of("secretary", self.contest)
        self.organiser = make.holder_of("organiser", self.contest)
        for standing in self.contest.standings.all():
            refresh_standing(standing, now=self.now)

    def ruled(self, case: Case, verdict: str, at: int = 0, by: User | None = None, **more: Any) -> Ruling:
        case.refresh_from_db()
        subject = list(case.subjects.all())[at]
        args = {"reason": "Trùng bài", "version": case.version, "now": self.now, "by": by or self.secretary} | more
        return make_ruling(subject, verdict, **args)

    def everything(self) -> Any:
        """All a ruling may touch, to compare before and after."""
        rows = StandingRow.objects.order_by("standing_id", "scope", "subject_id")
        return (
            list(
                rows.values("standing_id", "scope", "subject_id", "rank_key", "ranked", "prize_ok", "place", "values")
            ),
            list(Result.objects.order_by("part_id", "entrant_id").values()),
            list(Attempt.objects.order_by("pk").values("code", "ended_by", "ended_at", "correct")),
            list(Entrant.objects.order_by("pk").values("pk", "prize_ok", "barred_reason")),
        )


@pytest.fixture
def world() -> World:
    return World()


def places(contest: Contest, key: str = "ca-nhan") -> dict[int, int | None]:
    return dict(contest.standings.get(key=key).rows.values_list("subject_id", "place"))


@pytest.mark.both
@pytest.mark.parametrize("verdict", MEASURES)
def test_a_preview_changes_nothing_and_tells_what_the_ruling_then_does(world: World, verdict: str) -> None:
    case = own.case(world.contest, world.people[0])
    before, logged = world.everything(), AuditEvent.objects.count()
    shown = preview_ruling(case.subjects.get(), verdict, now=world.now, by=world.secretary)
    assert world.everything() == before
    assert AuditEvent.objects.count() == logged
    ruling = world.ruled(case, verdict)
    assert ruling.effect == shown
    assert world.everything() != before


@pytest.mark.both
@pytest.mark.parametrize("verdict", MEASURES)
def test_taking_a_ruling_back_leaves_everything_as_it_was(world: World, verdict: str) -> None:
    before = world.everything()
    case = own.case(world.contest, world.people[0])
    ruling = world.ruled(case, verdict)
    reverse_ruling(ruling, reason="Nhầm người", now=world.now, by=world.organiser)
    assert world.everything() == before
    case.refresh_from_db()
    assert case.state == Case.OPEN
    again = reverse_ruling(ruling, reason="Nhầm người", now=world.now, by=world.organiser)
    assert again.reversed_at == Ruling.objects.get(pk=ruling.pk).reversed_at


def test_what_voiding_the_winner_changes(world: World) -> None:
    first, second, third, fourth = (one.pk for one in world.people)
    shown = preview_ruling(
        own.case(world.contest, world.people[0]).subjects.get(), Ruling.VOID, now=world.now, by=world.secretary
    )
    boards = {board["standing"]: board for board in shown["boards"]}
    assert boards["ca-nhan"]["moved"] == [[first, 1, None], [second, 2, 1], [third, 3, 2], [fourth, 4, 3]]
    units = world.contest.units.order_by("position").values_list("pk", flat=True)
    assert {row[0] for row in boards["tap-the"]["moved"]} <= set(units)
    assert ["nhat", "", first] in shown["lost"]
    assert ["nhat", "", second] in shown["won"]
    assert ["nhi", "", fourth] in shown["won"]
    assert shown["counting"] == [["trac-nghiem", own.attempt_of(world.people[0]).pk, None]]


def test_the_next_attempt_counts_where_there_is_one(world: World) -> None:
    from hoithi.quiz.operations.attempt_void import void_attempt

    entrant = world.people[0]
    first = own.attempt_of(entrant)
    other = Attempt.objects.create(
        code="X" * 20,
        part=first.part,
        entrant=entrant,
        n=2,
        frozen_bank=first.frozen_bank,
        paper=first.paper,
        started_at=first.started_at + timedelta(hours=1),
        deadline_at=first.deadline_at + timedelta(hours=1),
        received_at=first.started_at + timedelta(hours=1, minutes=2),
        ended_at=first.started_at + timedelta(hours=1, minutes=2),
        ended_by="submitted",
        correct=1,
        elapsed_ms=120_000,
        submitted_no=5,
    )
    void_attempt(first.code, now=world.now)
    assert Result.objects.get(entrant=entrant).attempt_id == other.pk
    assert places(world.contest)[entrant.pk] == 4
    assert void_attempt(first.code, now=world.now).ended_by == Attempt.VOIDED  # again: nothing more


def test_bar_from_prize_keeps_the_place(world: World) -> None:
    shown = preview_ruling(
        own.case(world.contest, world.people[0]).subjects.get(), Ruling.NO_PRIZE, now=world.now, by=world.secretary
    )
    assert [board["standing"] for board in shown["boards"]] in ([], ["tap-the"])
    assert ["nhat", "", world.people[0].pk] in shown["lost"]
    assert ["nhat", "", world.people[1].pk] in shown["won"]


def test_the_same_decision_twice_is_one_and_a_second_decider_is_told(world: World) -> None:
    case = own.case(world.contest, world.people[0], world.people[1])
    version = case.version
    one = world.ruled(case, Ruling.VOID)
    assert world.ruled(case, Ruling.VOID).pk == one.pk
    with pytest.raises(AlreadyRuled):
        world.ruled(case, Ruling.CLEAR, by=world.organiser)
    with pytest.raises(CaseMoved):
        world.ruled(case, Ruling.WARNING, at=1, by=world.organiser, version=version)
    assert Ruling.objects.count() == 1


def test_reasons_are_required_and_nobody_judges_themselves(world: World) -> None:
    case = own.case(world.contest, world.people[0])
    with pytest.raises(ReasonMissing):
        world.ruled(case, Ruling.VOID, reason="  ")
    person = world.people[0].person
    assert person is not None
    himself = User.objects.create_user("chinh.minh@vidu.example", person=person)
    with pytest.raises(OwnCase):
        world.ruled(case, Ruling.CLEAR, by=himself)
    with pytest.raises(OwnCase):
        comment_case(case, "Tôi thấy ổn", now=world.now, by=himself)


def test_a_case_closes_when_everybody_is_decided(world: World) -> None:
    case = own.case(world.contest, *world.people[:3])
    world.ruled(case, Ruling.WARNING)
    case.refresh_from_db()
    assert case.state == Case.OPEN
    assert clear_rest(case, reason="Học chung", version=case.version, now=world.now, by=world.secretary) == 2
    case.refresh_from_db()
    assert case.state == Case.CLOSED


@pytest.mark.both
def test_two_rulings_about_one_person_are_undone_in_any_order(world: World) -> None:
    before = world.everything()
    entrant = world.people[0]
    void = world.ruled(own.case(world.contest, entrant), Ruling.VOID)
    out = world.ruled(own.case(world.contest, entrant, kind="device"), Ruling.DISQUALIFY)
    reverse_ruling(void, reason="Nhầm", now=world.now, by=world.organiser)
    assert own.attempt_of(entrant).ended_by == Attempt.VOIDED  # the other still wants it
    reverse_ruling(out, reason="Nhầm", now=world.now, by=world.organiser)
    assert world.everything() == before


def test_after_a_seal_the_seal_is_old_and_nothing_is_published_before_the_next(world: World) -> None:
    propose_awards(world.contest, now=world.now)
    sealed = seal_result(world.contest, now=world.now)
    assert seal_is_current(world.contest, sealed)
    world.ruled(own.case(world.contest, world.people[0]), Ruling.DISQUALIFY)
    assert not seal_is_current(world.contest, sealed)
    with pytest.raises(NotPublishable):
        publish_results(world.contest, now=world.now)
    again = seal_result(world.contest, now=world.now + timedelta(minutes=1))
    assert again.no == sealed.no + 1
    publish_results(world.contest, now=world.now + timedelta(minutes=2))


def test_a_warning_leaves_the_seal_alone(world: World) -> None:
    sealed = seal_result(world.contest, now=world.now)
    world.ruled(own.case(world.contest, world.people[0]), Ruling.WARNING)
    assert seal_is_current(world.contest, sealed)


def test_after_publication_prizes_are_recalled_and_given_anew_and_back(world: World) -> None:
    propose_awards(world.contest, now=world.now)
    seal_result(world.contest, now=world.now)
    with pytest.raises(NotPublishedYet):
        redo_awards(world.contest, now=world.now, by=world.secretary)
    publish_results(world.contest, now=world.now)
    held = set(Award.objects.filter(state="proposed").values_list("prize__key", "subject_id"))
    ruling = world.ruled(own.case(world.contest, world.people[0]), Ruling.DISQUALIFY)
    flagged = Recall.objects.get(award__prize__key="nhat", ruling=ruling)
    assert flagged.withdrawn_at is None
    done = redo_awards(world.contest, now=world.now, by=world.secretary)
    assert done.withdrawn
    assert done.added
    assert Award.objects.get(state="proposed", prize__key="nhat").subject_id == world.people[1].pk
    flagged.refresh_from_db()
    assert flagged.withdrawn_at == world.now
    reverse_ruling(ruling, reason="Khiếu nại đúng", now=world.now, by=world.organiser)
    redo_awards(world.contest, now=world.now, by=world.secretary)
    assert set(Award.objects.filter(state="proposed").values_list("prize__key", "subject_id")) == held
    again = redo_awards(world.contest, now=world.now, by=world.secretary)
    assert (again.withdrawn, again.added) == (0, 0)


def account(entrant: Entrant) -> User:
    assert entrant.person is not None
    return User.objects.create_user(f"nguoi.{entrant.pk}@vidu.example", person=entrant.person)


def test_an_appeal_is_made_once_in_time_and_answered_by_somebody_else(world: World) -> None:
    ruling = world.ruled(own.case(world.contest, world.people[0]), Ruling.VOID)
    person, stranger = account(world.people[0]), account(world.people[1])
    with pytest.raises(AppealClosed):
        make_appeal(ruling, "Không phải tôi", now=world.now, by=stranger)
    late: datetime = ruling.appeal_until  # type: ignore[assignment]
    with pytest.raises(AppealClosed):
        make_appeal(ruling, "Tôi tự làm", now=late, by=person)
    appeal = make_appeal(ruling, "Tôi tự làm", now=late - timedelta(seconds=1), by=person)
    assert make_appeal(ruling, "Tôi tự làm", now=world.now, by=person).pk == appeal.pk
    with pytest.raises(AppealClosed):
        make_appeal(ruling, "Thêm nữa", now=world.now, by=person)
    with pytest.raises(OwnCase):
        decide_appeal(appeal, accept=True, answer="Đúng", now=world.now, by=world.secretary)
    decide_appeal(appeal, accept=True, answer="Đúng là nhầm", now=world.now, by=world.organiser)
    assert own.attempt_of(world.people[0]).ended_by == Attempt.SUBMITTED
    assert places(world.contest)[world.people[0].pk] == 1


def test_a_dismissed_appeal_changes_nothing(world: World) -> None:
    ruling = world.ruled(own.case(world.contest, world.people[0]), Ruling.VOID)
    before = world.everything()
    appeal = make_appeal(ruling, "Tôi tự làm", now=world.now, by=account(world.people[0]))
    decide_appeal(appeal, accept=False, answer="Chứng cứ rõ", now=world.now, by=world.organiser)
    assert world.everything() == before
    assert Ruling.objects.get(pk=ruling.pk).reversed_at is None


def test_a_correction_does_not_lift_a_bar_from_prizes(world: World) -> None:
    from hoithi.contests.operations.entrants import ask_correction, decide_correction

    entrant = world.people[0]
    world.ruled(own.case(world.contest, entrant), Ruling.NO_PRIZE)
    asker = account(entrant)
    asked = ask_correction(entrant, {"group": "cong-dan"}, reason="Ghi nhầm", now=world.now, by=asker)
    decide_correction(asked, accept=True, answer="Được", now=world.now, by=world.secretary)
    entrant.refresh_from_db()
    assert (entrant.group.key, entrant.prize_ok) == ("cong-dan", False)
