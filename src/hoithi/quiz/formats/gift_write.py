"""Items → GIFT, as Moodle reads it: categories for topics, comment fields for code and difficulty, weights."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hoithi.quiz.formats.gift_scan import escaped
from hoithi.quiz.formats.model import FALSE, TRUE, Item, has_images
from hoithi.quiz.formats.tags import tags_of
from hoithi.quiz.formats.words import notes_of


def not_carried(item: Item) -> str:
    """Why GIFT cannot hold a question, in words; "" when it can."""
    return _("GIFT không ghi được hình ảnh.") if has_images(item) else ""


def share(rights: int) -> str:
    """What each of so many right options earns, in Moodle's own figures: "100", "33.33333"."""
    return f"{100 / rights:.5f}".rstrip("0").rstrip(".")


def category(topic: str) -> str:
    return topic.replace("/", "//")


def plain_truth(item: Item) -> bool:
    """Whether other programs' own true–false kind says the same: "Đúng" first, then "Sai"."""
    return item.kind == "true_false" and [option.text for option in item.options] == [TRUE, FALSE]


def write_gift(items: Iterable[Item]) -> bytes:
    """One block a question, topics as categories in the order they come."""
    blocks, topic = [], ""
    for item in items:
        if item.topic != topic:
            blocks.append(f"$CATEGORY: {category(item.topic) or 'top'}")
            topic = item.topic
        blocks.append("\n".join(_lines(item)))
    return ("\n\n".join(blocks) + "\n").encode()


def _lines(item: Item) -> list[str]:
    names = ["difficulty", "shuffle"] + (["kind"] if item.kind == "true_false" and not plain_truth(item) else [])
    fields = ([f"[id:{_field(item.code)}]"] if item.code else []) + [
        f"[tag:{_field(tag)}]" for tag in tags_of(item, *names)
    ]
    comment = [f"// {' '.join(fields)}"] if fields else []
    title = f"::{escaped(item.code)}::" if item.code else ""
    return [*comment, f"{title}[plain]{escaped(item.text)} {{", *_answers(item), *_feedback(item), "}"]


def _field(text: str) -> str:
    return re.sub(r"[\\\]]", r"\\\g<0>", text)


def _answers(item: Item) -> list[str]:
    if plain_truth(item):
        return ["TRUE" if item.options[0].correct else "FALSE"]
    rights = sum(option.correct for option in item.options)
    several = item.kind == "multiple"
    weights = {True: f"~%{share(rights)}%", False: "~%-100%"} if several else {True: "=", False: "~"}
    found = []
    for option in item.options:
        weight, text = weights[option.correct], escaped(option.text)
        if text.startswith("%") and "%" not in weight:
            weight += "%100%" if option.correct else "%0%"
        found.append(weight + ("[plain]" if text.startswith("[") else "") + text)
    return found


def _feedback(item: Item) -> list[str]:
    notes = notes_of(item.explanation, item.citation)
    return ["####[plain]" + "\\n".join(escaped(note) for note in notes)] if notes else []
