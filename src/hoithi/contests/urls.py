"""Addresses of the public pages of a contest; the desks of its bodies are in `desk_urls`."""

from django.urls import URLPattern, URLResolver, include, path

from hoithi.contests.views import public, public_plan, public_rules, registration, standings

app_name = "contests"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cuoc-thi/<slug:slug>/", public.contest, name="contest"),
    path("cuoc-thi/<slug:slug>/the-le/", public_rules.rules, name="rules"),
    path("cuoc-thi/<slug:slug>/ke-hoach/", public_plan.plan, name="plan"),
    path("cuoc-thi/<slug:slug>/dang-ky/", registration.register, name="register"),
    path("cuoc-thi/<slug:slug>/dang-ky/sua/", registration.correct, name="correct"),
    path("cuoc-thi/<slug:slug>/xep-hang/", standings.first, name="standings"),
    path("cuoc-thi/<slug:slug>/xep-hang/<slug:key>/", standings.board, name="standing"),
    path("cuoc-thi/<slug:slug>/xep-hang/<slug:key>/bang.xlsx", standings.workbook, name="standing_file"),
    path("cuoc-thi/<slug:slug>/xep-hang/<slug:key>/don-vi-cua-toi/", standings.my_unit, name="my_unit"),
    path("", include("hoithi.contests.desk_urls")),
]
