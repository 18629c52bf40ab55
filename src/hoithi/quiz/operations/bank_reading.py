"""A file of questions read for one bank: whichever format it is in, its pictures made ready, nothing written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest
from hoithi.quiz.formats.files import read_file
from hoithi.quiz.formats.model import Image, Reading, unreadable
from hoithi.quiz.operations.bank_errors import sentence_of, title_of
from hoithi.quiz.operations.picture import Prepared, prepare_picture
from hoithi.quiz.queries.bank_items import questions_of_file
from hoithi.quiz.queries.bank_picture import known_pictures
from hoithi.quiz.queries.bank_table import MAX_QUESTIONS, BankFile, read_bank
from hoithi.quiz.rules.question import Shape


@dataclass(frozen=True)
class Defaults:
    """Keys of the topic and difficulty for questions whose file names none; "" where nothing was picked."""

    topic: str = ""
    difficulty: str = ""


@dataclass(frozen=True)
class FileRead:
    """The file's questions and the pictures they need that the bank does not have."""

    file: BankFile
    pictures: list[Prepared] = field(default_factory=list)


def read_questions(contest: Contest, bank_key: str, data: bytes, filename: str) -> FileRead:
    """Any format the bank knows. Raises InvalidInput for a file that cannot be used as a whole."""
    reading = read_file(data, filename)
    if reading is None:
        return FileRead(read_bank(contest, data, filename, sentence_of))
    count = len(reading.items) + len(reading.faults)
    if count > MAX_QUESTIONS:
        message = _("Tệp có {n} câu, nhiều hơn {limit} câu cho một lần nhập. Hãy chia thành nhiều tệp.")
        raise unreadable(message.format(n=count, limit=MAX_QUESTIONS))
    pictures = _Pictures(contest, bank_key, reading)
    file = questions_of_file(contest, reading, lambda flaw: str(title_of(flaw)), sentence_of, pictures.take)
    return FileRead(file, list(pictures.prepared.values()))


class _Pictures:
    """Pictures of a file: those the bank gave out itself are known by their digest and stay as they are."""

    def __init__(self, contest: Contest, bank_key: str, reading: Reading) -> None:
        digests = {_digest(image) for image in _images(reading)}
        self.known = known_pictures(contest, bank_key, sorted(digests)) if digests else {}
        self.prepared: dict[str, Prepared] = {}

    def take(self, image: Image) -> Shape:
        """Raises a Refusal of the picture."""
        digest = _digest(image)
        if digest in self.known:
            return Shape(digest, image.alt, *self.known[digest])
        if digest not in self.prepared:
            self.prepared[digest] = prepare_picture(image.data, image.name)
        return self.prepared[digest].shape(image.alt)


def _images(reading: Reading) -> Iterator[Image]:
    for item in reading.items:
        yield from item.images
        yield from (choice.image for choice in item.options if choice.image)


def _digest(image: Image) -> str:
    return hashlib.sha256(image.data).hexdigest()
