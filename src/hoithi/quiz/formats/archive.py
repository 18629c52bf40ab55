"""Zip files from strangers, and zip files written the same way each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Self

from django.utils.translation import gettext as _

from hoithi.quiz.formats.model import unreadable

MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_MEMBERS = 30_000
_WRITTEN = (1980, 1, 1, 0, 0, 0)


class Archive:
    """A zip file read with care. Raises InvalidInput for one that is broken, locked, or unpacks to a flood."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise _broken() from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise unreadable(_("Tệp nén quá lớn khi mở ra nên không đọc. Hãy chia thành nhiều tệp."))
        self.names = [member.filename for member in members if not member.is_dir()]

    def has(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """A member's bytes; b"" when there is none of this name."""
        if name not in self.names:
            return b""
        try:
            return self._zip.read(name)
        except RuntimeError as error:
            raise unreadable(_("Tệp có mật khẩu. Hãy bỏ mật khẩu rồi thử lại.")) from error
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError, zipfile.LargeZipFile) as error:
            raise _broken() from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()


def _broken() -> Exception:
    return unreadable(_("Không mở được tệp: tệp hỏng hoặc tải chưa hết. Hãy lưu lại rồi gửi lại."))


def zipped(members: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip file; the same members give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, _WRITTEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return target.getvalue()
