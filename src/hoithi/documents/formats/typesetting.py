"""Typst, called one way: our own typefaces, no packages, no network, no folder of this machine.

A `source` is always a text of this product; what people wrote goes in as data (`inputs`) or as `files`.
"""

from __future__ import annotations

import json
import re
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst
from django.utils.translation import gettext_lazy as _

from hoithi.core.errors import Refusal

FONTS = Path(__file__).resolve().parent.parent / "fonts"
PDF_A: Literal["a-2b"] = "a-2b"
_PACKAGE = re.compile(r'#\s*(?:import|include)\s*"@')
_own = threading.local()  # a Compiler serves one thread at a time


class TypesettingFailed(Refusal):
    """The typesetter refused the source or a file given to it; `diagnostic` says where, for the log."""

    status = 500

    def __init__(self, diagnostic: str) -> None:
        super().__init__(_("Chưa dàn được trang giấy này. Hãy xem lại hình đã nạp, hoặc báo quản trị viên."))
        self.diagnostic = diagnostic


def compile_pdf(
    source: str, inputs: Mapping[str, Any], *, at: datetime, files: Mapping[str, bytes] | None = None, pdfa: bool = True
) -> bytes:
    """Set `source` as a PDF, PDF/A-2b unless told otherwise; equal arguments give equal bytes.

    `inputs` (anything JSON writes) reaches the source as `json(bytes(sys.inputs.data))`; `files` (name → bytes) as
    `image("name")`. `at` is the date written into the file. Raises TypesettingFailed.
    """
    return _compile(source, inputs, files, "pdf", at=at, standards=PDF_A if pdfa else None)[0]


def compile_png(
    source: str, inputs: Mapping[str, Any], *, at: datetime, files: Mapping[str, bytes] | None = None, ppi: int = 96
) -> list[bytes]:
    """Set `source` as one PNG a page; arguments as of `compile_pdf`."""
    return _compile(source, inputs, files, "png", at=at, ppi=ppi)


def _compile(
    source: str,
    inputs: Mapping[str, Any],
    files: Mapping[str, bytes] | None,
    form: Literal["pdf", "png"],
    *,
    at: datetime,
    ppi: int | None = None,
    standards: Literal["a-2b"] | None = None,
) -> list[bytes]:
    if _PACKAGE.search(source):
        raise TypesettingFailed("packages are not fetched")
    with _root(files) as root:
        try:
            pages = _compiler().compile(
                source.encode(),
                root=root,
                format=form,
                ppi=ppi,
                sys_inputs={"data": json.dumps(inputs, ensure_ascii=False)},
                pdf_standards=standards or [],
                timestamp=int(at.timestamp()),
            )
        except RuntimeError as error:  # TypstError is one
            raise TypesettingFailed(str(getattr(error, "diagnostic", "") or error)) from error
    return pages if isinstance(pages, list) else [pages or b""]


@contextmanager
def _root(files: Mapping[str, bytes] | None) -> Iterator[Path]:
    """The only folder a source can read: the files given to it, else the typefaces."""
    if not files:
        yield FONTS
        return
    with tempfile.TemporaryDirectory(prefix="hoithi-giay-") as folder:
        for name, data in files.items():
            (Path(folder) / Path(name).name).write_bytes(data)
        yield Path(folder)


def _compiler() -> typst.Compiler:
    if not hasattr(_own, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        _own.compiler = typst.Compiler(root=FONTS, font_paths=fonts)
    compiler: typst.Compiler = _own.compiler
    return compiler
