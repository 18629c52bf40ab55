"""`{% load core %}` and `{% load charts %}` as templates use them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from hoithi.core.charts import Column, Stack
from hoithi.core.icons import SHAPES, icon_svg

END = datetime(2024, 8, 31, 17, tzinfo=UTC)


def render(source: str, **context: Any) -> str:
    return Template("{% load charts core %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("{{ 7903|number }}", "7.903"),
        ("{{ 500000|money }}", "500.000\u00a0đồng"),
        ("{{ 582318|duration }}", "9:42,318"),
        ("{{ end|moment }}", "00:00 ngày 1/9/2024"),
        ("{{ end|end_moment }}", "24:00 ngày 31/8/2024"),
        ("{{ end|end_day }}", "hết ngày 31/8/2024"),
        ("{{ end|day }} {{ birthday|day }}", "1/9/2024 20/6/1990"),
        ("{{ end|clock_time }}", "00:00:00"),
        ("{{ end|instant }}", "2024-09-01T00:00:00.000+07:00"),
        ("{{ half|percent }} {{ pair|percent:0 }} {{ 1|percent_of:8 }}", "50\u00a0% 33\u00a0% 12,5\u00a0%"),
        (
            "{{ none|number }}{{ none|money }}{{ none|moment }}{{ none|day }}{{ none|percent }}{{ 1|percent_of:0 }}",
            "––––––",
        ),
    ],
)
def test_filters(source: str, written: str) -> None:
    context = {"end": END, "birthday": date(1990, 6, 20), "half": Fraction(1, 2), "pair": (1, 3), "none": None}
    assert render(source, **context) == written


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_icons_are_hidden_from_readers(name: str) -> None:
    assert 'aria-hidden="true"' in icon_svg(name)


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(KeyError):
        render('{% icon "lotus" %}')


def test_links_only_to_pages_that_answer() -> None:
    assert render('{% page_link "/kieu-dang/" %}{% page_link "/khong-he-co-trang-nay/" %}') == "/kieu-dang/"


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/cuoc-thi/?trang=2", "/cuoc-thi/?trang=2"),
        ("http://testserver/day/", ""),
        ("http://example.com/x/", ""),
        ("", ""),
    ],
)
def test_back_leads_only_to_ourselves(referer: str, back: str) -> None:
    request = RequestFactory().get("/day/", HTTP_REFERER=referer)
    assert render("{% back_link %}", request=request) == back


def test_back_without_a_request() -> None:
    assert render("{% back_link %}") == ""


def test_query_changes_and_removes() -> None:
    request = RequestFactory().get("/x/", {"tim": "mai", "trang": "3"})
    assert render("{% query trang=5 %}", request=request) == "?tim=mai&amp;trang=5"
    assert render("{% query trang=None %}", request=request) == "?tim=mai"


CHARTS = [
    "{% bars_headcount bars %}",
    '{% columns bins label="Một câu" head="Ngày" %}',
    '{% line values marks label="Một câu" head="Giờ" %}',
    '{% stacked names stacks label="Một câu" head="Đơn vị" cut=5 %}',
]


@pytest.mark.parametrize("source", CHARTS)
def test_charts_have_no_inline_style_and_escape_names(source: str) -> None:
    html = render(
        source,
        bars=[("<b>A</b>", 1, 2)],
        bins=[Column(3, "<b>", "<b>")],
        values=[1, 2, 3],
        marks={0: "<b>"},
        names=["<b>"],
        stacks=[Stack("<b>", [Fraction(7, 2)], "3,5")],
    )
    assert "style=" not in html
    assert not re.search(r"<b>(A|<)", html)
    assert "&lt;b&gt;" in html
    if "label=" in source:
        assert "Một câu" in html
        assert "<table" in html


def test_a_chart_without_heads_has_no_table() -> None:
    assert "<table" not in render('{% columns bins label="x" %}', bins=[Column(3, "a")])
