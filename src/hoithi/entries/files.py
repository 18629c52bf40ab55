"""Bytes of works in the store: reading one as a local file, keeping one that was made here.

The only place of this room's background work that knows the store; the rest has paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from hoithi.core.canonical import random_code
from hoithi.entries.formats.inspect import sha256_of
from hoithi.files.models import StoredFile
from hoithi.files.store import store
from hoithi.people.models import User


class StoreTrouble(Exception):
    """The store does not give a file back, or gives back another one."""


@contextmanager
def path_of(stored: StoredFile) -> Iterator[Path]:
    """A local path to read the file at, inside the block only. Raises StoreTrouble, StoreUnreachable."""
    with store().local_copy(stored.key) as path:
        if not path.is_file() or path.stat().st_size != stored.size:
            raise StoreTrouble(f"file {stored.pk} is not in the store as it was stored")
        yield path


def keep(path: Path, *, name: str, media_type: str, purpose: str, now: datetime, by: User | None = None) -> StoredFile:
    """Put a copy of a local file into the store. Outside a transaction where the file may be large."""
    code = random_code(24).lower()
    key = f"{code[:2]}/{code}"
    store().put(key, path)
    return StoredFile.objects.create(
        key=key,
        name=name,
        media_type=media_type,
        size=path.stat().st_size,
        sha256=sha256_of(path),
        purpose=purpose,
        stored_by=by,
        stored_at=now,
    )


def discard(stored: StoredFile) -> None:
    """Take back what was kept a moment ago and nothing points at."""
    store().remove(stored.key)
    stored.delete()
