"""What an office may write into its own Word template: names without diacritics (their words: `documents.words`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hoithi.documents.rules.paper import (
    MOTTO,
    NATION,
    Paper,
    Table,
    addressees_of,
    bases_of,
    recipients_of,
)

BODY = "noi_dung"
"""The one placeholder that stands for many paragraphs and tables: it takes a paragraph of its own, {{p noi_dung }}."""


@dataclass(frozen=True)
class Placeholder:
    name: str
    form: str = ""
    """How it is written where plain {{ name }} is not enough."""

    @property
    def written(self) -> str:
        return self.form or f"{{{{ {self.name} }}}}"


def _each(one: str, many: str) -> str:
    return f"{{%p for {one} in {many} %}} {{{{ {one} }}}} {{%p endfor %}}"


PLACEHOLDERS = (
    Placeholder("co_quan_chu_quan"),
    Placeholder("co_quan"),
    Placeholder("quoc_hieu"),
    Placeholder("tieu_ngu"),
    Placeholder("so"),
    Placeholder("ky_hieu"),
    Placeholder("so_ky_hieu"),
    Placeholder("dia_danh"),
    Placeholder("ngay"),
    Placeholder("thang"),
    Placeholder("nam"),
    Placeholder("ngay_thang"),
    Placeholder("loai_van_ban"),
    Placeholder("trich_yeu"),
    Placeholder("tham_quyen"),
    Placeholder("can_cu", _each("dong", "can_cu")),
    Placeholder("kinh_gui", _each("dong", "kinh_gui")),
    Placeholder("lenh"),
    Placeholder(BODY, "{{p noi_dung }}"),
    Placeholder("bang", "{%tr for d in bang.dong %} {{ d[0] }} {{ d[1] }} {%tr endfor %}"),
    Placeholder("noi_nhan", _each("dong", "noi_nhan")),
    Placeholder("quyen_han"),
    Placeholder("chuc_vu"),
    Placeholder("nguoi_ky"),
)
NAMES = frozenset(one.name for one in PLACEHOLDERS)


def context_of(paper: Paper) -> dict[str, Any]:
    """The values of every placeholder but `BODY`: strings, lists of strings, and the first table."""
    signed, lines, day = paper.signature, paper.signature.lines, paper.date
    table = next((block for block in paper.blocks if isinstance(block, Table)), Table((), ()))
    return {
        "co_quan_chu_quan": paper.superior.upper(),
        "co_quan": paper.agency.upper(),
        "quoc_hieu": NATION,
        "tieu_ngu": MOTTO,
        "so": str(paper.number or ""),
        "ky_hieu": paper.symbol,
        "so_ky_hieu": paper.number_line,
        "dia_danh": paper.place,
        "ngay": f"{day.day:02}" if day else "",
        "thang": (f"{day.month:02}" if day.month < 3 else str(day.month)) if day else "",
        "nam": str(day.year if day else paper.year or ""),
        "ngay_thang": paper.date_line,
        "loai_van_ban": paper.kind_title.upper(),
        "trich_yeu": paper.title,
        "tham_quyen": paper.authority.upper(),
        "can_cu": list(bases_of(paper)),
        "kinh_gui": list(addressees_of(paper)),
        "lenh": paper.resolve,
        "bang": {"cot": list(table.head), "dong": [list(row) for row in table.rows]},
        "noi_nhan": list(recipients_of(paper)),
        "quyen_han": lines[0] if signed.on_behalf else "",
        "chuc_vu": signed.title.upper(),
        "nguoi_ky": signed.name,
    }
