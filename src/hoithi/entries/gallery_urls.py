"""Addresses of the gallery, the public page of a work, and the files both show."""

from django.urls import URLPattern, path

from hoithi.entries.views import gallery, media

GALLERY = "cuoc-thi/<slug:slug>/<slug:part>/tac-pham/"
WORK, OWN = f"{GALLERY}<int:number>/", "tac-pham/<slug:code>/"

urlpatterns: list[URLPattern] = [
    path(GALLERY, gallery.gallery, name="gallery"),
    path(WORK, gallery.work, name="public_work"),
    path(f"{WORK}phim/", media.public_file, {"what": "phim"}, name="play"),
    path(f"{WORK}anh-bia/", media.public_file, {"what": "anh-bia"}, name="poster"),
    path(f"{WORK}anh-bia/<int:place>/", media.public_file, {"what": "anh-bia"}, name="poster_as"),
    path(f"{WORK}phu-de/<slug:language>/", media.public_file, {"what": "phu-de"}, name="captions"),
    path(f"{WORK}tep/<int:place>/", media.public_file, {"what": "tep"}, name="public_file"),
    path(f"{WORK}hls/phim.m3u8", media.public_file, {"what": "hls"}, name="hls"),
    path(f"{WORK}hls/hls.ts", media.public_file, {"what": "hls", "place": 2}, name="hls_media"),
    path(f"{OWN}phim/", media.own_file, {"what": "phim"}, name="own_play"),
    path(f"{OWN}anh-bia/", media.own_file, {"what": "anh-bia"}, name="own_poster"),
    path(f"{OWN}anh-bia/<int:place>/", media.own_file, {"what": "anh-bia"}, name="own_poster_as"),
    path(f"{OWN}phu-de/<slug:language>/", media.own_file, {"what": "phu-de"}, name="own_captions"),
    path(f"{OWN}tep/<int:place>/", media.own_file, {"what": "tep"}, name="own_file"),
    path(f"{OWN}hls/phim.m3u8", media.own_file, {"what": "hls"}, name="own_hls"),
    path(f"{OWN}hls/hls.ts", media.own_file, {"what": "hls", "place": 2}, name="own_hls_media"),
]
