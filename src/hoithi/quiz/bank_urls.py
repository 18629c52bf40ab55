"""Addresses of the question bank, under `/cuoc-thi/<slug>/`."""

from django.urls import URLPattern, path

from hoithi.quiz.views import (
    bank,
    bank_alike,
    bank_edit,
    bank_export,
    bank_import,
    bank_review,
    bank_rounds,
    bank_study,
    bank_usage,
    picture,
)

urlpatterns: list[URLPattern] = [
    path("ngan-hang/", bank.bank, name="bank"),
    path("ngan-hang/do-phu/", bank.coverage, name="bank_coverage"),
    path("ngan-hang/soan/", bank_edit.new, name="bank_new"),
    path("ngan-hang/trinh/", bank.submit, name="bank_submit"),
    path("ngan-hang/tham-dinh/", bank_review.review, name="bank_review"),
    path("ngan-hang/dot-tham-dinh/", bank_rounds.rounds, name="bank_rounds"),
    path("ngan-hang/dot-tham-dinh/<int:pk>/", bank_rounds.change, name="bank_round_change"),
    path("ngan-hang/dot-tham-dinh/<int:pk>/bien-ban/", bank_rounds.minutes, name="bank_minutes"),
    path("ngan-hang/cau/<int:pk>/gop-y/", bank_rounds.comment, name="bank_comment"),
    path("ngan-hang/cau/<int:pk>/giao/", bank_rounds.hand_on, name="bank_hand_on"),
    path("ngan-hang/bo/<slug:key>/mat/", bank_usage.seal, name="bank_seal"),
    path("ngan-hang/su-dung/", bank_usage.usage, name="bank_usage"),
    path("<slug:part>/boc-de/", bank_usage.draw, name="draw"),
    path("ngan-hang/nhap/", bank_import.import_page, name="bank_import"),
    path("ngan-hang/mau.xlsx", bank_import.template, name="bank_template"),
    path("ngan-hang/mau/<slug:form>/", bank_import.sample, name="bank_sample"),
    path("ngan-hang/xuat/", bank_export.formats, name="bank_formats"),
    path("ngan-hang/<slug:key>.xlsx", bank_export.export, {"form": "xlsx"}, name="bank_export"),
    path("ngan-hang/<slug:key>/xuat/<slug:form>/", bank_export.export, name="bank_export_as"),
    path("ngan-hang/gan-giong/", bank_alike.alike, name="bank_alike"),
    path("ngan-hang/gan-giong/khac-nhau/", bank_alike.distinct, name="bank_distinct"),
    path("ngan-hang/cau/<int:pk>/", bank.question, name="bank_question"),
    path("ngan-hang/cau/<int:pk>/sua/", bank_edit.edit, name="bank_edit"),
    path("ngan-hang/cau/<int:pk>/rut/", bank.retire, name="bank_retire"),
    path("ngan-hang/hinh/<slug:digest>/", picture.in_bank, name="bank_picture"),
    path("on-tap/", bank_study.study, name="study"),
    path("hinh/<slug:digest>/", picture.for_all, name="picture"),
]
