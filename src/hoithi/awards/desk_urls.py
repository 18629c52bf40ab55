"""Addresses of the awards on the console, under `/cuoc-thi/<slug>/dieu-hanh/`."""

from django.urls import URLPattern, path

from hoithi.awards.views import compare, desk, desk_award, desk_decide, desk_money, desk_rounds

urlpatterns: list[URLPattern] = [
    path("giai-thuong/", desk.awards, name="desk"),
    path("giai-thuong/lap/", desk.propose, name="desk_propose"),
    path("giai-thuong/dong-hang/<slug:key>/<int:place>/", desk.tie, name="desk_tie"),
    path("giai-thuong/niem-phong/", desk.seal, name="desk_seal"),
    path("giai-thuong/quyet-dinh/", desk_decide.decide, name="desk_decide"),
    path("giai-thuong/xet-chon/<slug:key>/", desk_decide.choose, name="desk_choose"),
    path("giai-thuong/cong-bo/", desk.publish, name="desk_publish"),
    path("giai-thuong/giai/<int:pk>/", desk_award.award_page, name="desk_award"),
    path("giai-thuong/giai/<int:pk>/bo/", desk_decide.drop, name="desk_drop"),
    path("giai-thuong/giai/<int:pk>/trao/", desk_award.hand, name="desk_hand_one"),
    path("giai-thuong/giai/<int:pk>/thu-hoi/", desk_award.revoke, name="desk_revoke"),
    path("giai-thuong/giai/<int:pk>/thu-tien/", desk_award.recall, name="desk_recall"),
    path("giai-thuong/trao-giai/", desk_money.hand_desk, name="desk_hand"),
    path("giai-thuong/chi-thuong/", desk_money.payments, name="desk_pay"),
    path("giai-thuong/chi-thuong/ghi/", desk_money.pay, name="desk_pay_now"),
    path("giai-thuong/chi-thuong/chu-ky/", desk_money.signatures, name="desk_signatures"),
    path("giai-thuong/chi-thuong.xlsx", desk_money.payments_file, name="desk_pay_file"),
    path("giai-thuong/viec-kem-theo/", desk_money.beside, name="desk_beside"),
    path("giai-thuong/viec-kem-theo/<int:pk>/", desk_money.beside_one, name="desk_beside_one"),
    path("giai-thuong/diem-don-vi/", desk_money.grading, name="desk_grading"),
    path("giai-thuong/diem-don-vi.xlsx", desk_money.grading_file, name="desk_grading_file"),
    path("kinh-phi/", desk_money.budget, name="desk_budget"),
    path("kinh-phi.xlsx", desk_money.budget_file, name="desk_budget_file"),
    path("kinh-phi/<slug:line>/<slug:stage>/", desk_money.budget_amount, name="desk_budget_amount"),
    path("giai-thuong/vong/<slug:key>/", desk_rounds.round_page, name="desk_round"),
    path("giai-thuong/vong/<slug:key>/lap/", desk_rounds.propose, name="desk_round_propose"),
    path("giai-thuong/vong/<slug:key>/cong-bo/", desk_rounds.release, name="desk_round_release"),
    path("so-sanh-cong-thuc/", compare.compare_page, name="compare"),
    path("so-sanh-cong-thuc/bang.xlsx", compare.workbook, name="compare_file"),
    path("so-sanh-cong-thuc/dung/", compare.choose, name="compare_choose"),
]
