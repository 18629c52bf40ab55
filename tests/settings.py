"""The product's settings for tests: nothing is read from or written to `var/`; DATABASE_URL chooses the database."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in ("HOITHI_MODE", "HOITHI_NOW", "SECRET_KEY", "SIGNING_KEY", "IDENTITY_PEPPERS", "ALLOWED_HOSTS", "HTTPS"):
    os.environ.pop(_name, None)
if not os.environ.get("HOITHI_TEST_VAR"):
    os.environ["HOITHI_TEST_VAR"] = tempfile.mkdtemp(prefix="hoithi-test-")
    atexit.register(shutil.rmtree, os.environ["HOITHI_TEST_VAR"], ignore_errors=True)
_worker = os.environ.get("PYTEST_XDIST_WORKER", "")  # tests side by side share no folder
_var = Path(os.environ["HOITHI_TEST_VAR"]) / _worker
_var.mkdir(parents=True, exist_ok=True)
os.environ["HOITHI_VAR"] = str(_var)
os.environ["DATABASE_POOL"] = "0"  # a test database cannot be dropped under an open pool
os.environ["EMAIL_URL"] = os.environ["CACHE_URL"] = os.environ["STORAGE_URL"] = ""

from hoithi.site.settings import *  # noqa: E402, F403
from hoithi.site.settings import DATABASES  # noqa: E402

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
SIGNING_KEY = bytes(range(32))
IDENTITY_PEPPERS = {1: b"pepper of the tests, 32 bytes ok"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A server thread of a browser test and the test itself must see one database: in memory they would share one
# connection and block each other, so a file it is.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_var / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
