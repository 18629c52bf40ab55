"""Addresses of a contest's plan on the console."""

from django.urls import URLPattern, URLResolver, path

from hoithi.plans import views

app_name = "plans"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cuoc-thi/<slug:slug>/dieu-hanh/ke-hoach/", views.definition, name="definition"),
    path("cuoc-thi/<slug:slug>/dieu-hanh/ke-hoach.toml", views.plan_file, name="plan_file"),
]
