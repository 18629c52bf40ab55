"""Addresses of the administrator's landing page, the site's log, and the operator's health page of a contest."""

from django.urls import URLPattern, path

from hoithi.site import desk

app_name = "site_desk"
urlpatterns: list[URLPattern] = [
    path("quan-tri/", desk.admin, name="admin"),
    path("quan-tri/nhat-ky/", desk.site_log, name="log"),
    path("cuoc-thi/<slug:slug>/van-hanh/", desk.health, name="health"),
]
