"""Pictures on their way out: to readers of the bank, to whose paper shows them, to everybody once published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from hoithi.contests.models import Contest
from hoithi.quiz.models import Attempt, FrozenQuestion, Picture
from hoithi.quiz.queries.attempt_paper import content_of, shown
from hoithi.quiz.queries.bank_study import published


@dataclass(frozen=True)
class PictureFile:
    """The bytes as they are sent."""

    data: bytes
    mime: str


@lru_cache(maxsize=128)
def _file(bank_id: int, digest: str) -> PictureFile | None:
    """A picture never changes, so a process reads it once; at most some 15 MB are held."""
    row = Picture.objects.filter(bank_id=bank_id, digest=digest).values_list("data", "mime").first()
    return PictureFile(bytes(row[0]), row[1]) if row else None


def picture_on_paper(attempt: Attempt, pos: int, place: str) -> PictureFile | None:
    """The picture at a place ("" question, else its letter on this paper) of a person's own paper; None without one.

    Letters, not option ids: the authors' order tells too much.
    """
    if not 1 <= pos <= len(attempt.paper):
        return None
    question = next(shown(attempt.paper[pos - 1 : pos], content_of(attempt.frozen_bank)))
    shape = question.pictures.get(place)
    return _file(attempt.frozen_bank.bank_id, shape["digest"]) if shape else None


def picture_in_bank(contest: Contest, digest: str) -> PictureFile | None:
    """For those who may read the banks of the contest."""
    bank_id = Picture.objects.filter(bank__contest=contest, digest=digest).values_list("bank_id", flat=True).first()
    return _file(bank_id, digest) if bank_id else None


def picture_for_all(contest: Contest, digest: str) -> PictureFile | None:
    """Shown by the published study set, or by a question opened after the close; None for every other."""
    study = published(contest).annotate(raw=Cast("current__pictures", TextField()))
    opened = FrozenQuestion.objects.filter(
        Q(drawn=True), frozen_bank__part__contest=contest, frozen_bank__part__draw_secret__revealed_at__isnull=False
    ).annotate(raw=Cast("version__pictures", TextField()))
    banks = study.filter(raw__contains=digest).values_list("bank_id", flat=True)[:1]
    bank_id = (
        banks.first() or opened.filter(raw__contains=digest).values_list("frozen_bank__bank_id", flat=True).first()
    )
    return _file(bank_id, digest) if bank_id else None


def known_pictures(contest: Contest, bank_key: str, digests: list[str]) -> dict[str, tuple[int, int]]:
    """Digest → (width, height) of those the bank has."""
    rows = Picture.objects.filter(bank__contest=contest, bank__key=bank_key, digest__in=digests)
    return {digest: (width, height) for digest, width, height in rows.values_list("digest", "width", "height")}
