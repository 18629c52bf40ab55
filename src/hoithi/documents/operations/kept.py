"""Bytes made here go into the store."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file
from hoithi.people.models import User


def keep_file(data: bytes, name: str, media_type: str, purpose: str, *, by: User | None, now: datetime) -> StoredFile:
    """Raises StoreFull, StoreUnreachable."""
    with tempfile.TemporaryDirectory(prefix="hoithi-van-ban-") as folder:
        path = Path(folder) / "tep"
        path.write_bytes(data)
        return add_file(path, name=name, media_type=media_type, purpose=purpose, now=now, by=by)
