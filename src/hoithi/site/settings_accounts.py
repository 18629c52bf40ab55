"""Settings of sign-in; `settings` takes everything in capitals from here."""

from __future__ import annotations

ACCOUNT_APPS: list[str] = []
ACCOUNT_MIDDLEWARE: list[str] = []
