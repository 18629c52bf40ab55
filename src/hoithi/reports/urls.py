"""Addresses of Excel files for meetings."""

from django.urls import URLPattern, URLResolver, path

from hoithi.contests import desk_urls  # noqa: F401  (registers the converter of unit codes)
from hoithi.reports import views

app_name = "reports"
DESK = "cuoc-thi/<slug:slug>/dieu-hanh/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{DESK}don-vi.xlsx", views.units_file, name="units_file"),
    path(f"{DESK}giai-thuong.xlsx", views.awards_file, name="awards_file"),
    path("cuoc-thi/<slug:slug>/don-vi/<unit_code:code>/chua-du-thi.xlsx", views.missing_file, name="missing_file"),
]
