"""HTML and the XHTML of QTI as plain text: blocks keep apart, pictures are handed over, scripts stay out."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from html.parser import HTMLParser

from hoithi.quiz.formats.model import Image
from hoithi.quiz.formats.words import clean, lowered, raised
from hoithi.quiz.formats.xml import Node

Picture = Callable[[str], bytes | None]
"""The bytes behind the `src` of a picture, None when the file does not hold it."""
_SILENT = {"script", "style", "head", "title", "template", "noscript"}
_INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins"}
_INLINE |= {"kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike"}
_INLINE |= {"strong", "sub", "sup", "tt", "u", "var", "wbr"}
_DATA = re.compile(r"data:image/([\w.+-]+);base64,(.*)", re.DOTALL)


class Flow:
    """Text as it would be read on a page: fed with starts, ends and data of elements."""

    def __init__(self, picture: Picture | None = None) -> None:
        self.parts: list[str] = []
        self.images: list[Image] = []
        self.lost: list[str] = []
        self._picture, self._silent = picture, 0
        self._shift: list[tuple[str, int]] = []

    def start(self, tag: str, attrs: Mapping[str, str | None]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in ("img", "object"):
            self._image(attrs.get("src") or attrs.get("data") or "", attrs.get("alt") or "")
        elif tag in ("sub", "sup"):
            self._shift.append((tag, len(self.parts)))
        elif tag in ("audio", "video", "iframe", "embed", "math", "svg"):
            self.lost.append(tag)
        elif tag not in _INLINE:
            self.parts.append("\n")

    def end(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("sub", "sup") and self._shift and self._shift[-1][0] == tag:
            _tag, at = self._shift.pop()
            inner = "".join(self.parts[at:])
            self.parts[at:] = [raised(inner) if tag == "sup" else lowered(inner)]
        elif tag not in _INLINE and tag not in ("img", "br"):
            self.parts.append("\n")

    def data(self, text: str) -> None:
        if not self._silent:
            # White space of the source is no line break of the page
            self.parts.append(re.sub(r"\s+", " ", text))

    def _image(self, src: str, alt: str) -> None:
        if match := _DATA.match(src):
            try:
                data: bytes | None = base64.b64decode(match[2], validate=False)
            except (binascii.Error, ValueError):
                data = None
            name = f"hinh-{len(self.images) + 1}.{match[1].split('+')[0].replace('jpeg', 'jpg')}"
        else:
            data, name = (self._picture(src) if self._picture else None), src.rpartition("/")[2]
        if data:
            self.images.append(Image(name, data, clean(alt)))
        else:
            self.lost.append("img")

    @property
    def lines(self) -> list[str]:
        """Lines of text in their stored form, blank ones left out."""
        return [line for line in (clean(part) for part in "".join(self.parts).split("\n")) if line]


class _Html(HTMLParser):
    def __init__(self, flow: Flow) -> None:
        super().__init__(convert_charrefs=True)
        self.flow = flow

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flow.start(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flow.start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.flow.end(tag)

    def handle_data(self, data: str) -> None:
        self.flow.data(data)


def html_flow(source: str, picture: Picture | None = None, *, into: Flow | None = None) -> Flow:
    """HTML, whole or broken, as it would be read; `into` is a flow to go on with."""
    flow = Flow(picture) if into is None else into
    parser = _Html(flow)
    parser.feed(source)
    parser.close()
    return flow


def html_text(source: str, picture: Picture | None = None, *, lines: bool = False) -> tuple[str, tuple[Image, ...]]:
    """(text, pictures); with `lines` the text keeps its line breaks."""
    flow = html_flow(source, picture)
    return ("\n" if lines else " ").join(flow.lines), tuple(flow.images)


def feed(flow: Flow, node: Node, skip: tuple[str, ...] = ()) -> None:
    """An element's content into a flow, without elements named in `skip`."""
    for child in node.children:
        if isinstance(child, str):
            flow.data(child)
        elif child.tag not in skip:
            flow.start(child.tag, child.attrs)
            feed(flow, child, skip)
            flow.end(child.tag)
