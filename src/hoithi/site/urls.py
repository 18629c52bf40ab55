"""Every room's addresses, in Vietnamese, at one place."""

from django.urls import include, path

urlpatterns = [
    path("", include("hoithi.people.urls")),
    path("", include("hoithi.contests.urls")),
    path("", include("hoithi.quiz.urls")),
    path("", include("hoithi.awards.urls")),
    path("", include("hoithi.audit.urls")),
    path("", include("hoithi.reports.urls")),
    path("", include("hoithi.core.urls")),
]
