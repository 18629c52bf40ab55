"""A stored file as a path of this machine, for programs that need one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hoithi.files.errors import StoreUnreachable
from hoithi.files.models import StoredFile
from hoithi.files.store import store


class StoreTrouble(Exception):
    """The store does not give a file back, or gives back another one."""


@contextmanager
def local_path(stored: StoredFile) -> Iterator[Path]:
    """A path to read the file at, inside the block only. Raises StoreTrouble."""
    with ExitStack() as held:
        try:
            path = held.enter_context(store().local_copy(stored.key))
        except (FileNotFoundError, StoreUnreachable) as error:
            raise StoreTrouble(f"{stored.key} is not in the store") from error
        if not path.is_file():
            raise StoreTrouble(f"{stored.key} is not in the store")
        if path.stat().st_size != stored.size:
            raise StoreTrouble(f"{stored.key} is not the file that was stored")
        yield path  # what goes wrong inside the block is the block's
