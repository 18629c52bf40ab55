from django.urls import URLPattern, URLResolver

app_name = "emulation"
urlpatterns: list[URLPattern | URLResolver] = []
