"""A Word template to begin with: the built-in layout with every placeholder in its place."""

from __future__ import annotations

from docx.document import Document

from hoithi.documents.formats.word import saved, sheet
from hoithi.documents.formats.word_parts import CENTER, LEFT, LINE_MM, cell_text, grid, new_row, rule_below, say
from hoithi.documents.rules.paper import Paper


def sample_template() -> bytes:
    """A .docx an office can change and upload again."""
    document = sheet(Paper("", "Mẫu văn bản"))
    _head(document)
    say(document.add_paragraph(), "{{ loai_van_ban }}", align=CENTER, bold=True, before=12, after=0)
    say(document.add_paragraph(), "{{ trich_yeu }}", align=CENTER, bold=True, after=0)
    rule_below(document.add_paragraph(), 58)
    say(document.add_paragraph(), "{%p if tham_quyen %}")
    say(document.add_paragraph(), "{{ tham_quyen }}", align=CENTER, bold=True)
    say(document.add_paragraph(), "{%p endif %}")
    _each(document, "can_cu", italic=True)
    say(document.add_paragraph(), "{%p if kinh_gui %}")
    say(document.add_paragraph(), "Kính gửi:", left_mm=35, after=0)
    _each(document, "kinh_gui", left_mm=35)
    say(document.add_paragraph(), "{%p endif %}")
    say(document.add_paragraph(), "{%p if lenh %}")
    say(document.add_paragraph(), "{{ lenh }}", align=CENTER, bold=True)
    say(document.add_paragraph(), "{%p endif %}")
    say(document.add_paragraph(), "{{p noi_dung }}")
    _foot(document)
    return saved(document)


def _head(document: Document) -> None:
    table = grid(document, 2, (66, 96))
    left, right = table.rows[0].cells
    cell_text(left, "{{ co_quan_chu_quan }}", 12)
    cell_text(left, "{{ co_quan }}", 12, bold=True)
    rule_below(left.add_paragraph(), LINE_MM)
    cell_text(right, "{{ quoc_hieu }}", 12, bold=True)
    cell_text(right, "{{ tieu_ngu }}", 13, bold=True, underline=True)
    row = new_row(table).cells
    cell_text(row[0], "{{ so_ky_hieu }}", 13)
    cell_text(row[1], "{{ ngay_thang }}", 13.5, italic=True)


def _each(document: Document, name: str, *, italic: bool = False, left_mm: float = 0) -> None:
    say(document.add_paragraph(), f"{{%p for dong in {name} %}}")
    say(document.add_paragraph(), "{{ dong }}", indent=not left_mm, italic=italic, left_mm=left_mm)
    say(document.add_paragraph(), "{%p endfor %}")


def _foot(document: Document) -> None:
    table = grid(document, 2, (78, 84))
    left, right = table.rows[0].cells
    cell_text(left, "Nơi nhận:", 12, bold=True, italic=True, align=LEFT)
    for line in ("{%p for dong in noi_nhan %}", "{{ dong }}", "{%p endfor %}"):
        cell_text(left, line, 11, align=LEFT)
    cell_text(right, "{{ quyen_han }}", 14, bold=True)
    cell_text(right, "{{ chuc_vu }}", 14, bold=True)
    say(right.add_paragraph(), "{{ nguoi_ky }}", align=CENTER, bold=True, before=65, after=0)
