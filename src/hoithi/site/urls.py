"""Every room's addresses, in Vietnamese, at one place."""

from django.urls import include, path

from hoithi.site import home, style
from hoithi.site.health import favicon, healthz, readyz

urlpatterns = [
    path("", home.home, name="home"),
    path("du-lieu-ca-nhan/", home.privacy, name="privacy"),
    path("tro-nang/", home.accessibility, name="accessibility"),
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon),
    path("readyz", readyz, name="readyz"),
    path("kieu-dang/bai-thi/", style.sitting, name="style_sitting"),
    path("", include("hoithi.people.urls")),
    path("", include("hoithi.files.urls")),
    path("", include("hoithi.contests.urls")),
    path("", include("hoithi.quiz.urls")),
    path("", include("hoithi.judging.urls")),
    path("", include("hoithi.entries.urls")),
    path("", include("hoithi.emulation.urls")),
    path("", include("hoithi.voting.urls")),
    path("", include("hoithi.awards.urls")),
    path("", include("hoithi.integrity.urls")),
    path("", include("hoithi.certificates.urls")),
    path("", include("hoithi.papers.urls")),
    path("", include("hoithi.audit.urls")),
    path("", include("hoithi.reports.urls")),
    path("", include("hoithi.plans.urls")),
    path("", include("hoithi.site.desk_urls")),
    path("", include("hoithi.core.urls")),
]
