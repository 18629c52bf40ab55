"""The style page: every shared part with sample text, for eyes, screenshots and axe; never in production."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from hoithi.core.charts import CalendarRow, Column, Item, Span, Stack
from hoithi.core.forms import DayField, PickerField

UNITS = [
    "Văn phòng HĐND và UBND",
    "Phòng Nội vụ",
    "Phòng Tư pháp",
    "UBND xã Mẫu Một",
    "UBND xã Mẫu Hai",
    "Trường THCS Ví Dụ",
]


class SampleForm(forms.Form):
    """One of each kind of question a form may ask."""

    full_name = forms.CharField(label="Họ và tên", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    birthday = DayField(label="Ngày sinh", birthday=True, help_text="Ví dụ 20 / 6 / 1990")
    unit = PickerField(label="Đơn vị", choices=[("", "Chọn đơn vị"), *((str(i), u) for i, u in enumerate(UNITS))])
    phone = forms.CharField(
        label="Số điện thoại",
        help_text="Để nhận mã xác minh",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    role = forms.ChoiceField(
        label="Bạn dự thi là", choices=[("a", "Cán bộ, công chức"), ("b", "Công dân")], widget=forms.RadioSelect
    )
    topics = forms.MultipleChoiceField(
        label="Chủ đề quan tâm",
        required=False,
        choices=[("1", "Một cửa"), ("2", "Dịch vụ công")],
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sheet = forms.FileField(label="Danh sách cán bộ", required=False, help_text="Excel hoặc CSV, dòng đầu là tên cột")
    agree = forms.BooleanField(label="Tôi đồng ý cho Ban Tổ chức dùng các thông tin này để xét kết quả")


def _only_for_developers() -> None:
    if settings.MODE == "production":
        raise Http404


def _sample() -> dict[str, Any]:
    today = date(2024, 6, 22)
    days = [today - timedelta(days=21 - i) for i in range(22)]
    runs = [
        611,
        402,
        498,
        471,
        455,
        430,
        512,
        640,
        388,
        520,
        498,
        470,
        462,
        455,
        604,
        371,
        1204,
        982,
        771,
        610,
        590,
        543,
    ]
    scores = [90, 91, 155, 257, 397, 590, 796, 1002, 1124, 1082, 881, 643, 395, 115, 124, 60]
    return {
        "today": today,
        "bars": [
            ("Trường THCS Mẫu", 4, 52, "#"),
            ("UBND xã Mẫu Một", 11, 48),
            ("Phòng Mẫu", 28, 51),
            ("Đơn vị Ví Dụ", 318, 340),
        ],
        "days": [
            Column(
                n,
                f"{d.day}/{d.month}",
                f"{d.day}/{d.month}" if i % 7 == 0 else "",
                "1.204" if n == 1204 else "",
                "now" if d == today else "bar",
            )
            for i, (d, n) in enumerate(zip(days, runs, strict=True))
        ],
        "scores": [
            Column(
                n,
                str(i + 5),
                {0: "≤5", 5: "10", 10: "15", 13: "18", 15: "20"}.get(i, ""),
                {8: "1.124", 13: "bạn"}.get(i, ""),
                "own" if i == 13 else "mute",
            )
            for i, n in enumerate(scores)
        ],
        "hours": [
            12,
            6,
            3,
            2,
            2,
            5,
            22,
            88,
            164,
            190,
            172,
            120,
            96,
            110,
            150,
            182,
            176,
            140,
            96,
            150,
            262,
            288,
            170,
            60,
        ],
        "hour_marks": {0: "0 giờ", 6: "6 giờ", 12: "12 giờ", 18: "18 giờ", 23: "23 giờ"},
        "criteria": ["Kế hoạch", "Thủ tục", "Tài khoản", "Hồ sơ", "Giải quyết"],
        "stacks": [
            Stack("Thị trấn Mẫu", [10, 25, 50, 45, 20], "150"),
            Stack("Xã Ví Dụ", [10, 20, 45, 40, 20], "131", "trừ 4", True),
            Stack("Xã Thử", [10, 15, 0, 30, 20], "68", "trừ 7"),
        ],
        "calendar": [
            CalendarRow(
                "Thi trắc nghiệm",
                [Span(date(2024, 6, 1), date(2024, 8, 31)), Span(date(2024, 9, 1), date(2024, 9, 30), 2)],
            ),
            CalendarRow(
                "Thi video", [Span(date(2024, 6, 20), date(2024, 6, 25)), Span(date(2024, 9, 1), date(2024, 9, 30), 1)]
            ),
        ],
        "calendar_kinds": ["Dự thi, nhận tác phẩm", "Chấm", "Công bố, trao giải"],
        "calendar_first": date(2024, 6, 1),
        "calendar_last": date(2024, 12, 31),
        "items": [Item(Fraction(30 + i * 7 % 65, 100), Fraction(22 + i * 11 % 40, 100)) for i in range(40)]
        + [Item(Fraction(34, 100), Fraction(8, 100), "câu 48"), Item(Fraction(88, 100), Fraction(13, 100), "câu 91")],
    }


def style_page(request: HttpRequest) -> HttpResponse:
    """`/kieu-dang/`: parts, forms, tables, charts; `?thong-bao` adds a message, POST shows the errors of a form."""
    _only_for_developers()
    if "thong-bao" in request.GET:
        messages.success(request, "Đã lưu thay đổi.")
    form = SampleForm(request.POST, request.FILES) if request.method == "POST" else SampleForm()
    return render(request, "core/style.html", {**_sample(), "form": form})


def style_desk(request: HttpRequest) -> HttpResponse:
    """`/kieu-dang/ban-dieu-hanh/`: the console shell."""
    _only_for_developers()
    words = ["Việc cần làm", "Đơn vị", "Câu hỏi, đề thi", "Xếp hạng", "Giải thưởng", "Văn bản", "Kinh phí", "Nhật ký"]
    side = [{"label": word, "href": "#", "here": index == 0} for index, word in enumerate(words)]
    tasks = [
        {
            "label": "3 câu hỏi bổ sung chưa thẩm định",
            "href": "#",
            "state": "late",
            "word": "Trễ 1 ngày",
            "more": "Tổ thẩm định đề. Đề tuần 5 chưa rút được các câu này.",
        },
        {"label": "Tổ thẩm định đề thiếu 1 người", "href": "#", "state": "todo", "word": "Cần làm"},
        {"label": "Trả lời 2 câu hỏi của người dự thi", "href": "#", "state": "doing", "word": "Đang làm"},
        {"label": "Báo cáo tuần 3", "href": "#", "state": "done", "word": "Đã ký số"},
        {"label": "Ký và khóa điểm", "state": "locked", "word": "Còn 11 tác phẩm"},
    ]
    figures = [
        {"label": "Người dự thi", "value": "7.903", "under": "+412 từ hôm qua"},
        {"label": "Cán bộ đã thi", "value": "2.986", "of": "4.120", "under": "72,5 %"},
        {"label": "Đơn vị chưa có ai thi", "value": "22", "of": "118", "under": "5 xã, 17 trường"},
        {"label": "Đang làm bài", "value": "37", "under": "0 bài chờ gửi lại"},
    ]
    context = {**_sample(), "side": side, "tasks": tasks, "figures": figures, "organiser": "Tổ Thư ký\nCuộc thi mẫu"}
    return render(request, "core/style_desk.html", context)
