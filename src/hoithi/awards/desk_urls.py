"""Addresses of the awards on the console, under `/cuoc-thi/<slug>/dieu-hanh/`."""

from django.urls import URLPattern, path

from hoithi.awards.views import compare, desk, desk_rounds

urlpatterns: list[URLPattern] = [
    path("giai-thuong/", desk.awards, name="desk"),
    path("giai-thuong/lap/", desk.propose, name="desk_propose"),
    path("giai-thuong/dong-hang/<slug:key>/<int:place>/", desk.tie, name="desk_tie"),
    path("giai-thuong/niem-phong/", desk.seal, name="desk_seal"),
    path("giai-thuong/cong-bo/", desk.publish, name="desk_publish"),
    path("giai-thuong/vong/<slug:key>/", desk_rounds.round_page, name="desk_round"),
    path("giai-thuong/vong/<slug:key>/lap/", desk_rounds.propose, name="desk_round_propose"),
    path("giai-thuong/vong/<slug:key>/cong-bo/", desk_rounds.release, name="desk_round_release"),
    path("so-sanh-cong-thuc/", compare.compare_page, name="compare"),
    path("so-sanh-cong-thuc/bang.xlsx", compare.workbook, name="compare_file"),
    path("so-sanh-cong-thuc/dung/", compare.choose, name="compare_choose"),
]
