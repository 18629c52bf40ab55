from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from hoithi.core import views

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    # Exempt: a forged change of language harms nobody, and a token in the foot would make every public page private.
    path("ngon-ngu/", csrf_exempt(set_language), name="set_language"),
    path("kieu-dang/", views.style_page, name="style_page"),
    path("kieu-dang/ban-dieu-hanh/", views.style_desk, name="style_desk"),
]
