"""Places and nearest keys."""

from __future__ import annotations

from hoithi.contests.checks.sentences import place, unknown


def test_places_are_written_as_the_file_reads() -> None:
    assert place(("part", 0, "closes")) == "part[0].closes"
    assert place(("attempts",), "part[1].quiz") == "part[1].quiz.attempts"
    assert place(("a", "function-before[as_opening()]", 2)) == "a[2]"


def test_the_nearest_key_is_offered_when_there_is_one() -> None:
    assert unknown("khóa", "cloze", ["opens", "closes"]) == "không có khóa “cloze”, có phải “closes”?"
    assert unknown("khóa", "zzz", ["opens", "closes"]) == "không có khóa “zzz”"
