"""Paths of settings: by key or by index, and nothing that only looks like one."""

from __future__ import annotations

import pytest

from hoithi.contests.checks.paths import NoSuchSetting, look_up, steps, tables_on

PLAN = {"part": [{"key": "thi", "note": "vì", "quiz": {"attempts": 3, "by_group": {"can-bo": {"attempts": 1}}}}]}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("part[thi].quiz.attempts", 3),
        ("part[0].quiz.attempts", 3),
        ("part[thi].quiz.by_group.can-bo.attempts", 1),
        ("part[thi].quiz.by_group[can-bo].attempts", 1),
    ],
)
def test_a_setting_is_found(path: str, value: int) -> None:
    assert look_up(PLAN, path) == value


@pytest.mark.parametrize(
    "path", ["", "part[1].quiz", "part[la].quiz", "part.thi", "part[thi].quiz.atempts", "part[thi", "part thi", "[0]"]
)
def test_nothing_is_found(path: str) -> None:
    with pytest.raises(NoSuchSetting):
        look_up(PLAN, path)


def test_steps_and_tables_on_the_way() -> None:
    assert steps("part[thi].quiz.attempts") == ["part", "[thi]", "quiz", "attempts"]
    assert [table.get("note") for table in tables_on(PLAN, "part[thi].quiz.attempts")] == [None, "vì", None]
