"""`make bench` still runs and says what it measured; how long anything takes is nobody's test."""

from __future__ import annotations

from bench import ranking
from bench.report import page, ratio, table


def figures():
    return [one.as_json() for one in ranking.measure(subjects=50, units=20)]


def test_the_engine_is_measured_beside_sorting():
    found = figures()
    assert [one["what"] for one in found] == [
        "place 50 people by three keys",
        "their 50 index keys as bytes",
        "“vì sao?” for all 50",
        "rank sum of 20 units with exact means",
    ]
    assert all(one["ratio"] > 0 for one in found)


def test_the_page_states_the_ratio_the_yardstick_and_the_machine():
    row = {"group": "G", "what": "w", "beside": "b", "ratio": 2.314, "here": "h", "wanted": "at most 3"}
    text = page([row], took_s=61.4, machine="2 processors")
    assert "| w (wanted: at most 3) | **2.31 ×** | b | h |" in text
    assert "2 processors, 61 s" in text
    assert "quiet" not in text
    assert "quiet" in page([row], took_s=61.4, machine="2 processors", busy=True)
    assert "2.31 ×  w: h, beside b (wanted: at most 3)" in table([row])


def test_shares_of_a_ceiling_are_percentages():
    assert ratio({"ratio": 0.123, "beside": "bare one-row commits"}) == "12.3 %"
    assert ratio({"ratio": 12.3, "beside": "reading"}) == "12 ×"
    assert ratio({"ratio": None, "beside": ""}) == "–"
