"""Places of reports on the console."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, desk


def register() -> None:
    desk.add_place(DeskPlace("statistics", gettext_lazy("Thống kê"), "reports:statistics", "unit.view_all", 22))
    desk.add_place(DeskPlace("items", gettext_lazy("Phân tích câu hỏi"), "reports:items", "bank.coverage", 31))
