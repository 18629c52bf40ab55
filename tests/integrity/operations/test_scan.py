"""Looking over a part: a ring among honest people in the database, an office behind one address, twice is once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hoithi.contests.models import Contest, Entrant, Part
from hoithi.integrity.marks import device_mark, network_mark
from hoithi.integrity.models import Case, CaseSubject, Scan, Trace
from hoithi.integrity.operations.scan import ask_due_scans, ask_scan, run_scan, run_scans
from hoithi.integrity.queries.evidence import evidence_of
from hoithi.people.models import Identity, Person, RosterEntry
from hoithi.quiz.models import Answer, Attempt, FrozenBank, Result
from tests.awards import story
from tests.contests import factories as make
from tests.integrity.honest import QUESTIONS, Hall
from tests.quiz import factories as quiz

pytestmark = pytest.mark.django_db
AFTER = quiz.CLOSES + timedelta(minutes=5)


def opened() -> tuple[Contest, Part, FrozenBank]:
    contest = quiz.contest(quiz.personal(), questions=QUESTIONS)
    part = contest.parts.select_related("contest").get()
    bank = quiz.frozen(part, QUESTIONS)
    Part.objects.filter(pk=part.pk).update(frozen_at=quiz.OPENS)
    return contest, part, bank


def people(contest: Contest, count: int) -> list[Entrant]:
    group = contest.groups.get()
    persons = Person.objects.bulk_create(
        Person(full_name=f"Người {n}", name_norm=f"nguoi {n}", name_sort=f"{n}", created_at=quiz.OPENS)
        for n in range(count)
    )
    return Entrant.objects.bulk_create(
        Entrant(
            contest=contest,
            code=f"E{n}",
            kind="person",
            person=person,
            group=group,
            display_name=person.full_name,
            registered_at=quiz.OPENS,
            locked_at=quiz.NOW,
        )
        for n, person in enumerate(persons)
    )


def seat_all(part: Part, bank: FrozenBank, wrongs: list[dict[int, str]], starts: list[datetime]) -> list[Attempt]:
    """One ended attempt each, in bulk: right everywhere but where `wrongs` says; one answer every twenty seconds."""
    questions = list(bank.questions.order_by("position").values_list("pk", flat=True))
    entrants = people(part.contest, len(wrongs))
    rows = []
    for n, (entrant, wrong, start) in enumerate(zip(entrants, wrongs, starts, strict=True)):
        order = questions[n % QUESTIONS :] + questions[: n % QUESTIONS]
        end = start + timedelta(seconds=20 * QUESTIONS + n % 7)
        rows.append(
            Attempt(
                code=f"{n:020d}",
                part=part,
                entrant=entrant,
                n=1,
                frozen_bank=bank,
                paper=[[pk, list("abcd")] for pk in order],
                started_at=start,
                deadline_at=start + timedelta(minutes=20),
                received_at=end,
                ended_at=end,
                ended_by=Attempt.SUBMITTED,
                correct=QUESTIONS - len(wrong),
                elapsed_ms=(end - start) // timedelta(milliseconds=1),
                submitted_no=n,
            )
        )
    attempts = Attempt.objects.bulk_create(rows)
    answers, results = [], []
    for attempt, wrong in zip(attempts, wrongs, strict=True):
        for pos, (pk, _order) in enumerate(attempt.paper, 1):
            choice = wrong.get(questions.index(pk), "a")
            at = attempt.started_at + timedelta(seconds=20 * pos)
            answers.append(
                Answer(part_id=part.pk, attempt=attempt, pos=pos, choice=choice, epoch=1, seq=pos, received_at=at)
            )
        results.append(
            Result(
                part=part,
                entrant=attempt.entrant,
                attempt=attempt,
                group_key="ca-nhan",
                correct=attempt.correct or 0,
                elapsed_ms=attempt.elapsed_ms or 0,
                submitted_no=attempt.submitted_no or 0,
                all_correct=not wrong,
            )
        )
    Answer.objects.bulk_create(answers, batch_size=2000)
    Result.objects.bulk_create(results)
    return attempts


def trace(attempt: Attempt, device: str, address: str) -> Trace:
    contest = attempt.part.contest_id
    return Trace(
        attempt=attempt,
        device=device_mark(contest, device),
        network=network_mark(contest, address),
        agent="Chrome/Windows",
        first_at=attempt.started_at,
        last_at=attempt.started_at,
    )


def test_a_ring_in_the_database_becomes_one_case_and_nobody_honest_is_in_any(
    django_assert_max_num_queries: Any,
) -> None:
    _contest, part, bank = opened()
    hall = Hall(5)
    sheets = hall.honest(300) + hall.ring(5, 300)
    starts = [quiz.NOW + timedelta(minutes=3 * n) for n in range(300)] + [
        quiz.NOW + timedelta(minutes=90, seconds=n) for n in range(5)
    ]
    attempts = seat_all(part, bank, [dict(one.wrong) for one in sheets], starts)
    Trace.objects.bulk_create(trace(one, f"máy {n}", f"10.{n % 250}.1.5") for n, one in enumerate(attempts[:300]))
    Trace.objects.bulk_create(trace(one, f"máy {300 + n}", "203.0.113.9") for n, one in enumerate(attempts[300:]))
    assert ask_due_scans(AFTER) == 1
    with django_assert_max_num_queries(60):
        assert run_scans(AFTER) == 1
    scan = Scan.objects.get()
    assert (scan.complete, scan.failed, scan.attempts) == (True, False, 305)
    named = set(CaseSubject.objects.values_list("attempt_id", flat=True))
    ring = {one.pk for one in attempts[300:]}
    assert named <= ring
    assert len(named) >= 4
    case = Case.objects.get(kind="similarity")
    assert case.part == part
    said = evidence_of(case)
    assert said.sentences
    assert said.lines[0].code.startswith("C")
    assert "cùng mạng với 4 người khác" in said.context["A"][0]
    assert ask_due_scans(AFTER) == 0  # once after the close


def test_four_hundred_honest_people_behind_one_address_are_no_case() -> None:
    _contest, part, bank = opened()
    hall = Hall(11)
    sheets = hall.honest(400)
    starts = [quiz.NOW + timedelta(milliseconds=137 * n) for n in range(400)]
    attempts = seat_all(part, bank, [dict(one.wrong) for one in sheets], starts)
    Trace.objects.bulk_create(trace(one, f"máy {n}", "203.0.113.9") for n, one in enumerate(attempts))
    run_scan(ask_scan(part, now=AFTER), now=AFTER)
    assert list(Case.objects.values_list("kind", "evidence")) == []


def test_looking_twice_opens_no_second_case_and_a_grown_group_joins_the_open_one() -> None:
    _contest, part, bank = opened()
    attempts = seat_all(part, bank, [{}] * 4, [quiz.NOW] * 4)
    Trace.objects.bulk_create(trace(one, "một máy", "10.0.0.1") for one in attempts[:3])
    run_scan(ask_scan(part, now=AFTER), now=AFTER)
    case = Case.objects.get(kind="device")
    assert [one.label for one in case.subjects.all()] == ["A", "B", "C"]
    again = run_scan(ask_scan(part, now=AFTER), now=AFTER)
    assert (again.found, Case.objects.count()) == (0, 1)
    trace(attempts[3], "một máy", "10.0.0.2").save()
    run_scan(ask_scan(part, now=AFTER), now=AFTER)
    case.refresh_from_db()
    assert [one.label for one in case.subjects.all()] == ["A", "B", "C", "D"]
    assert case.version == 2
    Case.objects.update(state=Case.CLOSED)
    run_scan(ask_scan(part, now=AFTER), now=AFTER)
    assert Case.objects.count() == 1  # what was looked at is not brought up again


def test_before_the_close_answers_are_not_compared() -> None:
    _contest, part, bank = opened()
    wrong = dict.fromkeys(range(15), "d")
    seat_all(part, bank, [wrong] * 4, [quiz.NOW] * 4)
    scan = run_scan(ask_scan(part, now=quiz.NOW), now=quiz.NOW + timedelta(hours=1))
    assert (scan.complete, Case.objects.count()) == (False, 0)


def test_the_same_person_twice_and_the_roster() -> None:
    contest, units = story.contest_with_units("Phòng Một", "Phòng Hai")
    one = story.join(contest, "Lê Thị Một", units[0])
    twin = story.join(contest, "Lê Thị Một")
    phone = story.join(contest, "Trần Văn Hai", units[0], birth=date(1980, 2, 2))
    for person in (one.person, phone.person):
        assert person is not None
        Identity.objects.create(person=person, kind="phone", hmac="ab" * 32, key_version=1)
    moved = story.join(contest, "Phạm Thị Ba", units[1])
    RosterEntry.objects.filter(person=moved.person).update(birth_date=date(1991, 1, 1))
    for entrant in (one, twin, phone, moved):
        story.sit(entrant, right=3, seconds=90)
    now = story.ended(contest) + timedelta(minutes=1)
    ask_due_scans(now)
    run_scans(now)
    same = Case.objects.get(kind="same_person")
    assert {subject.entrant_id for subject in same.subjects.all()} == {one.pk, twin.pk, phone.pk}
    assert same.evidence == {"grounds": ["name_birth", "phone"]}
    assert same.part is None
    roster = Case.objects.get(kind="roster")
    assert [subject.entrant_id for subject in roster.subjects.all()] == [moved.pk]
    assert roster.evidence == {"fields": ["birth"]}
    assert evidence_of(roster).sentences == ["Ngày sinh khác danh sách."]
    assert now > make.OPENS
