"""Addresses of results: the list of contests, the winners of one, its sealed file."""

from django.urls import URLPattern, URLResolver, include, path

from hoithi.awards.views import mine, results, rounds

app_name = "awards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ket-qua/", results.results, name="results"),
    path("cuoc-thi/<slug:slug>/ket-qua/", results.winners, name="winners"),
    path("cuoc-thi/<slug:slug>/ket-qua/vong/<slug:key>/", rounds.winners, name="round"),
    path("cuoc-thi/<slug:slug>/ket-qua/vong/<slug:key>/niem-phong.json", rounds.sealed_file, name="round_file"),
    path("cuoc-thi/<slug:slug>/ket-qua/niem-phong.json", results.sealed_file, name="sealed_file"),
    path("cuoc-thi/<slug:slug>/giai-cua-toi/", mine.mine, name="mine"),
    path("cuoc-thi/<slug:slug>/dieu-hanh/", include("hoithi.awards.desk_urls")),
]
