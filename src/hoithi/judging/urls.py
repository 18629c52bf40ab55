"""Addresses of jurors and of the secretariat's side of judging. A juror's address names a sheet, never a work."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from hoithi.judging.views import desk, desk_papers, desk_rubric, desk_works, juror, media, pairs

app_name = "judging"


class FileConverter(StringConverter):
    """The work itself, its poster, its captions."""

    regex = "tep|hinh|phu-de"


class SideConverter(StringConverter):
    regex = "trai|phai"


register_converter(FileConverter, "jury_file")
register_converter(SideConverter, "jury_side")

DESK = "cuoc-thi/<slug:slug>/dieu-hanh/cham/"
PART = f"{DESK}<slug:part>/"
OWN = "cuoc-thi/<slug:slug>/<slug:part>/cham/"

urlpatterns: list[URLPattern] = [
    path(DESK, desk.index, name="desk"),
    path(PART, desk.part, name="desk_part"),
    path(f"{PART}thang-diem/", desk_rubric.rubric, name="rubric"),
    path(f"{PART}doi-chieu/", desk_works.compare_page, name="compare"),
    path(f"{PART}tac-pham/", desk_works.works, name="works"),
    path(f"{PART}tac-pham/<slug:code>/", desk_works.work, name="work"),
    path(f"{PART}phieu/<slug:code>/mo-khoa/", desk_works.unlock, name="unlock"),
    path(f"{PART}giam-khao/<int:pk>/thoi/", desk.replace, name="replace"),
    path(f"{PART}ket-thuc/", desk.close, name="close"),
    path(f"{PART}mo-lai/", desk.reopen, name="reopen"),
    path(f"{PART}bien-ban/", desk_papers.minutes, name="minutes"),
    path(f"{PART}diem.xlsx", desk_papers.excel, name="excel"),
    path("cuoc-thi/<slug:slug>/cham/", juror.mine, name="mine"),
    path(OWN, juror.queue, name="queue"),
    path(f"{OWN}cap/", pairs.pairs, name="pairs"),
    path(f"{OWN}cap/<slug:code>/<jury_side:side>/<jury_file:what>/<int:n>/", media.of_pair, name="pair_media"),
    path(f"{OWN}<slug:code>/", juror.sheet, name="sheet"),
    path(f"{OWN}<slug:code>/luu/", juror.save, name="save"),
    path(f"{OWN}<slug:code>/xin-khong-cham/", juror.step_back, name="recuse"),
    path(f"{OWN}<slug:code>/<jury_file:what>/<int:n>/", media.of_sheet, name="media"),
]
