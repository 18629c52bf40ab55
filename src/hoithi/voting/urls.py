"""Addresses of the vote: a voter's own page, the public record, the console."""

from django.urls import URLPattern, path

from hoithi.voting.views import desk, desk_review, desk_snapshot, public, vote

app_name = "voting"
VOTE = "cuoc-thi/<slug:slug>/<slug:key>/binh-chon/"
DESK = "cuoc-thi/<slug:slug>/dieu-hanh/binh-chon/"
urlpatterns: list[URLPattern] = [
    path(DESK, desk.home, name="desk"),
    path(f"{DESK}<slug:key>/", desk.part, name="desk_part"),
    path(f"{DESK}<slug:key>/kiem-tra/", desk.scan, name="scan"),
    path(f"{DESK}<slug:key>/kiem-lai/", desk.count_again, name="recount"),
    path(f"{DESK}<slug:key>/dau-hieu/<int:no>/", desk_review.suspicion, name="suspicion"),
    path(f"{DESK}<slug:key>/loai/<int:no>/huy/", desk_review.undo, name="reverse"),
    path(f"{DESK}<slug:key>/so-lieu/", desk_snapshot.snapshots, name="snapshots"),
    path(f"{DESK}<slug:key>/so-lieu/mau.xlsx", desk_snapshot.template, name="snapshot_template"),
    path(f"{DESK}<slug:key>/so-lieu/nhap/", desk_snapshot.enter, name="snapshot_enter"),
    path(f"{DESK}<slug:key>/so-lieu/<int:no>/minh-chung/", desk_snapshot.evidence, name="evidence"),
    path(VOTE, public.hub, name="hub"),
    path(f"{VOTE}minh-bach/", public.record, name="record"),
    path(f"{VOTE}phieu.json", public.votes_file, name="votes_file"),
    path(f"{VOTE}thach-thuc/", vote.challenge, name="challenge"),
    path(f"{VOTE}ma/<int:number>/", vote.by_code, name="by_code"),
    path(f"{VOTE}<int:number>/", vote.cast, name="cast"),
    path(f"{VOTE}<int:number>/bo/", vote.undo, name="take_back"),
]
