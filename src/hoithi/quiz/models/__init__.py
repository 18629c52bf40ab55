"""Shapes of the quiz."""

from hoithi.quiz.models.bank import Bank, Question, QuestionVersion, Review
from hoithi.quiz.models.fairness import DrawSecret, FrozenBank, FrozenQuestion
from hoithi.quiz.models.sitting import Answer, Attempt, Result

__all__ = [
    "Answer",
    "Attempt",
    "Bank",
    "DrawSecret",
    "FrozenBank",
    "FrozenQuestion",
    "Question",
    "QuestionVersion",
    "Result",
    "Review",
]
