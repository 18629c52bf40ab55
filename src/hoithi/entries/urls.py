from django.urls import URLPattern, URLResolver

app_name = "entries"
urlpatterns: list[URLPattern | URLResolver] = []
