"""Addresses of papers: the public check, a holder's own, the office's desk."""

from django.urls import URLPattern, path

from hoithi.certificates.views import check, designs, desk, own

app_name = "certificates"
DESK = "cuoc-thi/<slug:slug>/dieu-hanh/giay/"
DESIGN = f"{DESK}<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("giay/", check.look_up, name="look_up"),
    path("giay/tep/", check.check_file, name="check_file"),
    path("giay/<slug:code>/", check.check, name="check"),
    path("cuoc-thi/<slug:slug>/giay-cua-toi/", own.mine, name="mine"),
    path("cuoc-thi/<slug:slug>/giay-cua-toi/tham-gia/", own.fetch, name="fetch"),
    path("cuoc-thi/<slug:slug>/giay-cua-toi/<slug:code>.pdf", own.paper, name="own_file"),
    path(DESK, desk.index, name="desk"),
    path(f"{DESIGN}", desk.design, name="design"),
    path(f"{DESIGN}cap/", desk.issue, name="issue"),
    path(f"{DESIGN}tat-ca.zip", desk.package, name="package"),
    path(f"{DESIGN}ban-in.pdf", desk.book, name="book"),
    path(f"{DESIGN}mau/", designs.edit, name="edit"),
    path(f"{DESIGN}mau/hinh/<slug:name>/", designs.picture, name="picture"),
    path(f"{DESIGN}xem-truoc.png", designs.preview, name="preview"),
    path(f"{DESIGN}so/<int:no>/", desk.certificate, name="certificate"),
    path(f"{DESIGN}so/<int:no>/giay.pdf", desk.paper, name="file"),
    path(f"{DESIGN}so/<int:no>/thu-hoi/", desk.revoke, name="revoke"),
]
