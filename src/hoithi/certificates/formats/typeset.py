"""Certificates set as PDF: one sheet, or a book of many for the printer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno

from hoithi.certificates.rules.sheet import Sheet
from hoithi.documents.formats.typesetting import compile_pdf, compile_png

FOLDER = Path(__file__).resolve().parent
_QR_MASK = 2
"""Any mask can be read; choosing the best of eight for each paper would take longer than setting it."""


@cache
def _source() -> str:
    return (FOLDER / "certificate.typ").read_text(encoding="utf-8")


@cache
def _frame() -> bytes:
    return (FOLDER / "khung.svg").read_bytes()


def set_sheets(
    sheets: Sequence[Sheet],
    *,
    at: datetime,
    title: str,
    framed: bool = True,
    logo: bytes = b"",
    signature: bytes = b"",
) -> bytes:
    """A PDF/A-2b with one sheet a page; equal arguments give equal bytes. Raises TypesettingFailed."""
    inputs, files = _given(sheets, title, framed, logo, signature)
    return compile_pdf(_source(), inputs, at=at, files=files)


def picture_of(
    sheet: Sheet, *, at: datetime, framed: bool = True, logo: bytes = b"", signature: bytes = b"", ppi: int = 110
) -> bytes:
    """The sheet as a PNG, for the preview."""
    inputs, files = _given([sheet], sheet.heading, framed, logo, signature)
    return compile_png(_source(), inputs, at=at, files=files, ppi=ppi)[0]


def _given(
    sheets: Sequence[Sheet], title: str, framed: bool, logo: bytes, signature: bytes
) -> tuple[dict[str, Any], dict[str, bytes]]:
    files = {"khung.svg": _frame()} if framed else {}
    names = {"logo": logo, "signature": signature}
    files |= {name + _ending(data): data for name, data in names.items() if data}
    inputs = {
        "title": title,
        "author": sheets[0].issuer if sheets else "",
        "framed": framed,
        "sheets": [_printed(sheet) for sheet in sheets],
        **{name: name + _ending(data) if data else "" for name, data in names.items()},
    }
    return inputs, files


def _ending(data: bytes) -> str:
    return ".png" if data.startswith(b"\x89PNG") else ".jpg"


def _printed(sheet: Sheet) -> dict[str, str]:
    address = urlsplit(sheet.address)
    return sheet.stored() | {"qr": qr_of(sheet.address), "address_short": address.netloc + "/giay/"}


def qr_of(address: str) -> str:
    """The QR code of an address as SVG, one path."""
    code = segno.make(address, error="m", micro=False, mask=_QR_MASK)
    size = len(code.matrix)
    path = "".join(f"M{x} {y}h{run}v1h-{run}z" for x, y, run in _runs(code.matrix))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path d="{path}"/></svg>'


def _runs(matrix: Sequence[Sequence[int]]) -> Iterator[tuple[int, int, int]]:
    """Dark modules of each row in runs: (column, row, how many)."""
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            begin = x
            while x < len(row) and row[x] & 1:
                x += 1
            if x > begin:
                yield begin, y, x - begin
            x += 1
