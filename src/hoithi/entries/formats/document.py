"""Looking into a document (bài viết). Runs only inside the limited child process: files come from strangers.

Told by the bytes: PDF, or the ZIP of parts that is a DOCX. Whatever can run by itself (macro, script) is reported.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError
from pypdf.generic import DictionaryObject

MOST_UNPACKED = 500_000_000
MOST_PARTS = 10_000
_PAGES = re.compile(rb"<Pages>(\d{1,6})</Pages>")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Json = dict[str, Any]


def look_at_document(path: Path) -> Json:
    """{"container", "readable", "whole", "pages", "active", "locked", "size"}; pages None where the file tells none."""
    found: Json = {"container": "", "readable": False, "whole": True, "pages": None, "active": False, "locked": False}
    found["size"] = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(1024)
    try:
        if b"%PDF-" in head:
            found["container"] = "pdf"
            found |= _pdf(path)
        elif head[:4] == b"PK\x03\x04":
            found |= _word(path)
        elif head[:8] == _OLE:
            found["container"] = "doc"
    except (PdfReadError, zipfile.BadZipFile, ValueError, KeyError, TypeError, OSError, RecursionError):
        found["readable"] = False
        found["whole"] = _ends(path) if found["container"] == "pdf" else False
    return found


def _pdf(path: Path) -> Json:
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"locked": True, "readable": True}
    root = reader.root_object
    names = root.get("/Names")
    names = names.get_object() if names is not None else {}
    active = isinstance(names, DictionaryObject) and "/JavaScript" in names
    opening = root.get("/OpenAction")
    opening = opening.get_object() if opening is not None else None
    active = active or (isinstance(opening, DictionaryObject) and opening.get("/S") in ("/JavaScript", "/Launch"))
    return {"readable": True, "pages": len(reader.pages), "active": active, "whole": _ends(path)}


def _ends(path: Path) -> bool:
    """Whether the end mark of a PDF stands near its end; a file that was cut off has none."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        return b"%%EOF" in file.read()


def _word(path: Path) -> Json:
    with zipfile.ZipFile(path) as parts:
        listed = parts.infolist()
        names = {one.filename for one in listed}
        if len(listed) > MOST_PARTS or sum(one.file_size for one in listed) > MOST_UNPACKED:
            return {"container": "docx", "readable": False}
        if "word/document.xml" not in names:
            return {"container": "zip"}
        types = parts.read("[Content_Types].xml")
        active = b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names)
        told = _PAGES.search(parts.read("docProps/app.xml")) if "docProps/app.xml" in names else None
        damaged = parts.testzip()
    return {
        "container": "docm" if b"macroEnabled" in types else "docx",
        "readable": damaged is None,
        "active": active,
        "pages": int(told.group(1)) if told else None,
    }
