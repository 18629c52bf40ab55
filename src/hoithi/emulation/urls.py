"""Addresses of an emulation campaign: a unit's own pages, the console, the public board."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from hoithi.emulation.views import (
    board,
    desk_appeals,
    desk_choices,
    desk_dossiers,
    desk_portal,
    desk_recheck,
    desk_reports,
    own_appeal,
    own_calculator,
    own_dossier,
    own_recognitions,
    own_report,
    own_reports,
    public,
)

app_name = "emulation"


class PeriodConverter(StringConverter):
    """A period by its key: "2026-03"."""

    regex = r"\d{4}-\d{2}"


register_converter(PeriodConverter, "period")

DESK = "cuoc-thi/<slug:slug>/dieu-hanh/thi-dua/"
PART = f"{DESK}<slug:part>/"
UNIT = "cuoc-thi/<slug:slug>/<slug:part>/don-vi/<unit_code:unit>/"
REPORT = f"{UNIT}bao-cao/<period:period>/"
PUBLIC = "cuoc-thi/<slug:slug>/<slug:part>/bang-diem/"

urlpatterns: list[URLPattern] = [
    path("cuoc-thi/<slug:slug>/bao-cao-thang/", own_reports.own, name="own"),
    path(f"{UNIT}bao-cao/", own_reports.reports, name="reports"),
    path(REPORT, own_report.report, name="report"),
    path(f"{REPORT}tinh-thu/", own_report.points, name="points"),
    path(f"{REPORT}nhap/", own_report.sheet, name="report_sheet"),
    path(f"{REPORT}bien-nhan/", own_report.receipt, name="receipt"),
    path(f"{REPORT}kien-nghi/", own_appeal.appeal, name="appeal"),
    path(f"{REPORT}tep/<int:pk>/", own_report.file, name="report_file"),
    path(f"{REPORT}tep/<int:pk>/bo/", own_report.remove_file, name="report_file_remove"),
    path(f"{REPORT}kien-nghi/<int:pk>/tep/", own_appeal.file, name="appeal_file"),
    path(f"{REPORT}tham-dinh/<int:pk>/tep/", own_report.evidence, name="evidence"),
    path(f"{UNIT}them-thi-duoc-gi/", own_calculator.calculator, name="calculator"),
    path(f"{UNIT}ho-so/", own_dossier.dossier, name="dossier"),
    path(f"{UNIT}ho-so/nop/", own_dossier.submit, name="dossier_submit"),
    path(f"{UNIT}ho-so/giay/<int:pk>/", own_dossier.paper, name="dossier_paper"),
    path(f"{UNIT}ho-so/ca-nhan/<int:pk>/bo/", own_dossier.remove_nominee, name="nominee_remove"),
    path(f"{UNIT}sang-kien/", own_recognitions.recognitions, name="recognitions"),
    path(f"{UNIT}sang-kien/<int:pk>/tep/", own_recognitions.file, name="recognition_file"),
    path(DESK, desk_reports.index, name="desk"),
    path(PART, desk_reports.queue, name="queue"),
    path(f"{PART}bao-cao/<period:period>/<unit_code:unit>/", desk_reports.verify, name="verify"),
    path(f"{PART}nhac/<period:period>/", desk_reports.remind, name="remind"),
    path(f"{PART}chot/<period:period>/", desk_reports.close, name="close"),
    path(f"{PART}kien-nghi/", desk_appeals.appeals, name="appeals"),
    path(f"{PART}kien-nghi/<int:pk>/", desk_appeals.decide, name="appeal_decide"),
    path(f"{PART}so-lieu-cong/", desk_portal.portal, name="portal"),
    path(f"{PART}so-lieu-cong/mau.xlsx", desk_portal.template, name="portal_template"),
    path(f"{PART}phuc-tra/", desk_recheck.recheck, name="recheck"),
    path(f"{PART}sang-kien/", desk_dossiers.recognitions, name="desk_recognitions"),
    path(f"{PART}sang-kien/<int:pk>/", desk_dossiers.decide, name="desk_recognition"),
    path(f"{PART}ho-so/", desk_dossiers.dossiers, name="dossiers"),
    path(f"{PART}xet-chon/", desk_choices.choices, name="choices"),
    path(f"{PART}bang-diem/", board.board, name="board"),
    path(f"{PART}bang-diem/in/", board.paper, name="board_paper"),
    path(f"{PART}bang-diem/bang.xlsx", board.workbook, name="board_file"),
    path(PUBLIC, public.scorecard, name="scorecard"),
    path(f"{PUBLIC}bang.xlsx", public.workbook, name="scorecard_file"),
]
