"""The study banks as anybody may read them: approved questions of banks that are not sealed, by topic."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from hoithi.contests.models import Contest
from hoithi.quiz.models import Question, QuestionVersion
from hoithi.quiz.queries.bank import planned_banks, topics_of

WHOLE = 300
"""Up to so many questions stand on one page; more are read topic by topic."""


@dataclass(frozen=True)
class StudyTopic:
    """A topic and how many questions it has."""

    key: str
    title: str
    count: int


@dataclass(frozen=True)
class StudySection:
    """The questions of one topic, in the order of their codes."""

    topic: StudyTopic
    versions: list[QuestionVersion]


def published(contest: Contest) -> QuerySet[Question]:
    keys = [bank.key for bank in planned_banks(contest).values() if not bank.sealed]
    rows = Question.objects.filter(bank__contest=contest, bank__key__in=keys, bank__sealed=False)
    return rows.filter(state=Question.APPROVED, current__isnull=False)


def study_topics(contest: Contest) -> list[StudyTopic]:
    """Topics with published questions, in the plan's order."""
    counts = dict(published(contest).order_by().values_list("topic").annotate(n=Count("pk")))
    titles = topics_of(contest)
    order = [*titles, *sorted(set(counts) - set(titles))]
    return [StudyTopic(key, titles.get(key, key), counts[key]) for key in order if key in counts]


def study_set(contest: Contest, topics: list[StudyTopic], chosen: StudyTopic | None) -> list[StudySection]:
    """The chosen topic; without one every topic, or the first when there is too much for one page."""
    shown = [chosen] if chosen else topics
    if chosen is None and sum(topic.count for topic in topics) > WHOLE:
        shown = topics[:1]
    rows = published(contest).filter(topic__in=[topic.key for topic in shown]).select_related("current")
    by_topic: dict[str, list[QuestionVersion]] = {topic.key: [] for topic in shown}
    for question in rows.order_by("code"):
        if question.current is not None:
            by_topic[question.topic].append(question.current)
    return [StudySection(topic, by_topic[topic.key]) for topic in shown]
