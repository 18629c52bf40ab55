"""Errors a person may see: each is a fact with a clear sentence (what happened, why, what to do)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from django.utils.functional import Promise

Text: TypeAlias = "str | Promise"  # a sentence, or one translated when it is shown


class Refusal(Exception):
    """Something the rules do not allow, said in one plain sentence to the person.

    Subclasses are named as facts (`AttemptClosed`). `message` is a (lazily translated) sentence, `status` the HTTP
    status a view or the middleware answers with.
    """

    status = 409

    def __init__(self, message: Text, *, hint: Text = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class NotAllowed(Refusal):
    """The person may not do this (không có quyền)."""

    status = 403


class NotFound(Refusal):
    """No such thing, or none this person may know of (không tìm thấy)."""

    status = 404


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input, with its place: a plan path, or a file's row and column."""

    at: str
    message: Text

    def __str__(self) -> str:
        return f"{self.at}: {self.message}" if self.at else str(self.message)


class InvalidInput(Refusal):
    """An input with one or more problems; nothing was changed."""

    status = 400

    def __init__(self, problems: Sequence[Problem], message: Text = "") -> None:
        super().__init__(message or "; ".join(str(problem) for problem in problems))
        self.problems = list(problems)
