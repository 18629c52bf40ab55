"""A ZIP written while it is sent: whatever its size, a few blocks are in memory. Zip64; videos are stored as is."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from hoithi.core.errors import Refusal

_UNIX, _READABLE = 3, 0o644 << 16


@dataclass
class Member:
    """A file of the package. `sha256` and `size` are what was really read, known once it has been written."""

    name: str
    blocks: Callable[[], Iterable[bytes]]
    at: datetime
    """In the zone a reader of the package lives in."""
    packed: bool = False
    """Deflated: for sheets and lists; a video would only cost time."""
    sha256: str = ""
    size: int = 0
    trouble: str = ""
    """Why it is missing or short; the package goes on without it."""


class _Sink(io.RawIOBase):
    """What `zipfile` writes to: it cannot go back, and is emptied after each block."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        data, self._pieces = b"".join(self._pieces), []
        return data


def stream_zip(members: Iterable[Member]) -> Iterator[bytes]:
    """The package piece by piece. `members` is asked for the next one when the last was written, so that a list of
    checksums can come last. A file that cannot be opened is left out and says so in `trouble`."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", allowZip64=True) as package:
        for member in members:
            yield from _written(package, sink, member)
    yield sink.take()


def _written(package: zipfile.ZipFile, sink: _Sink, member: Member) -> Iterator[bytes]:
    blocks = _blocks(member)
    first = next(blocks, b"")
    if member.trouble:
        return
    digest = hashlib.sha256()
    with package.open(_info(member), "w", force_zip64=True) as target:
        for block in chain([first], blocks):
            digest.update(block)
            member.size += len(block)
            target.write(block)
            if data := sink.take():
                yield data
    member.sha256 = digest.hexdigest()
    yield sink.take()


def _blocks(member: Member) -> Iterator[bytes]:
    try:
        yield from member.blocks()
    except (OSError, Refusal) as error:
        member.trouble = type(error).__name__


def _info(member: Member) -> zipfile.ZipInfo:
    at = member.at
    info = zipfile.ZipInfo(member.name, (max(1980, at.year), at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type = zipfile.ZIP_DEFLATED if member.packed else zipfile.ZIP_STORED
    info.create_system, info.external_attr = _UNIX, _READABLE
    return info
