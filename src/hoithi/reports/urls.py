"""Addresses of statistics, and of Excel files for meetings."""

from django.urls import URLPattern, URLResolver, path

from hoithi.contests import desk_urls  # noqa: F401  (registers the converter of unit codes)
from hoithi.reports.views import files, items, statistics

app_name = "reports"
DESK = "cuoc-thi/<slug:slug>/dieu-hanh/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{DESK}thong-ke/", statistics.statistics, name="statistics"),
    path(f"{DESK}thong-ke.xlsx", statistics.statistics_file, name="statistics_file"),
    path(f"{DESK}thong-ke/cau-hoi/", items.items, name="items"),
    path(f"{DESK}thong-ke/cau-hoi.xlsx", items.items_file, name="items_file"),
    path(f"{DESK}don-vi.xlsx", files.units_file, name="units_file"),
    path(f"{DESK}giai-thuong.xlsx", files.awards_file, name="awards_file"),
    path("cuoc-thi/<slug:slug>/don-vi/<unit_code:code>/chua-du-thi.xlsx", files.missing_file, name="missing_file"),
]
