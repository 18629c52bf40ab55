"""What every page knows: the mode it runs in, and whose line stands beside the mark."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

ORGANISER = _("Hội thi và thi đua\ncủa cơ quan nhà nước")


def page(request: HttpRequest) -> dict[str, Any]:
    """`mode`, `organiser` (two lines), `hotline`; a view overrides the last two for a contest's own pages."""
    return {"mode": settings.MODE, "organiser": ORGANISER, "hotline": getattr(settings, "HOTLINE", "")}
