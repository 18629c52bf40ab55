"""Word to PDF by LibreOffice, where an installation names it (`SOFFICE_BIN`): alone, with limits, without a trace."""

from __future__ import annotations

import resource
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Refusal
from hoithi.documents.formats.typesetting import FONTS as TYPEFACES

FONTS = f"""<?xml version="1.0"?>
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{TYPEFACES}</dir>
  <cachedir prefix="cwd">co-chu</cachedir>
  <selectfont><rejectfont><pattern>
    <patelt name="family"><string>Liberation Serif</string></patelt>
  </pattern></rejectfont></selectfont>
  <match target="pattern">
    <test name="family"><string>Times New Roman</string></test>
    <edit name="family" mode="append" binding="same"><string>Tinos</string></edit>
  </match>
</fontconfig>
"""
"""Where Times New Roman is not installed, Tinos stands in: the same widths and all of Vietnamese."""
WALL_S, CPU_S = 90, 60
MOST_WRITTEN = 100 * 1024 * 1024


class NotConverted(Refusal):
    """LibreOffice is not there, or gave no PDF."""

    status = 503

    def __init__(self) -> None:
        super().__init__(
            _("Máy chủ chưa chuyển được tệp Word này sang PDF."),
            hint=_("Hãy tải tệp Word về, hoặc báo quản trị viên xem lại SOFFICE_BIN."),
        )


def can_convert() -> bool:
    return bool(settings.SOFFICE_BIN)


def docx_to_pdf(data: bytes, *, program: str = "") -> bytes:
    """The PDF LibreOffice makes of a .docx. Raises NotConverted."""
    program = program or settings.SOFFICE_BIN
    if not program:
        raise NotConverted
    with tempfile.TemporaryDirectory(prefix="hoithi-word-") as name:
        folder = Path(name)
        (folder / "vao.docx").write_bytes(data)
        (folder / "fonts.conf").write_text(FONTS)
        call = [
            program,
            f"-env:UserInstallation={(folder / 'ho-so').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", "pdf:writer_pdf_Export"),
            *("--outdir", str(folder), str(folder / "vao.docx")),
        ]
        try:
            subprocess.run(  # noqa: S603  # the operator's own program, paths are ours, never a shell
                call,
                timeout=WALL_S,
                capture_output=True,
                check=True,
                cwd=folder,
                env={
                    "HOME": name,
                    "PATH": "/usr/bin:/bin",
                    "LANG": "C.UTF-8",
                    "FONTCONFIG_FILE": str(folder / "fonts.conf"),
                },
                preexec_fn=_limited,  # only sets limits before another program is loaded
            )
            return (folder / "vao.pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise NotConverted from error


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
