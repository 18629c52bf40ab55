"""Addresses of results: the list of contests, the winners of one, its sealed file."""

from django.urls import URLPattern, URLResolver, include, path

from hoithi.awards import views, views_rounds

app_name = "awards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ket-qua/", views.results, name="results"),
    path("cuoc-thi/<slug:slug>/ket-qua/", views.winners, name="winners"),
    path("cuoc-thi/<slug:slug>/ket-qua/vong/<slug:key>/", views_rounds.winners, name="round"),
    path("cuoc-thi/<slug:slug>/ket-qua/vong/<slug:key>/niem-phong.json", views_rounds.sealed_file, name="round_file"),
    path("cuoc-thi/<slug:slug>/ket-qua/niem-phong.json", views.sealed_file, name="sealed_file"),
    path("cuoc-thi/<slug:slug>/dieu-hanh/", include("hoithi.awards.desk_urls")),
]
