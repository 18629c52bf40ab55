"""What a file of questions holds, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, field

from hoithi.core.errors import InvalidInput, Problem

TRUE, FALSE = "Đúng", "Sai"
EXCERPT_CHARS = 120


@dataclass(frozen=True)
class Image:
    """A picture of a question (hình minh họa) as the file holds it; nothing of it has been checked yet.

    `width`, `height` in pixels, 0 when unknown.
    """

    name: str = field(compare=False)
    data: bytes
    alt: str = ""
    width: int = field(default=0, compare=False)
    height: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Choice:
    """One option (phương án); it may carry a picture beside its words."""

    text: str
    correct: bool = False
    image: Image | None = None


@dataclass(frozen=True)
class Item:
    """One question as a file says it. Texts are in their stored form; what the format does not say is "".

    `topic`, `difficulty`: words as written, `broader` the names above the topic, outermost first. `number` counts the
    questions of the file from 1, `place` is where people find it; neither is part of what the item says.
    """

    text: str
    options: tuple[Choice, ...]
    kind: str = "single"
    code: str = ""
    topic: str = ""
    broader: tuple[str, ...] = field(default=(), compare=False)
    difficulty: str = ""
    shuffle: bool = True
    explanation: str = ""
    citation: str = ""
    images: tuple[Image, ...] = ()
    number: int = field(default=0, compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a question of the file. `text` is an excerpt, for those who may read the bank."""

    number: int
    place: str
    message: str
    text: str = ""


@dataclass
class Reading:
    """A file as it was understood: `items` are whole, every other question has its faults; `notes` warn.

    `count`: questions met so far, for files that hold many documents.
    """

    items: list[Item] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    count: int = 0

    def fault(self, number: int, place: str, message: str, text: str = "") -> None:
        self.faults.append(Fault(number, place, message, excerpt(text)))

    def note(self, place: str, message: str) -> None:
        self.notes.append(Problem(place, message))


def excerpt(text: str) -> str:
    """The beginning of a question, to recognise it by."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT_CHARS else line[: EXCERPT_CHARS - 1].rstrip() + "…"


def unreadable(message: str, place: str = "") -> InvalidInput:
    """The file as a whole cannot be used."""
    return InvalidInput([Problem(place, message)])


def has_images(item: Item) -> bool:
    return bool(item.images) or any(choice.image for choice in item.options)
