"""The question bank (ngân hàng câu hỏi): written by Tổ ra đề, approved by Tổ thẩm định, versioned."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q


class Bank(models.Model):
    """A bank of one contest: published for study, or sealed."""

    contest = models.ForeignKey("contests.Contest", models.PROTECT, related_name="banks")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    sealed = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "key"], name="bank_key")]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question's identity and state; its text lives in versions.

    `current` is the version in force (approved); `pending` the newest one that is not: a draft, waiting for a verdict,
    or rejected. An approved question stays approved, with its old version, while a change of it is pending.
    """

    DRAFT, SUBMITTED, APPROVED, REJECTED, RETIRED = "draft", "submitted", "approved", "rejected", "retired"

    bank = models.ForeignKey(Bank, models.PROTECT, related_name="questions")
    code = models.CharField(max_length=40)
    topic = models.SlugField(max_length=60)
    difficulty = models.CharField(max_length=6)
    state = models.CharField(
        max_length=9, default=DRAFT, choices=[(s, s) for s in (DRAFT, SUBMITTED, APPROVED, REJECTED, RETIRED)]
    )
    current = models.ForeignKey("quiz.QuestionVersion", models.PROTECT, null=True, blank=True, related_name="+")
    pending = models.ForeignKey("quiz.QuestionVersion", models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["bank", "code"], name="question_code")]
        indexes = [models.Index(fields=["bank", "state", "topic", "difficulty"], name="question_cell")]

    def __str__(self) -> str:
        return self.code


class QuestionVersion(models.Model):
    """What a question said at one time. Never changed once submitted; a change is a new version."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    no = models.PositiveIntegerField()
    state = models.CharField(
        max_length=9, default="draft", choices=[(s, s) for s in ("draft", "submitted", "approved", "rejected")]
    )
    topic = models.SlugField(max_length=60, blank=True)
    difficulty = models.CharField(max_length=6, blank=True)
    """Where the version places its question in the blueprint; the question takes it over with the approval."""
    kind = models.CharField(max_length=10, choices=[(k, k) for k in ("single", "multiple", "true_false")])
    text = models.TextField()
    text_norm = models.TextField(default="")
    options = models.JSONField()
    """[{"id": "a", "text": …, "correct": bool}]: the answer key; never leaves the server before the reveal."""
    pictures = models.JSONField(default=dict, blank=True)
    """Place → {"digest", "alt", "width", "height"}: "" is the question itself, else the option's id."""
    shuffle = models.BooleanField(default=True)
    explanation = models.TextField(blank=True)
    citation = models.TextField(blank=True)
    author = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["no"]
        constraints = [models.UniqueConstraint(fields=["question", "no"], name="question_version")]

    @property
    def picture(self) -> dict[str, Any] | None:
        """The question's own picture."""
        found: dict[str, Any] | None = self.pictures.get("")
        return found

    @property
    def shown_options(self) -> list[dict[str, Any]]:
        """Options with their pictures beside them; the key stands in them."""
        return [{**option, "picture": self.pictures.get(option["id"])} for option in self.options]


class Review(models.Model):
    """A reviewer's verdict on one version (thẩm định); the author never reviews their own."""

    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=Q(approved=True) | ~Q(reason=""), name="rejection_has_reason"),
        ]
