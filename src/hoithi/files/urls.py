"""Addresses of resumable uploads."""

from django.urls import URLPattern, URLResolver, path, re_path

from hoithi.files import views

app_name = "files"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tai-len/", views.uploads, name="uploads"),
    path("tai-len/gui/", views.whole, name="whole"),
    re_path(r"^tai-len/(?P<token>[A-Za-z0-9_-]{43})/$", views.upload, name="upload"),
]
