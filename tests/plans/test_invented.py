"""What the signed plans do not use and the plan format still holds: each feature in one of the invented contests."""

from __future__ import annotations

from typing import Any

import pytest

from hoithi.contests.checks.paths import look_up
from hoithi.contests.written import as_written
from hoithi.plans.files import load_plan
from hoithi.plans.show import show_plan
from tests.plans.conftest import INVENTED

PLANS = {path.stem: load_plan(path) for path in INVENTED}
WEEKLY, SPEAKERS, YOUTH = "tuan-le-chuyen-doi-so", "hoi-thi-tuyen-truyen-vien", "sang-kien-tre"


def test_there_are_three() -> None:
    assert sorted(PLANS) == sorted([WEEKLY, SPEAKERS, YOUTH])


def test_weekly_rounds_at_any_minute() -> None:
    rounds = PLANS[WEEKLY].parts[0].rounds()
    assert len(rounds) == 8
    assert {
        (opens.weekday(), f"{opens:%H:%M}", f"{closes:%H:%M}") for _, opens, closes in rounds if opens and closes
    } == {(0, "10:00", "09:30")}


FEATURES: list[tuple[str, str, Any]] = [
    (WEEKLY, "standing[tuan-can-bo].each", "round"),
    (WEEKLY, "prize[tuan-can-bo-nhat].per", "round"),
    (WEEKLY, "standing[chung-cuoc].terms[correct].rounds", "sum"),
    (WEEKLY, "part[tuan].quiz.attempts", 3),
    (WEEKLY, "part[tuan].quiz.by_group.can-bo.attempts", 1),
    (WEEKLY, "part[tuan].quiz.bank", "nguoi-dan"),
    (WEEKLY, "part[tuan].quiz.by_group.can-bo.bank", "can-bo"),
    (WEEKLY, "part[tuan].quiz.time_limit_min", 10),
    (WEEKLY, "part[tuan].quiz.by_group.can-bo.time_limit_min", 15),
    (WEEKLY, "standing[tuan-can-bo].terms[prediction].order", "near"),
    (WEEKLY, "standing[tuan-can-bo].terms[prediction].truth", "all_correct"),
    (WEEKLY, "group[khach-moi].prize", "hors_concours"),
    (SPEAKERS, "standing[don-vi].terms[participation].agg", "share"),
    (SPEAKERS, "standing[don-vi].terms[mean_correct].agg", "mean"),
    (SPEAKERS, "standing[don-vi].floors[0].term", "participation"),
    (SPEAKERS, "standing[don-vi].terms[participation].scale", "step"),
    (SPEAKERS, "part[chung-ket].entrants_from.per", "unit"),
    (SPEAKERS, "part[chung-ket].entrants_from.top", 3),
    (SPEAKERS, "part[chung-ket].entries.media", "none"),
    (SPEAKERS, "group[giao-luu].prize", "hors_concours"),
    (YOUTH, "part[vong-bao-ve].entrants_from.carry", "entry"),
    (YOUTH, "standing[phong-trao].each", "band"),
]


@pytest.mark.parametrize(("slug", "path", "value"), FEATURES)
def test_every_feature_is_held_by_a_plan(slug: str, path: str, value: Any) -> None:
    assert look_up(as_written(PLANS[slug], everything=True), path) == value


def test_prizes_of_every_round_stay_out_of_the_total() -> None:
    prizes = show_plan(PLANS[WEEKLY])["prizes"]
    assert (prizes["count"], prizes["total"]) == (1, 2_000_000)
    assert [prize["per"] for prize in prizes["items"]] == ["round", "round", None]
