"""Small things about disks: locks that end with their process, writes that tell a full disk, renames that stay."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hoithi.files.errors import StoreFull, UploadBusy

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Lock:
    """An exclusive lock by a file; the system gives it back when the process dies. Raises UploadBusy."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        with full_disk_told():
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(self._fd).st_ino != path.stat().st_ino:  # taken away between opening and locking
                raise UploadBusy
        except (OSError, UploadBusy) as error:
            os.close(self._fd)
            raise UploadBusy from error

    def remove(self) -> None:
        """The upload is over: no lock is needed any more. Still held until `close`."""
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


@contextmanager
def full_disk_told() -> Iterator[None]:
    """A disk without room becomes its sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StoreFull from error
        raise


def write_all(fd: int, data: bytes) -> None:
    """Write every byte. Raises StoreFull; then some may have been written."""
    rest = memoryview(data)
    with full_disk_told():
        while rest:
            rest = rest[os.write(fd, rest) :]


def sync_folder(folder: Path) -> None:
    """Make names in a folder survive a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def file_blocks(path: Path, start: int, length: int | None, block: int) -> Iterator[bytes]:
    with path.open("rb") as source:
        source.seek(start)
        rest = length
        while rest is None or rest > 0:
            data = source.read(block if rest is None else min(block, rest))
            if not data:
                return
            rest = None if rest is None else rest - len(data)
            yield data
