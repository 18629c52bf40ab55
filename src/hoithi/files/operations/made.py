"""Files made on the server: a poster, a copy for playing."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from hoithi.files.models import StoredFile
from hoithi.files.rules.keys import key_of
from hoithi.files.rules.names import clean_name
from hoithi.files.store import BLOCK, store
from hoithi.files.store.disk import file_blocks
from hoithi.people.models import User


def add_file(
    path: Path, *, name: str, media_type: str, purpose: str, now: datetime, by: User | None = None
) -> StoredFile:
    """Put a copy of a local file into the store. Call it outside a transaction where the file may be large.

    Raises StoreFull, StoreUnreachable; then nothing was stored.
    """
    sha256, size, key = hashlib.sha256(), 0, key_of(secrets.token_urlsafe(32))
    for data in file_blocks(path, 0, None, BLOCK):
        sha256.update(data)
        size += len(data)
    store().put(key, path)
    try:
        return StoredFile.objects.create(
            key=key,
            name=clean_name(name),
            media_type=media_type,
            size=size,
            sha256=sha256.hexdigest(),
            purpose=purpose,
            stored_by=by,
            stored_at=now,
        )
    except BaseException:
        store().remove(key)
        raise


def remove_file(stored: StoredFile, *, now: datetime, keep_row: bool = True) -> None:
    """The bytes go; the row and its digest stay as evidence, or go too where nothing points at them."""
    store().remove(stored.key)
    if keep_row:
        stored.removed_at = now
        stored.save(update_fields=["removed_at"])
    else:
        stored.delete()
