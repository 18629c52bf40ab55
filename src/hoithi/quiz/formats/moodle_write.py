"""Items → Moodle XML: categories for topics, tags for what Moodle has no field for, pictures embedded."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote

from hoithi.quiz.formats.gift_write import category, plain_truth, share
from hoithi.quiz.formats.model import Choice, Image, Item
from hoithi.quiz.formats.tags import tags_of
from hoithi.quiz.formats.words import notes_of


def write_moodle(items: Iterable[Item]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    topic = ""
    for number, item in enumerate(items, 1):
        if item.topic != topic:
            path = escape(category(item.topic) or "top")
            lines.append(f'<question type="category"><category><text>{path}</text></category></question>')
            topic = item.topic
        lines += _question(item, number)
    return "\n".join([*lines, "</quiz>\n"]).encode()


def _question(item: Item, number: int) -> Iterator[str]:
    truth = plain_truth(item)
    yield f'<question type="{"truefalse" if truth else "multichoice"}">'
    yield f"<name><text>{escape(item.code or f'Câu {number}')}</text></name>"
    yield f'<questiontext format="html">{_html([item.text], item.images)}</questiontext>'
    yield f'<generalfeedback format="html">{_html(notes_of(item.explanation, item.citation))}</generalfeedback>'
    yield "<defaultgrade>1</defaultgrade><penalty>0</penalty><hidden>0</hidden>"
    yield f"<idnumber>{escape(item.code)}</idnumber>"
    if not truth:
        yield f"<single>{_word(item.kind != 'multiple')}</single>"
        yield f"<shuffleanswers>{_word(item.shuffle)}</shuffleanswers><answernumbering>ABCD</answernumbering>"
    rights = sum(choice.correct for choice in item.options)
    for at, choice in enumerate(item.options):
        yield _answer(item, choice, rights, ("true", "false")[at] if truth else "")
    names = ["difficulty"] + (["kind"] if item.kind == "true_false" and not truth else [])
    names += ["shuffle"] if truth else []
    tags = "".join(f"<tag><text>{escape(tag)}</text></tag>" for tag in tags_of(item, *names))
    yield f"<tags>{tags}</tags></question>" if tags else "</question>"


def _answer(item: Item, choice: Choice, rights: int, truth: str) -> str:
    wrong = "-100" if item.kind == "multiple" else "0"
    fraction = (share(rights) if item.kind == "multiple" else "100") if choice.correct else wrong
    if truth:
        return f'<answer fraction="{fraction}" format="moodle_auto_format"><text>{truth}</text></answer>'
    body = _html([choice.text], (choice.image,) if choice.image else ())
    return f'<answer fraction="{fraction}" format="html">{body}</answer>'


def _html(lines: list[str], images: tuple[Image, ...] = ()) -> str:
    """The `<text>` of HTML, escaped once more for XML, then the files it shows."""
    parts = [f"<p>{escape(line)}</p>" for line in lines]
    names = [f"{at}-{image.name}" for at, image in enumerate(images, 1)]
    parts += [
        f'<p><img src="@@PLUGINFILE@@/{quote(name)}" alt="{escape(image.alt)}"></p>'
        for name, image in zip(names, images, strict=True)
    ]
    files = [
        f'<file name="{escape(name)}" path="/" encoding="base64">{base64.b64encode(image.data).decode()}</file>'
        for name, image in zip(names, images, strict=True)
    ]
    return f"<text>{escape(''.join(parts))}</text>{''.join(files)}"


def _word(value: bool) -> str:
    return "true" if value else "false"
