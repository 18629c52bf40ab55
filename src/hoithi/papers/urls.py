"""Addresses of a contest's papers: the desk's register, and what everybody may read."""

from django.urls import URLPattern, path

from hoithi.papers.views import files, paper, public, register, templates

app_name = "papers"
DESK = "cuoc-thi/<slug:slug>/dieu-hanh/van-ban/"
ONE = f"{DESK}<int:pk>/"
OPEN = "cuoc-thi/<slug:slug>/van-ban/"

urlpatterns: list[URLPattern] = [
    path(DESK, register.register, name="register"),
    path(f"{DESK}soan/", register.new, name="new"),
    path(f"{DESK}mau/", templates.templates, name="templates"),
    path(f"{DESK}mau/mau-co-san.docx", templates.sample, name="template_sample"),
    path(f"{DESK}mau/<int:pk>/tep/", templates.file, name="template_file"),
    path(f"{DESK}mau/<int:pk>/bo/", templates.retire, name="template_retire"),
    path(ONE, paper.paper, name="paper"),
    path(f"{ONE}sua/", paper.edit, name="edit"),
    path(f"{ONE}lay-lai-so-lieu/", paper.refill, name="refill"),
    path(f"{ONE}trinh-ky/", paper.submit, name="submit"),
    path(f"{ONE}tra-lai/", paper.give_back, name="return"),
    path(f"{ONE}ban-hanh/", paper.issue, name="issue"),
    path(f"{ONE}cong-khai/", paper.show, name="show"),
    path(f"{ONE}ban-ky/", files.scan, name="scan"),
    path(f"{ONE}<int:no>/word/", files.word, name="word"),
    path(f"{ONE}<int:no>/pdf/", files.pdf, name="pdf"),
    path(f"{ONE}<int:no>/trang-<int:page>.png", files.picture, name="picture"),
    path(OPEN, public.documents, name="public"),
    path(f"{OPEN}<int:pk>/", public.document, name="public_file"),
]
