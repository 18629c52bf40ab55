"""Forms in the look: a day in three boxes, a long list one can search, errors next to the thing and on top."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from hoithi.core.forms import DayField, PickerField

CHOICES = [("", "Chọn"), ("1", "UBND xã Mai Đình"), ("2", "Phòng Tư pháp"), ("3", "UBND xã Phù Linh")]


class Sample(forms.Form):
    born = DayField(label="Ngày sinh", birthday=True, help_text="Ví dụ 20 / 6 / 1990")
    unit = PickerField(label="Đơn vị", choices=CHOICES)
    note = forms.CharField(label="Ghi chú", required=False)
    agree = forms.BooleanField(label="Tôi đồng ý", required=False)


def bound(**data: str) -> Sample:
    query = QueryDict(mutable=True)
    query.update(data)
    return Sample(query)


def day(d: str = "", m: str = "", y: str = "") -> Sample:
    return bound(born_day=d, born_month=m, born_year=y, unit="1")


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_day_of_the_calendar_is_understood(value: date) -> None:
    form = day(str(value.day), str(value.month), str(value.year))
    assert form.is_valid()
    assert form.cleaned_data["born"] == value
    assert DayField().clean(value.isoformat()) == value


@pytest.mark.parametrize("pasted", ["20/6/1990", "20-06-1990", "20.6.1990", "1990-06-20", " 20 / 6 / 1990 "])
def test_a_whole_day_pasted_into_the_first_box(pasted: str) -> None:
    form = day(pasted)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(1990, 6, 20)


@pytest.mark.parametrize(
    "boxes", [("31", "2", "1990"), ("20", "13", "1990"), ("20", "6", "90"), ("a", "b", "c"), ("20", "", "1990")]
)
def test_a_day_that_does_not_exist(boxes: tuple[str, str, str]) -> None:
    form = day(*boxes)
    assert form.errors["born"] == [
        "Ngày này không có trong lịch. Hãy nhập ngày, tháng, năm bằng số, ví dụ 20 / 6 / 1990."
    ]
    html = str(form)
    assert f'value="{boxes[0]}"' in html
    assert 'aria-invalid="true"' in html


def test_no_day_at_all() -> None:
    assert day().errors["born"] == ["Hãy nhập đủ ngày, tháng, năm."]


def test_an_initial_day_fills_the_boxes() -> None:
    html = str(Sample(initial={"born": date(1990, 6, 20)})["born"])
    assert 'value="20"' in html
    assert 'value="6"' in html
    assert 'value="1990"' in html
    assert 'autocomplete="bday-year"' in html


def test_searching_without_scripts_shows_the_matches_and_answers_nothing() -> None:
    form = bound(
        born_day="20", born_month="6", born_year="1990", unit="2", unit_q="mai dinh", unit_find="1", note="giữ lại"
    )
    assert form.errors["unit"] == ["Hãy chọn một dòng trong danh sách rồi gửi lại."]
    html = str(form)
    assert "UBND xã Mai Đình" in html
    assert "Phòng Tư pháp" not in html
    assert 'value="giữ lại"' in html


def test_searching_in_vain_says_so() -> None:
    html = str(bound(unit_q="khong co", unit_find="1"))
    assert "Không thấy dòng nào" in html


def test_a_line_of_the_list() -> None:
    form = bound(born="20/6/1990", unit="3")
    assert form.is_valid()
    assert form.cleaned_data["unit"] == "3"


@pytest.mark.parametrize("unit", ["", "9", "\0"])
def test_a_line_that_is_not_in_the_list(unit: str) -> None:
    assert list(bound(born="20/6/1990", unit=unit).errors) == ["unit"]


def test_errors_stand_on_top_and_next_to_the_thing() -> None:
    html = str(day("31", "2", "1990"))
    assert html.index("error-summary") < html.index("<legend>")
    assert 'href="#id_born_day"' in html
    assert 'id="id_born_error"' in html
    assert 'aria-describedby="id_born_helptext id_born_error"' in html


def test_optional_is_said_and_required_is_not() -> None:
    html = str(Sample())
    assert html.count("không bắt buộc") == 1
    assert "error-summary" not in html


def test_hostile_text_is_escaped() -> None:
    html = str(bound(born_day="<script>", unit="1", note='"><script>'))
    assert "<script>" not in html


def test_hidden_fields_are_rendered_once() -> None:
    class WithHidden(Sample):
        key = forms.CharField(widget=forms.HiddenInput, initial="k")

    assert str(WithHidden()).count('name="key"') == 1


def rendered(field: forms.Field, **data: Any) -> str:
    return str(type("F", (forms.Form,), {"x": field})(data or None))


def test_a_file_is_asked_in_its_frame_and_a_box_in_its_row() -> None:
    assert "data-file-drop" in rendered(forms.FileField(label="Tệp"))
    assert 'class="check-row"' in rendered(forms.BooleanField(label="Đồng ý"))
    assert "<legend>" in rendered(forms.ChoiceField(label="Chọn", choices=CHOICES, widget=forms.RadioSelect))
