"""Counts of an outside page in a rehearsal: a made-up snapshot of every work, signed by a made-up secretary."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from random import Random

from hoithi.contests.models import Part
from hoithi.core.canonical import random_code
from hoithi.entries.models import Work
from hoithi.files.models import StoredFile
from hoithi.people.models import User
from hoithi.voting.operations.snapshot import Figures, enter_snapshot


def enter_figures(part: Part, rng: Random, now: datetime) -> None:
    """Likes, views and shares of each published work, unequal as they are on a page."""
    seat = part.contest.bodies.filter(kind="organising", seats__person__isnull=False).values_list("seats__person")
    by = User.objects.get(person=seat.first()[0])  # type: ignore[index]  # a rehearsal fills every seat
    code = random_code(24).lower()
    picture = StoredFile.objects.create(
        key=f"{code[:2]}/{code}",
        name="man-hinh-fanpage.png",
        media_type="image/png",
        size=200_000,
        sha256=sha256(code.encode()).hexdigest(),
        purpose="voting.evidence",
        stored_by=by,
        stored_at=now,
    )
    figures = []
    for work in Work.objects.filter(entry__part=part, entry__state="published").order_by("number"):
        likes = int(rng.paretovariate(1.2) * 30)
        views = likes * rng.randint(5, 15)
        figures.append(Figures(work.number or 0, likes=likes, views=views, shares=likes // 7))
    signer = "Thư ký cuộc thi (diễn tập)"
    enter_snapshot(part, figures, taken_at=now, signer=signer, evidence=picture, now=now, by=by)
