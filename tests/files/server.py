"""The product with the purpose "thu", in a process of its own: `python -m tests.files.server PORT`.

It serves the database of the test (DATABASE_URL) and a store of its own (STORAGE_URL).
"""

from __future__ import annotations

import os
import sys
from datetime import datetime


def main(port: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "hoithi.site.settings"
    import uvicorn

    from hoithi.files.models import StoredFile, Upload
    from hoithi.files.registry import Purpose, register_purpose
    from hoithi.people.models import User
    from hoithi.site.asgi import application

    def most(user: User, target: str, now: datetime) -> int:
        return 10**9

    def finished(upload: Upload, stored: StoredFile, now: datetime) -> str:
        return f"/tac-pham/{upload.target}/"

    register_purpose(Purpose("thu", most, finished))
    uvicorn.run(application, port=port, log_level="error", ws="none", timeout_graceful_shutdown=2)


if __name__ == "__main__":
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "hoithi.site.settings"
    django.setup()
    main(int(sys.argv[1]))
