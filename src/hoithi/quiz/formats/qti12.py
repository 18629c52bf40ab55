"""QTI 1.2 (`questestinterop`, as older systems and Canvas write it): items with one list of choices."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hoithi.quiz.formats.markup import Flow, Picture, feed, html_flow
from hoithi.quiz.formats.model import Choice, Item, Reading
from hoithi.quiz.formats.tags import read_tags
from hoithi.quiz.formats.words import clean, split_notes
from hoithi.quiz.formats.xml import Node

_ANSWERS = ("response_lid", "response_str", "response_num", "response_grp", "response_xy")


def read_qti12(reading: Reading, root: Node, file: str, picture: Picture | None) -> None:
    """Every `<item>` of a file whose names are plain (`plain_names`) into the reading."""
    for node in root.walk("item"):
        number = reading.count = reading.count + 1
        place = _("câu {n} (dòng {line})").format(n=number, line=node.line)
        _item(reading, node, number, f"{file}: {place}" if file else place, picture)


def _item(reading: Reading, node: Node, number: int, place: str, picture: Picture | None) -> None:
    stem, presentation = Flow(picture), node.first("presentation")
    if presentation is not None:
        _material(stem, presentation, ("render_choice", "render_fib", "render_extension"))
    text = " ".join(stem.lines)
    asked = list(node.walk(*_ANSWERS))
    if len(asked) != 1 or asked[0].tag != "response_lid" or asked[0].first("render_choice") is None:
        message = _("Câu không phải một câu trắc nghiệm (có {n} chỗ trả lời); ngân hàng chỉ nhận câu trắc nghiệm.")
        reading.fault(number, place, message.format(n=len(asked)), text)
        return
    asked_for = asked[0]
    right = _right(node, asked_for.get("ident"))
    options, lost = [], bool(stem.lost)
    for label in asked_for.walk("response_label"):
        flow = Flow(picture)
        _material(flow, label)
        lost = lost or bool(flow.lost) or len(flow.images) > 1
        options.append(
            Choice(" ".join(flow.lines), label.get("ident") in right, flow.images[0] if flow.images else None)
        )
    if lost:
        message = _("Câu có hình, công thức hoặc âm thanh không kèm trong tệp nên không nhập được nguyên vẹn.")
        reading.fault(number, place, message, text)
        return
    render = asked_for.first("render_choice")
    tags = read_tags(clean(entry.text()) for entry in node.walk("fieldentry"))
    explanation, citation = split_notes(_told(node))
    multiple = asked_for.get("rcardinality").lower() in ("multiple", "ordered")
    reading.items.append(
        Item(
            text,
            tuple(options),
            kind=tags.get("kind") or ("multiple" if multiple else "single"),
            code=tags.get("code", ""),
            topic=tags.get("topic", ""),
            difficulty=tags.get("difficulty", ""),
            shuffle=render is None or render.get("shuffle", "Yes").lower() != "no",
            explanation=explanation,
            citation=citation,
            images=tuple(stem.images),
            number=number,
            place=place,
        )
    )


def _material(flow: Flow, node: Node, skip: tuple[str, ...] = ()) -> None:
    """Text of a presentation: `mattext` is HTML or plain, `matimage` names a picture."""
    for child in node.nodes():
        if child.tag in skip:
            continue
        if child.tag in ("mattext", "matemtext"):
            flow.start("p", {})
            if child.nodes():
                feed(flow, child)
            elif child.get("texttype", "text/plain").lower() == "text/html":
                html_flow(child.text(), into=flow)
            else:
                flow.data(child.text())
            flow.end("p")
        elif child.tag == "matimage":
            flow.start("img", {"src": child.get("uri"), "alt": child.get("label")})
        elif child.tag in ("mataudio", "matvideo", "matapplet", "matapplication"):
            flow.lost.append(child.tag)
        else:
            _material(flow, child, skip)


def _right(item: Node, ident: str) -> set[str]:
    """Options a condition with points asks for; what stands inside `<not>` is asked not to be chosen."""
    found: set[str] = set()
    for condition in item.walk("respcondition"):
        points = [setvar.text().strip() for setvar in condition.nodes("setvar")]
        names = {setvar.get("varname", "SCORE").upper() for setvar in condition.nodes("setvar")}
        if points and names & {"SCORE", ""} and any(_positive(value) for value in points):
            for wanted in condition.nodes("conditionvar"):
                found |= _wanted(wanted, ident)
    return found


def _wanted(node: Node, ident: str) -> set[str]:
    found: set[str] = set()
    for child in node.nodes():
        if child.tag == "varequal" and child.get("respident", ident) == ident:
            found.add(child.text().strip())
        elif child.tag != "not":
            found |= _wanted(child, ident)
    return found


def _positive(text: str) -> bool:
    try:
        return float(text) > 0
    except ValueError:
        return False


def _told(node: Node) -> list[str]:
    feedback = node.nodes("itemfeedback")
    general = [one for one in feedback if one.get("ident").lower() in ("general_fb", "giai_thich")] or feedback[:1]
    flow = Flow()
    for one in general:
        _material(flow, one)
    return flow.lines
