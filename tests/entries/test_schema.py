"""Settings of an entries part: what a work must be, and what cannot go together."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from hoithi.contests.checks import problems_of
from hoithi.entries.schema import EntriesSettings

VIDEO = {"min_seconds": 300, "max_seconds": 600, "frames": ["1280x720", "1920x1080"], "aspect": "16:9"}


def problems(data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        EntriesSettings.model_validate(data)
    return [(problem.at, problem.message) for problem in problems_of(caught.value, EntriesSettings, "entries")]


def test_a_video_with_its_limits() -> None:
    settings = EntriesSettings.model_validate({"media": "video", "file": VIDEO | {"containers": ["mp4"]}})
    assert (settings.file.min_seconds, settings.file.max_seconds, settings.file.tolerance_ms) == (300, 600, 500)


def test_a_live_performance_has_no_file() -> None:
    assert EntriesSettings.model_validate({"media": "none"}).file.containers == []


@pytest.mark.parametrize(
    ("data", "at", "sentence"),
    [
        ({"media": "none", "file": {"containers": ["mp4"]}}, "entries", "không có tệp"),
        ({"media": "document", "file": VIDEO}, "entries", 'chỉ dùng với media = "video"'),
        ({"media": "film"}, "entries.media", "hãy chọn một trong"),
        (
            {"media": "video", "file": {"min_seconds": 9, "max_seconds": 8}},
            "entries.file.max_seconds",
            "nhỏ hơn thời lượng tối thiểu",
        ),
        ({"media": "video", "file": {"frames": ["1280×720"]}}, "entries.file.frames[0]", "không hợp lệ"),
        ({"media": "video", "works": {"min": 2, "max": 1}}, "entries.works.max", "nhỏ hơn số tối thiểu"),
        ({"media": "video", "genre": {"choose": "one"}}, "entries", "cần danh sách thể loại"),
        ({"media": "video", "duplicates": {"threshold": 2}}, "entries.duplicates.threshold", "không được quá 1"),
        ({"media": "video", "topic": {}}, "entries.topic", "có phải “topics”?"),
        ({}, "entries.media", "thiếu khóa này"),
    ],
)
def test_what_cannot_be(data: dict[str, Any], at: str, sentence: str) -> None:
    assert any(place == at and sentence in message for place, message in problems(data)), problems(data)
