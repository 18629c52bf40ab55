"""The store in a folder: `dang-tai/` holds uploads under way, `kho/` whole files; both on one file system."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hoithi.core.canonical import sha256_hex
from hoithi.files.store import BLOCK
from hoithi.files.store.disk import Lock, file_blocks, full_disk_told, sync_folder, write_all


class FolderStore:
    """Files in a local folder."""

    name = "local"

    def __init__(self, folder: Path) -> None:
        self.whole, self.coming = folder / "kho", folder / "dang-tai"

    def path(self, key: str) -> Path:
        return self.whole / key

    def writer(self, token: str, key: str) -> FolderWriter:
        return FolderWriter(self.coming / sha256_hex(token.encode()), self.path(key))

    def blocks(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        return file_blocks(self.path(key), start, length, BLOCK)

    def put(self, key: str, source: Path) -> None:
        """Copied beside, made safe, renamed: a reader sees all of it or nothing."""
        target = self.path(key)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = target.with_name(f".{target.name}")
        try:
            with full_disk_told(), source.open("rb") as given, draft.open("wb") as taken:
                shutil.copyfileobj(given, taken, BLOCK)
                taken.flush()
                os.fsync(taken.fileno())
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        sync_folder(target.parent)

    def remove(self, key: str) -> None:
        self.path(key).unlink(missing_ok=True)

    @contextmanager
    def local_copy(self, key: str) -> Iterator[Path]:
        yield self.path(key)

    def address(self, key: str, *, seconds: int, headers: dict[str, str]) -> str | None:
        return None

    def free_bytes(self) -> int | None:
        self.coming.mkdir(mode=0o700, parents=True, exist_ok=True)
        return shutil.disk_usage(self.coming).free

    def tokens(self) -> list[str]:
        return sorted({path.stem for path in self.coming.glob("*.*")})

    def sweep(self, token: str) -> None:
        for path in self.coming.glob(f"{token}.*"):
            path.unlink(missing_ok=True)


class FolderWriter:
    """Appends to `<digest>.phan` under `<digest>.khoa`; `complete` renames it."""

    def __init__(self, base: Path, whole: Path) -> None:
        self.offset = self.safe = 0
        self.state: dict[str, Any] = {}
        self._part, self._whole, self._fd = base.with_suffix(".phan"), whole, -1
        self._lock = Lock(base.with_suffix(".khoa"))

    def open(self, *, safe: int, state: dict[str, Any]) -> None:
        if self._whole.exists():
            self.offset = self.safe = self._whole.stat().st_size
            return
        with full_disk_told():
            self._fd = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.offset = self.safe = min(safe, os.fstat(self._fd).st_size)
        self.back()

    def write(self, data: bytes) -> None:
        try:
            write_all(self._fd, data)
        except BaseException:
            self.back()
            raise
        self.offset += len(data)

    def flush(self) -> None:
        if self.offset == self.safe:
            return
        try:
            with full_disk_told():
                os.fsync(self._fd)
        except BaseException:
            self.back()
            raise
        self.safe = self.offset

    def settled(self) -> None:
        """Nothing is replaced here: the bytes stay where they are."""

    def back(self) -> None:
        if self._fd < 0:
            return
        os.ftruncate(self._fd, self.safe)
        os.lseek(self._fd, self.safe, os.SEEK_SET)
        self.offset = self.safe

    def complete(self) -> None:
        if self._fd < 0:
            return
        self.flush()
        self._whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._part.replace(self._whole)
        for folder in (self._whole.parent, self._whole.parent.parent, self._part.parent):
            sync_folder(folder)

    def discard(self) -> None:
        self._part.unlink(missing_ok=True)
        self._whole.unlink(missing_ok=True)
        self._lock.remove()

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1
        self._lock.close()
