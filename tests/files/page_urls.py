"""The product with a page that holds the upload component."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from hoithi.site.urls import urlpatterns as product

PAGE = """{% extends "core/base.html" %}{% block title %}Gửi tệp{% endblock %}
{% block content %}<h1>Nộp tác phẩm</h1>{% include "files/_upload.html" with purpose="thu" target="ABC" %}
{% endblock %}"""


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({}, request))


def done(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<title>Xong</title>Đã nhận tệp")


urlpatterns = [path("thu-gui/", page), path("tac-pham/ABC/", done), *product]
