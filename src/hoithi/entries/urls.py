"""Addresses of works: one's own, receipts and their public check, the desk that takes works in, the board of units."""

from django.urls import URLPattern, URLResolver, include, path

from hoithi.entries.views import board, captions, intake, own, receipt

DESK = "cuoc-thi/<slug:slug>/dieu-hanh/tac-pham/"

app_name = "entries"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tac-pham/<slug:code>/", own.work, name="work"),
    path("tac-pham/<slug:code>/sua/", own.edit, name="edit"),
    path("tac-pham/<slug:code>/nop/", own.submit, name="submit"),
    path("tac-pham/<slug:code>/tra-loi/", own.answer, name="answer"),
    path("tac-pham/<slug:code>/rut/", own.withdraw, name="withdraw"),
    path("tac-pham/<slug:code>/phu-de/", captions.captions, name="captions_form"),
    path("tac-pham/<slug:code>/trang-thai/", own.state, name="state"),
    path("tac-pham/<slug:code>/bien-nhan/", receipt.receipt, name="receipt"),
    path("bien-nhan/", receipt.check_form, name="check_form"),
    path("bien-nhan/<slug:code>/", receipt.check, name="check"),
    path("bien-nhan/<slug:code>/<int:no>/", receipt.check, name="check_later"),
    path(f"{DESK}theo-doi/", board.board, name="board"),
    path(f"{DESK}theo-doi/bang.xlsx", board.workbook, name="board_file"),
    path(f"{DESK}theo-doi/ban-in/", board.paper, name="board_paper"),
    path(f"{DESK}theo-doi/nhac/", board.remind, name="board_remind"),
    path(f"{DESK}tiep-nhan/", intake.intake, name="intake"),
    path(f"{DESK}tiep-nhan/moi/", intake.new, name="intake_new"),
    path(f"{DESK}tiep-nhan/<slug:code>/", intake.work, name="intake_work"),
    path(f"{DESK}tiep-nhan/<slug:code>/sua/", intake.edit, name="intake_edit"),
    path(f"{DESK}tiep-nhan/<slug:code>/bien-nhan/", intake.receipt, name="intake_receipt"),
    path("cuoc-thi/<slug:slug>/<slug:part>/nop/", own.works, name="own_works"),
    path("cuoc-thi/<slug:slug>/<slug:part>/nop/moi/", own.new, name="new_work"),
    path("", include("hoithi.entries.console_urls")),
    path("", include("hoithi.entries.gallery_urls")),
]
