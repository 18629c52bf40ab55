"""What `hoithi serve` runs: static files, the posts of a sitting and the bytes of uploads ahead of Django, everything
else by it."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoithi.site.settings")
_django = get_asgi_application()

from hoithi.files.fast import UploadPath  # noqa: E402  needs the apps that were just made ready
from hoithi.quiz.fast.asgi import SpeedPath  # noqa: E402
from hoithi.site.body import BodyLimit  # noqa: E402
from hoithi.site.static import StaticFiles  # noqa: E402

application = SpeedPath(UploadPath(BodyLimit(StaticFiles(_django))))
