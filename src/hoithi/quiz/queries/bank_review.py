"""Review rounds: what waits for whom, how far each reviewer is, what was said, and the minutes of a round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from hoithi.contests.models import Contest, Seat
from hoithi.people.models import User
from hoithi.quiz.models import Assignment, Comment, Question, QuestionVersion, Review, ReviewRound
from hoithi.quiz.queries.bank import waiting_for


@dataclass(frozen=True)
class Progress:
    """One reviewer in a round: questions given, those already decided in it, still waiting for them."""

    reviewer: User
    given: int
    approved: int
    returned: int
    waiting: int


@dataclass(frozen=True)
class RoundShown:
    """A round with its progress; `loose`: questions that wait and were given to nobody."""

    round: ReviewRound
    progress: list[Progress]
    waiting: int
    loose: int


@dataclass(frozen=True)
class MinuteLine:
    """One verdict of a round, in order of time."""

    review: Review
    question: Question
    comments: int


def reviewers_of(contest: Contest, now: datetime) -> list[User]:
    """Accounts that sit on a body of reviewers now, in the order of their names."""
    seats = Seat.objects.filter(
        Q(since__isnull=True) | Q(since__lte=now),
        Q(until__isnull=True) | Q(until__gt=now),
        body__contest=contest,
        body__kind="reviewers",
    )
    return list(User.objects.filter(person__in=seats.values("person")).select_related("person").order_by("pk"))


def authors_of(questions: Iterable[int]) -> dict[int, set[int]]:
    """Question → accounts that wrote a version of it."""
    rows = QuestionVersion.objects.filter(question_id__in=list(questions), author__isnull=False)
    found: dict[int, set[int]] = {}
    for question_id, author_id in rows.order_by().values_list("question_id", "author_id"):
        found.setdefault(question_id, set()).add(author_id)
    return found


def queue_of(user: User, contest: Contest) -> QuerySet[Question]:
    """What waits for this reviewer: given to them in an open round, or given to nobody."""
    elsewhere = Assignment.objects.filter(round__closed_at__isnull=True, round__bank__contest=contest)
    return waiting_for(user, contest).exclude(pk__in=elsewhere.exclude(reviewer=user).values("question"))


def rounds_of(contest: Contest) -> list[RoundShown]:
    """Rounds of every bank, open ones first, then the newest."""
    rounds = ReviewRound.objects.filter(bank__contest=contest).select_related("bank", "opened_by__person")
    shown = [_shown(found) for found in rounds.order_by("-opened_at", "-pk")]
    return sorted(shown, key=lambda one: one.round.closed_at is not None)


def round_of(contest: Contest, pk: int) -> ReviewRound | None:
    rounds = ReviewRound.objects.filter(bank__contest=contest, pk=pk)
    return rounds.select_related("bank", "opened_by__person").first()


def _shown(found: ReviewRound) -> RoundShown:
    """Counted by the database: a round of thousands costs as much as one of three."""
    waits = Q(question__pending__state=Question.SUBMITTED)
    given = Assignment.objects.filter(round=found).order_by().values_list("reviewer_id")
    counts = {pk: (n, left) for pk, n, left in given.annotate(n=Count("pk"), left=Count("pk", filter=waits))}
    passed = Q(approved=True)
    decided = _verdicts(found).exclude(reviewer=None).order_by().values_list("reviewer_id")
    verdicts = {pk: (yes, n - yes) for pk, n, yes in decided.annotate(n=Count("pk"), yes=Count("pk", filter=passed))}
    opened = found.closed_at is None
    people = User.objects.filter(pk__in={*counts, *verdicts}).select_related("person")
    progress = [
        Progress(
            reviewer=person,
            given=counts.get(person.pk, (0, 0))[0],
            approved=verdicts.get(person.pk, (0, 0))[0],
            returned=verdicts.get(person.pk, (0, 0))[1],
            waiting=counts.get(person.pk, (0, 0))[1] if opened else 0,
        )
        for person in sorted(people, key=str)
    ]
    waiting = sum(line.waiting for line in progress)
    return RoundShown(found, progress, waiting, loose_questions(found).count() if opened else 0)


def loose_questions(found: ReviewRound) -> QuerySet[Question]:
    """Questions of the bank that wait for a verdict and were given to nobody in this round."""
    rows = Question.objects.filter(bank_id=found.bank_id, pending__state=Question.SUBMITTED)
    return rows.exclude(state=Question.RETIRED).exclude(
        pk__in=Assignment.objects.filter(round=found).values("question")
    )


def _verdicts(found: ReviewRound) -> QuerySet[Review]:
    rows = Review.objects.filter(version__question__bank_id=found.bank_id, at__gte=found.opened_at)
    return rows.filter(at__lt=found.closed_at) if found.closed_at is not None else rows


def minutes_of(found: ReviewRound) -> list[MinuteLine]:
    """Every verdict of the round with the number of remarks made on the version."""
    verdicts = list(_verdicts(found).select_related("reviewer__person", "version__question").order_by("at", "pk"))
    versions = [review.version_id for review in verdicts]
    rows = Comment.objects.filter(version_id__in=versions).order_by().values_list("version_id").annotate(n=Count("pk"))
    remarks: Mapping[int, int] = dict(rows)
    return [MinuteLine(review, review.version.question, remarks.get(review.version_id, 0)) for review in verdicts]


def reviewer_now(question: Question) -> User | None:
    """Who the question was given to in an open round."""
    rows = Assignment.objects.filter(question=question, round__closed_at__isnull=True)
    found = rows.select_related("reviewer__person").first()
    return found.reviewer if found else None


def talk_of(question: Question) -> list[Comment]:
    """Everything said about a question, version by version."""
    rows = Comment.objects.filter(version__question=question).select_related("author__person", "version")
    return list(rows.order_by("at", "pk"))
