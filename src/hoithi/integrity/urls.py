"""Addresses of integrity: the review on the console, a person's own page, the focus count of a sitting."""

from django.urls import URLPattern, path

from hoithi.integrity.views import desk_cases, desk_decide, mine

app_name = "integrity"
DESK = "cuoc-thi/<slug:slug>/dieu-hanh/trung-thuc/"
urlpatterns: list[URLPattern] = [
    path(DESK, desk_cases.cases, name="cases"),
    path(f"{DESK}kiem-tra/<slug:key>/", desk_cases.scan, name="scan"),
    path(f"{DESK}lap-lai-giai/", desk_decide.redo, name="redo"),
    path(f"{DESK}<int:no>/", desk_cases.case, name="case"),
    path(f"{DESK}<int:no>/nhan-viec/", desk_cases.take, name="take"),
    path(f"{DESK}<int:no>/khong-van-de/", desk_decide.clear, name="clear"),
    path(f"{DESK}<int:no>/hoi/<int:pk>/", desk_cases.ask, name="ask"),
    path(f"{DESK}<int:no>/quyet-dinh/<int:pk>/", desk_decide.decide, name="decide"),
    path(f"{DESK}quyet-dinh/<int:pk>/huy/", desk_decide.reverse_it, name="reverse"),
    path(f"{DESK}khieu-nai/<int:pk>/", desk_decide.appeal, name="appeal"),
    path("cuoc-thi/<slug:slug>/giai-trinh/", mine.mine, name="mine"),
    path("bai-thi/<str:code>/roi-man-hinh/", mine.focus, name="focus"),
]
