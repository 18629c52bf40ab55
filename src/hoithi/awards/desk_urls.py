"""Addresses of the awards on the console, under `/cuoc-thi/<slug>/dieu-hanh/`."""

from django.urls import URLPattern, path

from hoithi.awards import desk_views

urlpatterns: list[URLPattern] = [
    path("giai-thuong/", desk_views.awards, name="desk"),
    path("giai-thuong/lap/", desk_views.propose, name="desk_propose"),
    path("giai-thuong/dong-hang/<slug:key>/<int:place>/", desk_views.tie, name="desk_tie"),
    path("giai-thuong/niem-phong/", desk_views.seal, name="desk_seal"),
    path("giai-thuong/cong-bo/", desk_views.publish, name="desk_publish"),
]
