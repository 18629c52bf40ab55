"""Addresses of the awards on the console, under `/cuoc-thi/<slug>/dieu-hanh/`."""

from django.urls import URLPattern, path

from hoithi.awards import compare_views, desk_rounds, desk_views

urlpatterns: list[URLPattern] = [
    path("giai-thuong/", desk_views.awards, name="desk"),
    path("giai-thuong/lap/", desk_views.propose, name="desk_propose"),
    path("giai-thuong/dong-hang/<slug:key>/<int:place>/", desk_views.tie, name="desk_tie"),
    path("giai-thuong/niem-phong/", desk_views.seal, name="desk_seal"),
    path("giai-thuong/cong-bo/", desk_views.publish, name="desk_publish"),
    path("giai-thuong/vong/<slug:key>/", desk_rounds.round_page, name="desk_round"),
    path("giai-thuong/vong/<slug:key>/lap/", desk_rounds.propose, name="desk_round_propose"),
    path("giai-thuong/vong/<slug:key>/cong-bo/", desk_rounds.release, name="desk_round_release"),
    path("so-sanh-cong-thuc/", compare_views.compare_page, name="compare"),
    path("so-sanh-cong-thuc/bang.xlsx", compare_views.workbook, name="compare_file"),
    path("so-sanh-cong-thuc/dung/", compare_views.choose, name="compare_choose"),
]
