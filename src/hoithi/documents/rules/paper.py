"""A paper (văn bản) as data, before it is a Word file or a PDF: what stands on it, in reading order.

Source: Nghị định 30/2020/NĐ-CP, phụ lục I (thể thức). Texts are plain; how they look is the formats' affair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

Align = Literal["left", "center", "right"]
NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
END = "./."
BLANK_NUMBER, BLANK_DAY = "        ", "      "  # room for a hand, as offices leave it


@dataclass(frozen=True)
class Heading:
    """A heading: level 1 "I. MỤC ĐÍCH", 2 "1. Mục đích", 3 "a) …"."""

    text: str
    level: Literal[1, 2, 3] = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `lead` stands bold before it ("Điều 1.")."""

    text: str
    lead: str = ""
    look: Literal["", "center", "bold", "italic", "plain"] = ""
    """"" is justified with a first-line indent; "plain" has no indent."""


@dataclass(frozen=True)
class Items:
    """A list, each item after its mark."""

    items: tuple[str, ...]
    mark: Literal["-", "+"] = "-"


@dataclass(frozen=True)
class Table:
    """A table; its head is repeated on each page, `total` is the number of bold rows at its end."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[Align, ...] = ()
    widths: tuple[int, ...] = ()
    """Shares of the line; empty: guessed from what the columns hold."""
    total: int = 0


@dataclass(frozen=True)
class Annex:
    """A new page with a heading of its own ("DANH SÁCH …", "Kèm theo Quyết định số …")."""

    title: str
    under: str = ""


@dataclass(frozen=True)
class Signers:
    """Signatures side by side (biên bản): what each signs as, and the name."""

    columns: tuple[tuple[str, str], ...]


Block = Heading | Paragraph | Items | Table | Annex | Signers
BLOCKS: dict[str, type[Any]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "items": Items,
    "table": Table,
    "annex": Annex,
    "signers": Signers,
}


@dataclass(frozen=True)
class Signature:
    """Who signs: `prefix` TM., KT., TL., TUQ., Q. or "", `on_behalf` what follows it, then title and name."""

    prefix: str = ""
    on_behalf: str = ""
    title: str = ""
    name: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines above the name, upper-case: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"."""
        first = f"{self.prefix} {self.on_behalf}".strip() if self.on_behalf else ""
        return tuple(line.upper() for line in (first, self.title) if line)


@dataclass(frozen=True)
class Paper:
    """A paper. `superior` is the authority above `agency`; `number`, `date` are None while they are blank.

    `authority` and `resolve` are a decision's own lines ("CHỦ TỊCH ỦY BAN NHÂN DÂN …", "QUYẾT ĐỊNH:"); `to` are those
    it is addressed to ("Kính gửi"). `ends` puts "./." after the last sentence.
    """

    kind_title: str
    title: str
    agency: str = ""
    superior: str = ""
    number: int | None = None
    symbol: str = ""
    place: str = ""
    date: date | None = None
    year: int = 0
    """Of a date that is still blank."""
    authority: str = ""
    bases: tuple[str, ...] = ()
    resolve: str = ""
    to: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    recipients: tuple[str, ...] = ()
    signature: Signature = Signature()
    ends: bool = True

    @property
    def number_line(self) -> str:
        """ "Số: 12/KH-UBND"; room is left for a number that is not given yet. "" for a paper without a symbol."""
        if not self.symbol:
            return f"Số: {self.number}" if self.number else ""
        return f"Số: {self.number or BLANK_NUMBER}/{self.symbol}"

    @property
    def date_line(self) -> str:
        """ "Hà Nội, ngày 05 tháng 3 năm 2020": days and the first two months have two digits."""
        if self.date is None:
            when = f"ngày{BLANK_DAY}tháng{BLANK_DAY}năm {self.year or BLANK_DAY}".rstrip()
        else:
            month = f"{self.date.month:02}" if self.date.month < 3 else str(self.date.month)
            when = f"ngày {self.date.day:02} tháng {month} năm {self.date.year}"
        return f"{self.place}, {when}" if self.place else when.capitalize()

    @property
    def ended(self) -> tuple[Block, ...]:
        """The blocks, "./." after the last sentence of the paper's own text (before any annex or signatures)."""
        if not self.ends:
            return self.blocks
        blocks = list(self.blocks)
        main = next((at for at, one in enumerate(blocks) if isinstance(one, Annex)), len(blocks))
        for at in range(main - 1, -1, -1):
            closed = _closed(blocks[at])
            if closed is not None:
                return (*blocks[:at], closed, *blocks[at + 1 :])
        return self.blocks


def _closed(block: Block) -> Block | None:
    """The block with the end mark, or None where none can stand in it."""
    if isinstance(block, Paragraph) and block.look in ("", "plain"):
        return Paragraph(_end(block.text), block.lead, block.look)
    if isinstance(block, Items) and block.items:
        return Items((*block.items[:-1], _end(block.items[-1])), block.mark)
    return None


def _end(text: str) -> str:
    return text if text.endswith(END) else text.rstrip(".;, ") + END


def article(number: int, text: str) -> Paragraph:
    """ "Điều 1. …" of a decision."""
    return Paragraph(text, lead=f"Điều {number}.")


def listed(line: str) -> str:
    """A line of "Căn cứ" or "Nơi nhận" without the mark that is put there anyway."""
    return line.strip().removeprefix("-").strip().rstrip(";.,").strip()


def basis(line: str, *, last: bool) -> str:
    """ "Căn cứ …;" and a full stop after the last. Openings such as "Thực hiện" are kept."""
    text = listed(line)
    if not text.startswith(("Căn cứ", "Thực hiện", "Xét", "Theo", "Nhằm", "Để", "Trên cơ sở")):
        text = f"Căn cứ {text}"
    return text + ("." if last else ";")


def words_of(paper: Paper) -> Iterator[str]:
    """Every word in reading order, as both files must say it."""
    for text in texts_of(paper):
        yield from text.split()


def texts_of(paper: Paper) -> Iterator[str]:
    """Every text in reading order: head, body, foot."""
    yield from (text.upper() for text in (paper.superior, paper.agency) if text)
    yield from (NATION, MOTTO, paper.number_line, paper.date_line)
    yield from (paper.kind_title.upper(), paper.title)
    if paper.authority:
        yield paper.authority.upper()
    yield from bases_of(paper)
    if paper.to:
        yield "Kính gửi:"
        yield from addressees_of(paper)
    if paper.resolve:
        yield paper.resolve
    body, annexes = parts_of(paper)
    for block in body:
        yield from _texts(block)
    yield from foot_of(paper)
    for block in annexes:
        yield from _texts(block)


def parts_of(paper: Paper) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """(the paper's own text, its annexes): between them stand recipients and signature."""
    blocks = paper.ended
    cut = next((at for at, one in enumerate(blocks) if isinstance(one, Annex)), len(blocks))
    return blocks[:cut], blocks[cut:]


def bases_of(paper: Paper) -> tuple[str, ...]:
    last = len(paper.bases) - 1
    return tuple(basis(line, last=at == last) for at, line in enumerate(paper.bases))


def addressees_of(paper: Paper) -> tuple[str, ...]:
    """One stands on the line of "Kính gửi:", several each on a line of its own."""
    if len(paper.to) == 1:
        return (f"{listed(paper.to[0])}.",)
    last = len(paper.to) - 1
    return tuple(f"- {listed(line)}{'.' if at == last else ';'}" for at, line in enumerate(paper.to))


def recipients_of(paper: Paper) -> tuple[str, ...]:
    """ "- …;" and "- Lưu: VT." with a full stop at the end."""
    last = len(paper.recipients) - 1
    return tuple(f"- {listed(line)}{'.' if at == last else ';'}" for at, line in enumerate(paper.recipients))


def foot_of(paper: Paper) -> Iterator[str]:
    if paper.recipients:
        yield "Nơi nhận:"
        yield from recipients_of(paper)
    yield from paper.signature.lines
    if paper.signature.name:
        yield paper.signature.name


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield block.text
    elif isinstance(block, Paragraph):
        yield f"{block.lead} {block.text}".strip()
    elif isinstance(block, Items):
        yield from (f"{block.mark} {item}" for item in block.items)
    elif isinstance(block, Table):
        yield from (cell for row in (block.head, *block.rows) for cell in row if cell)
    elif isinstance(block, Annex):
        yield from (text for text in (block.title.upper(), block.under) if text)
    else:
        yield from (title.upper() for title, _name in block.columns)
        yield from (name for _title, name in block.columns if name)


def to_data(paper: Paper) -> dict[str, Any]:
    """As JSON keeps it."""
    names = {kind: name for name, kind in BLOCKS.items()}
    data = asdict(paper)
    data["date"] = paper.date.isoformat() if paper.date else None
    data["blocks"] = [{"block": names[type(block)], **asdict(block)} for block in paper.blocks]
    return data


def from_data(data: dict[str, Any]) -> Paper:
    """What `to_data` wrote. Raises KeyError, TypeError, ValueError for anything else."""
    known = dict(data)
    known["date"] = date.fromisoformat(data["date"]) if data.get("date") else None
    known["blocks"] = tuple(_block(one) for one in data.get("blocks", ()))
    known["signature"] = Signature(**data.get("signature", {}))
    for name in ("bases", "to", "recipients"):
        known[name] = tuple(data.get(name, ()))
    return Paper(**known)


def _block(data: dict[str, Any]) -> Block:
    fields = {name: _frozen(value) for name, value in data.items() if name != "block"}
    made: Block = BLOCKS[data["block"]](**fields)
    return made


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
