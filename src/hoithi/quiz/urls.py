"""Addresses of practice, the sitting, receipts and their public check."""

from django.urls import URLPattern, URLResolver, include, path

from hoithi.quiz.views import picture, practice, receipt, review, sitting, start

app_name = "quiz"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cuoc-thi/<slug:slug>/<slug:part>/vao-thi/", start.start, name="start"),
    path("cuoc-thi/<slug:slug>/<slug:part>/luyen-tap/", practice.practice, name="practice"),
    path("cuoc-thi/<slug:slug>/", include("hoithi.quiz.bank_urls")),
    path("bai-thi/<slug:code>/", sitting.page, name="sitting"),
    path("bai-thi/<slug:code>/hinh/<int:pos>/", picture.on_paper, name="paper_picture"),
    path("bai-thi/<slug:code>/hinh/<int:pos>/<slug:letter>/", picture.on_paper, name="paper_option_picture"),
    path("bai-thi/<slug:code>/luu/", sitting.save, name="save"),
    path("bai-thi/<slug:code>/nop/", sitting.submit, name="submit"),
    path("bai-thi/<slug:code>/tiep-tuc/", sitting.resume, name="resume"),
    path("phieu/<slug:code>/", receipt.receipt, name="receipt"),
    path("phieu/<slug:code>/bai-lam/", review.review, name="review"),
    path("phieu/<slug:code>/ban-ke.json", review.statement, name="statement"),
    path("tra-cuu/", receipt.look_up, name="look_up"),
    path("kiem-tra/<slug:token>/", receipt.check, name="check"),
]
