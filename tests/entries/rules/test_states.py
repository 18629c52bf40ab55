"""The table of what can become of a work."""

from __future__ import annotations

from typing import get_args

import pytest

from hoithi.entries.rules.names import clean_name, shown_number
from hoithi.entries.rules.quota import Quota, quota
from hoithi.entries.rules.states import COUNTED, LIVE, State, Step, after, steps_from

WAYS = {
    "draft": {"submit", "withdraw"},
    "submitted": {"submit", "check_passed", "check_failed", "accept", "refuse", "withdraw"},
    "checking": {"submit", "check_failed", "accept", "refuse", "withdraw"},
    "held": {"submit", "check_passed", "accept", "refuse", "withdraw"},
    "accepted": {"refuse", "publish", "take_down", "withdraw"},
    "refused": {"accept", "revise"},
    "published": {"take_down", "withdraw"},
    "withdrawn": set(),
    "taken_down": {"publish"},
}


@pytest.mark.parametrize("state", get_args(State))
def test_the_table(state: str) -> None:
    assert steps_from(state) == WAYS[state]


@pytest.mark.parametrize("step", get_args(Step))
def test_no_step_leads_outside_the_states(step: Step) -> None:
    assert {after(state, step) for state in get_args(State)} <= {*get_args(State), None}


def test_what_is_over_uses_no_place_and_goes_nowhere() -> None:
    assert {"refused", "withdrawn", "taken_down", "draft"}.isdisjoint(COUNTED)
    assert {"withdrawn", "refused", "taken_down"}.isdisjoint(LIVE)


def test_the_part_goes_before_the_group() -> None:
    assert quota(part_min=None, part_max=None, group_min=1, group_max=2) == Quota(1, 2)
    assert quota(part_min=0, part_max=5, group_min=1, group_max=2) == Quota(0, 5)
    assert (Quota(1, 2).left(2), Quota(1, 2).left(3), Quota(1).left(9), Quota(1).missing(0)) == (0, 0, None, 1)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("C:\\Phim\\Một cửa.mp4", "Một cửa.mp4"),
        ("../../etc/passwd", "passwd"),
        ("phim\x00\n\u202e4pm.exe", "phim4pm.exe"),
        ("Mo\u0323\u0302t.mp4", "Một.mp4"),
        ("  ..  ", "tep"),
        ("a" * 300 + ".mp4", "a" * 116 + ".mp4"),
    ],
)
def test_file_names_are_cleaned(raw: str, name: str) -> None:
    assert clean_name(raw) == name


def test_numbers_read_aloud() -> None:
    assert shown_number("VL24", 1, 7) == "VL24-1-007"
