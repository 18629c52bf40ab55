"""Shapes of the quiz."""

from hoithi.quiz.models.bank import Bank, Question, QuestionVersion, Review
from hoithi.quiz.models.fairness import DrawSecret, FrozenBank, FrozenQuestion
from hoithi.quiz.models.picture import Picture
from hoithi.quiz.models.review import Assignment, Comment, Distinct, ReviewRound
from hoithi.quiz.models.sitting import Answer, Attempt, Result
from hoithi.quiz.models.usage import Usage

__all__ = [
    "Answer",
    "Assignment",
    "Attempt",
    "Bank",
    "Comment",
    "Distinct",
    "DrawSecret",
    "FrozenBank",
    "FrozenQuestion",
    "Picture",
    "Question",
    "QuestionVersion",
    "Result",
    "Review",
    "ReviewRound",
    "Usage",
]
