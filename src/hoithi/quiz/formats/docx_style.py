"""How text of a Word document looks, after styles: only what people mark a right answer with."""

from __future__ import annotations

from hoithi.quiz.formats.xml import Node

Look = dict[str, str]
"""bold, underline, highlight, colour, hidden, raised → value; "" when it was switched off."""
_OFF = {"0", "false", "off", "none"}
_BLACK = {"", "auto", "000000", "text1", "dark1", "tx1", "dk1"}


def look_of(properties: Node | None) -> Look:
    """What a `w:rPr` says itself."""
    look: Look = {}
    for node in properties.nodes() if properties is not None else []:
        value = node.get("val")
        if node.tag == "b":
            look["bold"] = "" if value in _OFF else "x"
        elif node.tag == "u":
            look["underline"] = "" if value in _OFF else "x"
        elif node.tag == "highlight":
            look["highlight"] = "" if value in _OFF else value
        elif node.tag == "shd":
            fill = node.get("fill").lower()
            look["highlight"] = "" if fill in ("", "auto", "ffffff") else fill
        elif node.tag == "color":
            plain = value.lower() in _BLACK or node.get("themeColor").lower() in _BLACK - {""}
            look["colour"] = "" if plain else value.lower()
        elif node.tag == "vanish":
            look["hidden"] = "" if value in _OFF else "x"
        elif node.tag == "vertAlign":
            look["raised"] = value if value in ("superscript", "subscript") else ""
        elif node.tag == "rFonts":
            look["font"] = node.get("ascii") or node.get("hAnsi")
    return look


class Styles:
    """styles.xml: looks and numbering of named styles, with those they are based on."""

    def __init__(self, root: Node | None) -> None:
        self._nodes = {node.get("styleId"): node for node in root.nodes("style")} if root is not None else {}
        self._looks: dict[str, Look] = {}
        self.base = look_of(root.first("docDefaults", "rPrDefault", "rPr")) if root is not None else {}
        normal = [
            key
            for key, node in self._nodes.items()
            if node.get("type") == "paragraph" and node.get("default") in ("1", "true")
        ]
        self.normal = normal[0] if normal else ""

    def look(self, style: str) -> Look:
        if style not in self._looks:
            look: Look = {}
            for node in reversed(self._chain(style)):
                look |= look_of(node.first("rPr"))
            self._looks[style] = look
        return self._looks[style]

    def numbering(self, style: str) -> tuple[str, str]:
        """(numId, ilvl) a paragraph style brings along; "" for none."""
        for node in self._chain(style):
            numbered = node.first("pPr", "numPr")
            if numbered is not None:
                num, level = numbered.first("numId"), numbered.first("ilvl")
                return (num.get("val") if num is not None else ""), (level.get("val") if level is not None else "0")
        return "", "0"

    def is_heading(self, style: str) -> bool:
        for node in self._chain(style):
            name = node.first("name")
            words = f"{node.get('styleId')} {name.get('val') if name is not None else ''}".lower()
            if "heading" in words or "title" in words or "tiêu đề" in words:
                return True
        return False

    def _chain(self, style: str) -> list[Node]:
        """The style and those it is based on, nearest first."""
        found: list[Node] = []
        while style in self._nodes and self._nodes[style] not in found:
            found.append(self._nodes[style])
            base = found[-1].first("basedOn")
            style = base.get("val") if base is not None else ""
        return found


class Numbering:
    """numbering.xml: how a list counts at a level."""

    def __init__(self, root: Node | None, styles: Styles) -> None:
        self._lists: dict[str, dict[str, tuple[str, str]]] = {}
        if root is None:
            return
        abstract = {node.get("abstractNumId"): node for node in root.nodes("abstractNum")}
        chosen: dict[str, Node | None] = {}
        for num in root.nodes("num"):
            ref = num.first("abstractNumId")
            chosen[num.get("numId")] = abstract.get(ref.get("val")) if ref is not None else None
        for num in root.nodes("num"):
            node = chosen[num.get("numId")]
            link = node.first("numStyleLink") if node is not None else None
            if link is not None:
                node = chosen.get(styles.numbering(link.get("val"))[0], node)
            levels = _levels(node) if node is not None else {}
            for override in num.nodes("lvlOverride"):
                levels |= _levels(override)
            self._lists[num.get("numId")] = levels

    def at(self, num: str, level: str) -> tuple[str, str]:
        """(format, text) of a level: ("upperLetter", "%1."); ("", "") where nothing is counted."""
        return self._lists.get(num, {}).get(level, ("", ""))


def _levels(node: Node) -> dict[str, tuple[str, str]]:
    found = {}
    for level in node.nodes("lvl"):
        kind, text = level.first("numFmt"), level.first("lvlText")
        found[level.get("ilvl", "0")] = (
            kind.get("val", "decimal") if kind is not None else "decimal",
            text.get("val") if text is not None else "",
        )
    return found
