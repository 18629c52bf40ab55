"""The store: one interface over a local folder and an S3-compatible bucket.

A writer holds the lock of an upload (across processes) and tells which bytes are safe: what `flush` has answered for
survives a crash of the program. `complete` makes the whole file appear under its key at once, and may be called again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

BLOCK = 1024 * 1024
"""Bytes held in memory at a time."""


class Writer(Protocol):
    """The one who may write an upload just now."""

    offset: int
    """Bytes taken, safe or not yet."""
    safe: int
    """Bytes that survive a crash."""
    state: dict[str, Any]
    """To be kept with the upload whenever `safe` is."""

    def open(self, *, safe: int, state: dict[str, Any]) -> None:
        """Go on at `safe`, or where the store's bytes end before it; both as the row says under the lock."""
        ...

    def write(self, data: bytes) -> None:
        """Append. Raises StoreFull; then the writer stands at `safe` again."""
        ...

    def flush(self) -> None:
        """Make everything taken safe. Raises StoreFull, StoreUnreachable."""
        ...

    def settled(self) -> None:
        """`safe` and `state` are in the database: what they replace may go."""
        ...

    def back(self) -> None:
        """Forget what was taken since the last flush."""
        ...

    def complete(self) -> None:
        """All bytes are there: put the file under its key. Safe to call again."""
        ...

    def discard(self) -> None:
        """Throw everything away, the file under its key too."""
        ...

    def close(self) -> None:
        """Give the lock back."""
        ...


class Store(Protocol):
    """Where files end. Keys are random and tell nothing."""

    name: str

    def writer(self, token: str, key: str) -> Writer:
        """Lock an upload; what it holds is looked at by `open`. Raises UploadBusy."""
        ...

    def blocks(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The file's bytes, at most `BLOCK` at a time. Raises FileNotFoundError."""
        ...

    def put(self, key: str, source: Path) -> None:
        """Store a finished file of this machine under `key`."""
        ...

    def remove(self, key: str) -> None: ...

    def local_copy(self, key: str) -> AbstractContextManager[Path]:
        """The file as a path that must not be written to, inside the block."""
        ...

    def address(self, key: str, *, seconds: int, headers: dict[str, str]) -> str | None:
        """A presigned address for GET, where the store has such; `headers` are the answer's."""
        ...

    def free_bytes(self) -> int | None:
        """Room left; None where nobody can tell."""
        ...

    def tokens(self) -> list[str]:
        """Digests of the uploads under way that the store holds something for."""
        ...

    def sweep(self, token: str) -> None:
        """Throw away what is left of an upload that no row knows."""
        ...


@cache
def store() -> Store:
    """The store the settings name (`STORAGE_URL`)."""
    chosen = settings.FILES_STORE
    if chosen["backend"] == "s3":
        from hoithi.files.store.s3 import BucketStore

        return BucketStore(**chosen["options"])
    from hoithi.files.store.local import FolderStore

    return FolderStore(Path(chosen["folder"]))
