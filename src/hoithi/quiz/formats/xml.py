"""XML from strangers: a small tree with line numbers; entities, deep nesting and endless files are refused."""

from __future__ import annotations

from collections.abc import Iterator
from html.entities import html5
from xml.parsers import expat

from django.utils.translation import gettext as _

from hoithi.quiz.formats.model import unreadable

MAX_DEPTH = 200
MAX_NODES = 3_000_000


class Node:
    """An element: names without name spaces; `children` are elements and text in order; `line` of the file, from 1."""

    __slots__ = ("attrs", "children", "line", "tag")

    def __init__(self, tag: str, attrs: dict[str, str], line: int) -> None:
        self.tag, self.attrs, self.line = tag, attrs, line
        self.children: list[Node | str] = []

    def nodes(self, *tags: str) -> list[Node]:
        """Child elements, only those of these names when some are given."""
        return [child for child in self.children if isinstance(child, Node) and (not tags or child.tag in tags)]

    def first(self, *path: str) -> Node | None:
        """The first element behind a path of child names."""
        here: Node | None = self
        for tag in path:
            here = next(iter(here.nodes(tag)), None) if here is not None else None
        return here

    def walk(self, *tags: str) -> Iterator[Node]:
        """This element and everything below, in order; only these names when some are given."""
        if not tags or self.tag in tags:
            yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk(*tags)

    def text(self) -> str:
        """All text below, as it stands."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def get(self, name: str, default: str = "") -> str:
        return self.attrs.get(name, default)


class _Builder:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self.parser, self.root, self.open, self.count = parser, Node("", {}, 0), list[Node](), 0
        self.open.append(self.root)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.skipped

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_NODES or len(self.open) > MAX_DEPTH:
            raise unreadable(_("Tệp XML quá lớn hoặc lồng quá sâu nên không đọc. Hãy chia thành nhiều tệp."))
        names = {name.rpartition(" ")[2]: value for name, value in attrs.items()}
        node = Node(tag.rpartition(" ")[2], names, self.parser.CurrentLineNumber)
        self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, tag: str) -> None:
        self.open.pop()

    def data(self, text: str) -> None:
        self.open[-1].children.append(text)

    def skipped(self, name: str, is_parameter: int) -> None:
        self.open[-1].children.append(html5.get(f"{name};", ""))

    def entity(self, *declared: object) -> None:
        raise unreadable(_("Tệp XML có khai báo thực thể (ENTITY) nên không đọc vì lý do an toàn. Hãy xuất lại tệp."))


def parse_xml(data: bytes, name: str = "") -> Node:
    """The root element. Raises InvalidInput with line and column where the file is not well-formed, or not safe."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    builder = _Builder(parser)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        place = _("dòng {line}, cột {column}").format(line=error.lineno, column=error.offset + 1)
        message = _("Tệp XML sai cú pháp tại đây nên không đọc tiếp được. Hãy xuất lại tệp, hoặc sửa chỗ này.")
        raise unreadable(message, f"{name}: {place}" if name else place) from error
    return builder.root.nodes()[0]
