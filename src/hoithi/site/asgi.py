"""What `hoithi serve` runs."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from hoithi.site.static import StaticFiles

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoithi.site.settings")
application = StaticFiles(get_asgi_application())
