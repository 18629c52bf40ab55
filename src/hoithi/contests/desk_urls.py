"""Addresses of the console (bàn điều hành) and of the coordinators' pages; included by `contests.urls`."""

from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from hoithi.contests.views import (
    desk_audit,
    desk_bodies,
    desk_faq,
    desk_figures,
    desk_home,
    desk_live,
    desk_notes,
    desk_parts,
    desk_promotion,
    desk_rules,
)
from hoithi.contests.views import desk_unit as one
from hoithi.contests.views import desk_units as units


class UnitCodeConverter(StringConverter):
    """A unit's code as its office writes it, "12/TH" too; the slash travels as a tilde."""

    def to_python(self, value: str) -> str:
        return value.replace("~", "/")

    def to_url(self, value: str) -> str:
        return str(value).replace("/", "~")


class ImportConverter(StringConverter):
    """What can be imported: units, or their staff."""

    regex = "don-vi|danh-sach"


register_converter(UnitCodeConverter, "unit_code")
register_converter(ImportConverter, "unit_import")

DESK = "cuoc-thi/<slug:slug>/dieu-hanh/"
UNIT = "cuoc-thi/<slug:slug>/don-vi/"

urlpatterns: list[URLPattern] = [
    path("dieu-hanh/", desk_home.mine, name="desk_home"),
    path(DESK, desk_home.desk, name="desk"),
    path(f"{DESK}tong-quan/", desk_live.overview, name="desk_overview"),
    path("so-lieu/", desk_live.live, name="live"),
    path(f"{DESK}phan-thi/<slug:key>/", desk_parts.part, name="desk_part"),
    path(f"{DESK}phan-thi/<slug:key>/chon-nguoi/", desk_promotion.promotion, name="desk_promotion"),
    path(f"{DESK}nhiem-vu/<slug:key>/", desk_parts.task, name="desk_task"),
    path(f"{DESK}the-le/", desk_rules.rules, name="desk_rules"),
    path(f"{DESK}the-le/ban-hanh/", desk_rules.publish, name="desk_rules_publish"),
    path(f"{DESK}ban-to/", desk_bodies.bodies, name="desk_bodies"),
    path(f"{DESK}ban-to/<slug:key>/cu-nguoi/", desk_bodies.body_appoint, name="desk_body_appoint"),
    path(f"{DESK}ban-to/ghe/<int:pk>/cu-nguoi/", desk_bodies.seat_appoint, name="desk_seat_appoint"),
    path(f"{DESK}ban-to/ghe/<int:pk>/thoi/", desk_bodies.seat_vacate, name="desk_seat_vacate"),
    path(f"{DESK}don-vi/", units.units, name="desk_units"),
    path(f"{DESK}don-vi/chot/", units.take, name="desk_units_take"),
    path(f"{DESK}don-vi/nhap/<unit_import:what>/", units.import_page, name="desk_units_import"),
    path(f"{DESK}don-vi/nhap/<unit_import:what>/mau.xlsx", units.import_template, name="desk_units_template"),
    path(f"{DESK}bao-cao/", desk_notes.notes, name="desk_notes"),
    path(f"{DESK}bao-cao/<int:pk>/tra-loi/", desk_notes.answer, name="desk_answer"),
    path(f"{DESK}nhap-so-lieu/", desk_figures.figures, name="desk_figures"),
    path(f"{DESK}nhap-so-lieu/<slug:kind>/<slug:key>/", desk_figures.enter, name="desk_figure"),
    path(f"{DESK}nhap-so-lieu/<slug:kind>/<slug:key>/mau.xlsx", desk_figures.sheet, name="desk_figure_sheet"),
    path(f"{DESK}nhap-so-lieu/<slug:kind>/<slug:key>/<int:no>/", desk_figures.evidence, name="desk_figure_evidence"),
    path(f"{DESK}hoi-dap/", desk_faq.faqs, name="desk_faqs"),
    path(f"{DESK}hoi-dap/<int:pk>/", desk_faq.faq, name="desk_faq"),
    path(f"{DESK}hoi-dap/<int:pk>/bo/", desk_faq.remove, name="desk_faq_remove"),
    path(f"{DESK}de-nghi-sua/", desk_notes.corrections, name="desk_corrections"),
    path(f"{DESK}de-nghi-sua/<int:pk>/", desk_notes.correction, name="desk_correction"),
    path(UNIT, one.own, name="own_units"),
    path(f"{UNIT}<unit_code:code>/", one.unit, name="unit"),
    path(f"{UNIT}<unit_code:code>/chua-du-thi/", one.missing, name="unit_missing"),
    path(f"{UNIT}<unit_code:code>/ma-qr.svg", one.qr_file, name="unit_qr"),
    path("cuoc-thi/<slug:slug>/nhat-ky/", desk_audit.audit, name="desk_audit"),
]
