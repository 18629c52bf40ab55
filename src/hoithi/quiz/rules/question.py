"""What a question must be before it can stand in a bank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hoithi.core.text import fold

KINDS = ("single", "multiple", "true_false")
MIN_OPTIONS, MAX_OPTIONS = 2, 10
OPTION_IDS = "abcdefghij"
MAX_CHARS = {"text": 2000, "option": 500, "explanation": 4000, "citation": 1000, "alt": 300}


@dataclass(frozen=True)
class Shape:
    """A picture as a question refers to it: SHA-256 (hex) of its bytes, what it shows in words, its size in pixels."""

    digest: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Option:
    """One option (phương án)."""

    text: str
    correct: bool = False
    picture: Shape | None = None


@dataclass(frozen=True)
class Draft:
    """A question as its author writes it; texts in their one stored form (`core.text.nfc`)."""

    topic: str
    difficulty: str
    kind: str
    text: str
    options: tuple[Option, ...]
    shuffle: bool = True
    explanation: str = ""
    citation: str = ""
    picture: Shape | None = None


@dataclass(frozen=True)
class Flaw:
    """One thing wrong with a draft: where (`text`, `options`, `right`, …), which option from 1, how much is allowed."""

    code: str
    field: str
    option: int = 0
    limit: int = 0


def flaws(draft: Draft, *, topics: Collection[str], difficulties: Collection[str]) -> list[Flaw]:
    """Everything that keeps a draft out of the bank; empty when it may be kept."""
    found = [*_choices(draft, topics, difficulties), *_lengths(draft), *_options(draft.options), *_pictures(draft)]
    if not found:
        found += _key(draft)
    return found


def _choices(draft: Draft, topics: Collection[str], difficulties: Collection[str]) -> Iterator[Flaw]:
    if draft.topic not in topics:
        yield Flaw("unknown_topic", "topic")
    if draft.difficulty not in difficulties:
        yield Flaw("unknown_difficulty", "difficulty")
    if draft.kind not in KINDS:
        yield Flaw("unknown_kind", "kind")
    if not draft.text:
        yield Flaw("empty", "text")


def _lengths(draft: Draft) -> Iterator[Flaw]:
    for field in ("text", "explanation", "citation"):
        if len(getattr(draft, field)) > MAX_CHARS[field]:
            yield Flaw("too_long", field, limit=MAX_CHARS[field])
    for number, option in enumerate(draft.options, 1):
        if len(option.text) > MAX_CHARS["option"]:
            yield Flaw("too_long", "option", number, MAX_CHARS["option"])


def _options(options: tuple[Option, ...]) -> Iterator[Flaw]:
    if len(options) < MIN_OPTIONS:
        yield Flaw("too_few", "options", limit=MIN_OPTIONS)
    if len(options) > MAX_OPTIONS:
        yield Flaw("too_many", "options", limit=MAX_OPTIONS)
    seen: set[str] = set()
    for number, option in enumerate(options, 1):
        plain = fold(option.text)
        if not plain:
            yield Flaw("empty", "option", number)
        elif plain in seen:
            yield Flaw("twice", "option", number)
        seen.add(plain)


def _pictures(draft: Draft) -> Iterator[Flaw]:
    """Who cannot see a picture is read its words, so none may stand without."""
    for number, shape in enumerate((draft.picture, *(option.picture for option in draft.options))):
        field = "option_picture" if number else "picture"
        if shape and not shape.alt:
            yield Flaw("no_alt", field, number)
        elif shape and len(shape.alt) > MAX_CHARS["alt"]:
            yield Flaw("too_long", field, number, MAX_CHARS["alt"])


def _key(draft: Draft) -> Iterator[Flaw]:
    right = sum(option.correct for option in draft.options)
    if draft.kind == "true_false" and len(draft.options) != 2:
        yield Flaw("not_two", "options")
    if draft.kind in ("single", "true_false") and right != 1:
        yield Flaw("not_one_right", "right")
    if draft.kind == "multiple" and not 0 < right < len(draft.options):
        yield Flaw("none_or_all_right", "right")


def kept(draft: Draft) -> Draft:
    """The draft as a bank keeps it: "Đúng, Sai" is never mixed, so that counts as a fixed order."""
    return replace(draft, shuffle=draft.shuffle and draft.kind != "true_false")


def doubts(draft: Draft) -> list[Flaw]:
    """What an author is warned of: approval will ask for it."""
    return [Flaw("missing", field) for field in ("citation", "explanation") if not getattr(draft, field)]


def pictures_of(draft: Draft) -> dict[str, dict[str, object]]:
    """Pictures as a version keeps them: place → shape, "" for the question itself, else the option's id."""
    shapes = {"": draft.picture} | {key: option.picture for key, option in zip(OPTION_IDS, draft.options, strict=False)}
    return {place: vars(shape).copy() for place, shape in shapes.items() if shape}


def shape_in(pictures: Mapping[str, Mapping[str, Any]], place: str) -> Shape | None:
    """The picture of one place of a version, back in the words of the rule."""
    found = pictures.get(place)
    return Shape(found["digest"], found["alt"], found["width"], found["height"]) if found else None


def option_ids(options: Iterable[Option]) -> list[dict[str, object]]:
    """Options as a version keeps them: ids a, b, c … in the order written."""
    return [
        {"id": key, "text": option.text, "correct": option.correct}
        for key, option in zip(OPTION_IDS, options, strict=False)
    ]
