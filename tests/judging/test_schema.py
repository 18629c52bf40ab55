"""Settings of a jury."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from hoithi.judging.schema import JurySettings

CONTENT = {"key": "noi-dung", "title": "Nội dung", "maximum": 70}


def test_points_are_exact() -> None:
    jury = JurySettings.model_validate({"criteria": [CONTENT | {"step": 0.25}]})
    assert (jury.criteria[0].maximum, jury.criteria[0].step) == (Decimal(70), Decimal("0.25"))


def test_a_criterion_stands_once() -> None:
    with pytest.raises(ValidationError, match="bị trùng"):
        JurySettings.model_validate({"criteria": [CONTENT, CONTENT]})


def test_marks_are_worth_something() -> None:
    with pytest.raises(ValidationError):
        JurySettings.model_validate({"criteria": [CONTENT | {"maximum": 0}]})
    with pytest.raises(ValidationError, match="phải sau thời điểm bắt đầu"):
        JurySettings.model_validate({"opens": "2026-03-02", "closes": "2026-03-01"})
