"""A paper's blocks as plain lines somebody can edit in a box, and back: what is written comes back as it was.

`# `, `## `, `### ` headings · `- `, `+ ` items · `| a | b |` tables (first their head, then a line of alignments with
widths, `|=` before a total) · `>> ` centred · `** ` bold · `// ` italic · `.. ` without indent · `[[…]] ` a bold lead ·
`=== title || below` an annex on a new page · `~~ title: name | title: name` signatures side by side · `\\ ` before a
line that only looks like one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from hoithi.documents.rules.paper import Align, Annex, Block, Heading, Items, Paragraph, Signers, Table

LOOKS = {"center": ">>", "bold": "**", "italic": "//", "plain": ".."}
MARKS = {mark: look for look, mark in LOOKS.items()}
ARTICLE = re.compile(r"(Điều \d+\.)\s+(.*)", re.DOTALL)
LEAD = re.compile(r"\[\[(.+?)\]\]\s*(.*)", re.DOTALL)
SPECIAL = re.compile(r"#{1,3} |[-+] |\||>>|\*\*|//|\.\.|\[\[|===|~~|\\ ")
LEFT: tuple[Align, ...] = ("left",)
SIDES: dict[Align, str] = {"left": "---", "center": ":-:", "right": "--:"}


def to_lines(blocks: Sequence[Block]) -> str:
    """The blocks, an empty line between any two."""
    return "\n\n".join("\n".join(_lines(block)) for block in blocks)


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {block.text}"
    elif isinstance(block, Paragraph):
        yield _paragraph(block)
    elif isinstance(block, Items):
        yield from (f"{block.mark} {item}" for item in block.items)
    elif isinstance(block, Table):
        yield _row(block.head)
        widths = block.widths or ("",) * len(block.head)
        aligns = (*block.aligns, *LEFT * (len(block.head) - len(block.aligns)))
        yield "|" + "|".join(f"{SIDES[side]}{width}" for side, width in zip(aligns, widths, strict=True)) + "|"
        total_from = len(block.rows) - block.total
        yield from (_row(row, "|=" if at >= total_from else "|") for at, row in enumerate(block.rows))
    elif isinstance(block, Annex):
        yield f"=== {block.title}" + (f" || {block.under}" if block.under else "")
    else:
        yield "~~ " + " | ".join(f"{title}: {name}".strip() for title, name in block.columns)


def _paragraph(block: Paragraph) -> str:
    lead = ""
    if block.lead:
        lead = f"{block.lead} " if ARTICLE.fullmatch(f"{block.lead} x") else f"[[{block.lead}]] "
    if block.look:
        return f"{LOOKS[block.look]} {lead}{block.text}"
    shadow = not block.lead and (SPECIAL.match(block.text) or ARTICLE.fullmatch(block.text))
    return f"\\ {block.text}" if shadow else f"{lead}{block.text}"


def _row(cells: Sequence[str], begin: str = "|") -> str:
    return begin + " " + " | ".join(cell.replace("|", "¦") for cell in cells) + " |"


def from_lines(text: str) -> tuple[Block, ...]:
    """What `to_lines` wrote, or what somebody made of it; nothing is refused, a line nobody knows is a paragraph."""
    found: list[Block] = []
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    at = 0
    while at < len(lines):
        line = lines[at]
        run = at + 1
        if line.startswith(("- ", "+ ", "|")):
            begins = line[0] if line[0] == "|" else line[:2]
            while run < len(lines) and lines[run].startswith(begins):
                run += 1
            found.append(_table(lines[at:run]) if begins == "|" else _items(lines[at:run]))
        elif line:
            found.append(_one(line))
        at = run
    return tuple(found)


def _items(lines: Sequence[str]) -> Items:
    return Items(tuple(line[2:].strip() for line in lines), "+" if lines[0][0] == "+" else "-")


def _one(line: str) -> Block:
    if line.startswith("\\ "):
        return Paragraph(line[2:].strip())
    if heading := re.match(r"(#{1,3}) (.*)", line):
        level = len(heading[1])
        return Heading(heading[2].strip(), 1 if level == 1 else 2 if level == 2 else 3)
    if line.startswith("==="):
        title, _bars, under = line[3:].partition("||")
        return Annex(title.strip(), under.strip())
    if line.startswith("~~"):
        pairs = [pair.partition(":") for pair in line[2:].split("|")]
        return Signers(tuple((title.strip(), name.strip()) for title, _colon, name in pairs))
    look = MARKS.get(line[:2], "")
    text = line[2:].strip() if look else line
    found = ARTICLE.fullmatch(text) or LEAD.fullmatch(text)
    lead, text = (found[1], found[2].strip()) if found else ("", text)
    return Paragraph(text, lead, look)  # type: ignore[arg-type]  # one of LOOKS


def _table(lines: Sequence[str]) -> Block:
    rows = [(line.startswith("|="), _cells(line)) for line in lines]
    head = rows[0][1]
    aligns, widths, body = _form(rows[1][1] if len(rows) > 1 else (), len(head))
    cells = [(total, _fit(row, len(head))) for total, row in rows[2 if body else 1 :]]
    total = 0
    for is_total, _row_cells in reversed(cells):
        if not is_total:
            break
        total += 1
    return Table(head, tuple(row for _total, row in cells), aligns, widths, total)


def _cells(line: str) -> tuple[str, ...]:
    inside = re.sub(r"^\|=?", "", line)
    inside = inside.removesuffix("|")
    return tuple(cell.strip() for cell in inside.split("|"))


def _form(cells: Sequence[str], columns: int) -> tuple[tuple[Align, ...], tuple[int, ...], bool]:
    """(alignments, widths, whether this line was one of them)."""
    found = [re.fullmatch(r"(:?-+:?)(\d{0,3})", cell) for cell in cells]
    if len(found) != columns or not all(found):
        return (), (), False
    sides: dict[str, Align] = {"::": "center", "-:": "right"}
    aligns = tuple(sides.get(one[1][0] + one[1][-1], "left") for one in found if one)
    widths = tuple(int(one[2]) for one in found if one and one[2])
    return aligns, widths if len(widths) == columns and all(widths) else (), True


def _fit(row: Sequence[str], columns: int) -> tuple[str, ...]:
    """A row with too few cells is filled up; what is too much goes into the last."""
    if len(row) > columns:
        return (*row[: columns - 1], " ".join(row[columns - 1 :]))
    return (*row, *("",) * (columns - len(row)))
