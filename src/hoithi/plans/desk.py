"""The plan's place on the console."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, desk


def register() -> None:
    desk.add_place(
        DeskPlace("definition", gettext_lazy("Kế hoạch, cách tổ chức"), "plans:definition", "definition.edit", 62)
    )
