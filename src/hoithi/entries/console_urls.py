"""Addresses of the console about works handed in: the queue, likenesses, publishing, the log of channels, hand-over."""

from django.urls import URLPattern, path

from hoithi.entries.views import handover, likeness, media, moderation, publications, publishing

DESK = "cuoc-thi/<slug:slug>/dieu-hanh/tac-pham/"
QUEUE, LOG = f"{DESK}duyet/<slug:key>/", f"{DESK}dang-tai/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(f"{DESK}duyet/", moderation.home, name="queue_home"),
    path(QUEUE, moderation.queue, name="queue"),
    path(f"{QUEUE}bat-dau/", moderation.start, name="queue_start"),
    path(f"{QUEUE}hang-loat/", moderation.accept_clean, name="accept_clean"),
    path(f"{QUEUE}dang/", publishing.publish_all, name="publish_all"),
    path(f"{QUEUE}<int:number>/", moderation.work, name="queue_work"),
    path(f"{QUEUE}<int:number>/goc/<int:place>/", media.original, name="original"),
    path(f"{QUEUE}<int:number>/dang/", publishing.publish, name="publish"),
    path(f"{QUEUE}<int:number>/go/", publishing.take_down, name="take_down"),
    path(f"{QUEUE}<int:number>/rut/", publishing.withdraw, name="withdraw_for_owner"),
    path(f"{QUEUE}giong-nhau/<int:pk>/", likeness.likeness, name="likeness"),
    path(f"{QUEUE}giong-nhau/<int:pk>/ket-luan/", likeness.judge, name="judge_likeness"),
    path(f"{QUEUE}giong-nhau/<int:pk>/phim/moi/", media.likeness_file, {"side": "moi"}, name="likeness_newer"),
    path(f"{QUEUE}giong-nhau/<int:pk>/phim/cu/", media.likeness_file, {"side": "cu"}, name="likeness_older"),
    path(LOG, publications.publications, name="publications"),
    path(f"{LOG}bang.xlsx", publications.workbook, name="publications_file"),
    path(f"{LOG}mau.xlsx", publications.template, name="publications_template"),
    path(f"{LOG}nhap/", publications.import_sheet, name="publications_import"),
    path(f"{LOG}<int:number>/", publications.note, name="publication_note"),
    path(f"{LOG}bai/<int:pk>/go/", publications.withdraw, name="publication_withdraw"),
    path(f"{DESK}ban-giao/<slug:key>/", handover.handover, name="handover"),
]
