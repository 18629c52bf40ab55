"""Addresses of sign-in, one's own account and the administrator's units and rosters."""

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from hoithi.people.views import account, imports, oidc, requests, signin, units


class UnitChangeConverter(StringConverter):
    """The four changes of a unit that have a page."""

    regex = "doi-ten|chuyen|sap-nhap|ket-thuc"


register_converter(UnitChangeConverter, "unit_change")

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-nhap/", signin.sign_in, name="sign_in"),
    path("dang-nhap/ma/", signin.enter_code, name="enter_code"),
    path("dang-nhap/gui-lai/", signin.resend_code, name="resend_code"),
    path("dang-nhap/ho-so/", signin.introduce, name="introduce"),
    path("dang-nhap/tai-khoan-ngoai/", oidc.start, name="oidc_start"),
    path("dang-nhap/tai-khoan-ngoai/ve/", oidc.come_back, name="oidc_return"),
    path("dang-nhap/tai-khoan-ngoai/noi/", oidc.link, name="oidc_link"),
    path("dang-xuat/", signin.sign_out, name="sign_out"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/thong-tin/", account.profile, name="profile"),
    path("tai-khoan/lien-he/", account.contact, name="contact"),
    path("tai-khoan/mat-khau/", account.password, name="password"),
    path("tai-khoan/dong-y/<slug:purpose>/", account.consent, name="consent"),
    path("tai-khoan/du-lieu/", account.data, name="data"),
    path("tai-khoan/du-lieu/ban-sao/", account.data_copy, name="data_copy"),
    path("quan-tri/don-vi/", units.units, name="units"),
    path("quan-tri/don-vi/them/", units.unit_add, name="unit_add"),
    path("quan-tri/don-vi/nhap/", imports.import_page, {"kind": "units"}, name="units_import"),
    path("quan-tri/don-vi/mau.xlsx", imports.unit_template_file, name="unit_template"),
    path("quan-tri/don-vi/<int:pk>/", units.unit, name="unit"),
    path("quan-tri/don-vi/<int:pk>/<unit_change:change>/", units.unit_change, name="unit_change"),
    path("quan-tri/danh-sach/", imports.roster, name="roster"),
    path("quan-tri/danh-sach/nhap/", imports.import_page, {"kind": "roster"}, name="roster_import"),
    path("quan-tri/danh-sach/mau.xlsx", imports.roster_template_file, name="roster_template"),
    path("quan-tri/yeu-cau-du-lieu/", requests.data_requests, name="data_requests"),
    path("quan-tri/yeu-cau-du-lieu/<int:pk>/", requests.data_answer, name="data_answer"),
]
