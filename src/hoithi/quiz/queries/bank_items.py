"""Questions of other programs' files as the bank's own: topics and levels recognised, flaws in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from hoithi.contests.models import Contest
from hoithi.core.errors import Problem, Refusal
from hoithi.core.text import fold
from hoithi.quiz.formats.model import Image, Item, Reading, excerpt
from hoithi.quiz.formats.words import old_font, old_font_sentence
from hoithi.quiz.queries.bank import topics_of
from hoithi.quiz.queries.bank_table import BankFile, TableQuestion, code_sentence, may_be_code, word_of
from hoithi.quiz.rules.question import Draft, Flaw, Option, Shape, flaws, kept
from hoithi.quiz.schema import DIFFICULTIES

Take = Callable[[Image], Shape]
"""A picture of the file as the bank keeps it, described; raises a Refusal for one it does not keep."""
_COUNTED = re.compile(r"(?:chu de|chuyen de|phan|chuong|muc|bai)\s*[\divx]*\s*[:.–-]\s*|[\divx]+\s*[.)/-]\s*")


@dataclass
class _Reader:
    topics: Mapping[str, str]
    title: Callable[[Flaw], str]
    sentence: Callable[[Flaw], str]
    take: Take
    file: BankFile = field(default_factory=lambda: BankFile(pictured=True))
    codes: dict[str, str] = field(default_factory=dict)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)

    def bad(self, number: int, place: str, message: str, text: str) -> None:
        self.file.problems.append(Problem(place, message))
        self.file.bad.add(number)
        if text:
            self.file.texts[place] = excerpt(text)

    def item(self, item: Item) -> None:
        wrong = self._wrong(item)
        draft = self._draft(item, wrong)
        # What the person picks afterwards stands in for what the file does not say
        whole = replace(
            draft, topic=draft.topic or next(iter(self.topics.values())), difficulty=draft.difficulty or DIFFICULTIES[0]
        )
        for flaw in flaws(whole, topics=set(self.topics.values()), difficulties=DIFFICULTIES):
            wrong.append(f"{self.title(flaw)}: {self.sentence(flaw)}")
        for message in wrong:
            self.bad(item.number, item.place, message, item.text)
        if not wrong:
            self.file.rows.append(TableQuestion(item.number, item.code, kept(draft), item.place))

    def _wrong(self, item: Item) -> list[str]:
        found = []
        if not may_be_code(item.code):
            found.append(code_sentence())
        if item.code and item.code in self.codes:
            found.append(_("Mã câu {code} trùng với {place}.").format(code=item.code, place=self.codes[item.code]))
        self.codes.setdefault(item.code, item.place)
        if old := old_font(" ".join([item.text, *(choice.text for choice in item.options)])):
            found.append(old_font_sentence(old))
        if len(item.images) > 1:
            found.append(_("Câu có {n} hình; mỗi câu nhiều nhất một hình.").format(n=len(item.images)))
        return found

    def _draft(self, item: Item, wrong: list[str]) -> Draft:
        return Draft(
            topic=self._topic(item),
            difficulty=self._level(item),
            kind=item.kind,
            text=item.text,
            options=tuple(Option(one.text, one.correct, self._shape(one.image, wrong)) for one in item.options),
            shuffle=item.shuffle,
            explanation=item.explanation,
            citation=item.citation,
            picture=self._shape(item.images[0] if item.images else None, wrong),
        )

    def _shape(self, image: Image | None, wrong: list[str]) -> Shape | None:
        try:
            return self.take(image) if image is not None else None
        except Refusal as refusal:
            wrong.append(str(refusal))
            return None

    def _topic(self, item: Item) -> str:
        """The plan's topic by what the file calls it, or by a heading above; "" to be picked."""
        for name in (item.topic, *reversed(item.broader)):
            plain = fold(name)
            if key := self.topics.get(plain) or self.topics.get(_COUNTED.sub("", plain, count=1)):
                return key
        if item.topic:
            self.unknown[_("Chủ đề"), item.topic] += 1
        return next(iter(self.topics.values())) if len(set(self.topics.values())) == 1 else ""

    def _level(self, item: Item) -> str:
        level = word_of("difficulty", item.difficulty)
        if level in DIFFICULTIES:
            return level
        if item.difficulty:
            self.unknown[_("Mức độ"), item.difficulty] += 1
        return ""


def questions_of_file(
    contest: Contest, reading: Reading, title: Callable[[Flaw], str], sentence: Callable[[Flaw], str], take: Take
) -> BankFile:
    """A reading as rows of the bank; `title(flaw)` names the field of a flaw, `sentence(flaw)` says what is wrong.

    A topic or difficulty nobody gave is "" in the drafts.
    """
    with override("vi"):  # files are Vietnamese whatever the language of the page
        titles = topics_of(contest)
    by_name = {fold(key): key for key in titles} | {fold(name): key for key, name in titles.items()}
    reader = _Reader(by_name, title, sentence, take)
    for fault in reading.faults:
        reader.bad(fault.number, fault.place, fault.message, fault.text)
    for item in reading.items:
        reader.item(item)
    numbers = {fault.place: fault.number for fault in reading.faults} | {one.place: one.number for one in reading.items}
    reader.file.problems.sort(key=lambda problem: numbers.get(problem.at, 0))
    reader.file.warnings = list(reading.notes)
    for (what, name), count in reader.unknown.items():
        message = _("{n} câu ghi {what} “{name}”, không có trong kế hoạch; sẽ dùng lựa chọn của bạn ở dưới.")
        reader.file.warnings.append(Problem("", message.format(n=count, what=what.lower(), name=excerpt(name))))
    return reader.file
