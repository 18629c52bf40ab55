"""Figures a plan takes from outside (lượt xem, lượt thích): a made-up snapshot with a made-up paper."""

from __future__ import annotations

from datetime import datetime
from random import Random

from hoithi.contests.models import Part, Standing
from hoithi.contests.operations.imported import set_figures
from hoithi.contests.operations.opening import standings_reading
from hoithi.contests.queries.fact_sources import figures_missing
from hoithi.contests.queries.facts import gather
from hoithi.documents.operations import draft_document


def import_figures(part: Part, rng: Random, now: datetime) -> None:
    """Enter every figure that standings of this part still lack, for everybody they rank."""
    for standing in standings_reading(part):
        standing.contest = part.contest
        for key in figures_missing(standing):
            _import(standing, key, rng, now)


def _import(standing: Standing, key: str, rng: Random, now: datetime) -> None:
    subjects = sorted(int(row.subject) for row in gather(standing).rows)
    if not subjects:
        return
    paper = draft_document("bien_ban", "Biên bản ghi nhận số liệu", by=None, now=now, contest_key=standing.contest.slug)
    values = {pk: int(rng.paretovariate(1.1) * 40) for pk in subjects}
    set_figures(
        standing.contest, key, values, subject_kind=standing.spec.subject, taken_at=now, now=now, document=paper
    )
