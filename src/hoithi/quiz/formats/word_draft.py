"""One question of a Word document while it is being read, and what becomes of it once the key is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hoithi.core.text import fold
from hoithi.quiz.formats.docx_lines import Line, Span
from hoithi.quiz.formats.model import Choice, Image, Item, Reading
from hoithi.quiz.formats.tags import kind_of
from hoithi.quiz.formats.word_labels import LETTERS, Key, letters_in
from hoithi.quiz.formats.word_marks import Option, letters, marked, starred, without_star, words
from hoithi.quiz.formats.words import clean, old_font, old_font_sentence

_TRUTH = ({"dung", "sai"}, {"true", "false"})


def cut(spans: list[Span], start: int, end: int) -> list[Span]:
    """The characters from start to end, each with its look."""
    found, at = [], 0
    for span in spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        if text:
            found.append(Span(text, span.marks))
        at += len(span.text)
    return found


@dataclass
class Draft:
    """`label` is the number people see, `listed` the automatic list the question is numbered by."""

    paragraph: int
    label: str = ""
    listed: tuple[str, str] = ("", "")
    text: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    option_list: tuple[str, str] = ("", "")
    fields: dict[str, list[str]] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    odd: set[str] = field(default_factory=set)
    fonts: set[str] = field(default_factory=set)
    joined: list[int] = field(default_factory=list)
    """Paragraphs without a label that were taken for more of an option."""
    last: str = "text"

    def go_on(self, line: Line, start: int = 0) -> None:
        """More of whatever came last."""
        if self.last == "text":
            self.text.append(line.text[start:])
            self.images += line.images
        elif self.last == "option":
            self.options[-1].spans += [Span(" "), *cut(line.spans, start, len(line.text))]
            self.options[-1].images += line.images
        else:
            self.fields[self.last].append(line.text[start:])
            self.odd |= {"image"} if line.images else set()
        self.odd |= set(line.odd)
        self.fonts |= line.fonts

    def add(self, name: str, line: Line, start: int) -> None:
        """A labelled line: explanation, document, answer …"""
        self.fields.setdefault(name, [])
        self.last = name
        self.go_on(line, start)

    def said(self, name: str) -> str:
        return clean("\n".join(self.fields.get(name, [])))

    @property
    def complete(self) -> bool:
        return len(self.options) > 1


def finish(drafts: list[Draft], key: Key, reading: Reading) -> None:
    """Every draft as an item, or with its faults; answers of a key are looked up by the number people see."""
    often = Counter(draft.label for draft in drafts)
    for number, draft in enumerate(drafts, 1):
        place = _("câu {label}, đoạn {n}").format(label=draft.label, n=draft.paragraph)
        text = clean("\n".join(draft.text))
        wrong = _odd(draft, text) or _shape(draft)
        right: set[int] = set()
        styled = marked(draft.options)
        if not wrong:
            right, wrong = _right(draft, styled, key, often)
        if wrong:
            reading.fault(number, place, wrong, text)
            continue
        for paragraph in draft.joined:
            reading.note(place, _("Đoạn {n} không có nhãn nên được nối vào phương án liền trước.").format(n=paragraph))
        choices = [
            Choice(
                clean(option.text if styled else without_star(option.text)),
                at in right,
                option.images[0] if option.images else None,
            )
            for at, option in enumerate(draft.options)
        ]
        reading.items.append(_item(draft, text, choices, number, place))


def _item(draft: Draft, text: str, choices: list[Choice], number: int, place: str) -> Item:
    return Item(
        text,
        tuple(choices),
        kind=kind_of(draft.said("kind")) or likely_kind(choices),
        code=draft.said("code"),
        topic=draft.said("topic"),
        broader=draft.headings,
        difficulty=draft.said("difficulty"),
        shuffle=not draft.said("fixed"),
        explanation=draft.said("explanation"),
        citation=draft.said("citation"),
        images=tuple(draft.images),
        number=number,
        place=place,
    )


def likely_kind(choices: list[Choice]) -> str:
    """What a question is when nothing says so: several right ones, "Đúng" and "Sai" alone, else one right."""
    if sum(choice.correct for choice in choices) > 1:
        return "multiple"
    return "true_false" if len(choices) == 2 and {fold(choice.text) for choice in choices} in _TRUTH else "single"


def _odd(draft: Draft, text: str) -> str:
    """What would be lost or garbled."""
    everything = " ".join([text, *(option.text for option in draft.options)])
    typed = any(name.lower().startswith((".vn", "vni")) for name in draft.fonts) and not everything.isascii()
    if old := old_font(everything) or (typed and _("cũ")):
        return old_font_sentence(old)
    if "math" in draft.odd or "object" in draft.odd:
        return _("Câu có công thức hoặc đối tượng nhúng (Equation, biểu đồ). Hãy gõ thành chữ hoặc chụp thành hình.")
    if "box" in draft.odd:
        return _("Câu có hộp chữ (Text Box) nên không đọc được nguyên vẹn. Hãy đưa chữ ra đoạn văn thường.")
    if "image" in draft.odd:
        return _(
            "Câu có hình liên kết ra ngoài tệp, hoặc hình ở phần giải thích. Hãy chèn hình vào câu hỏi hoặc phương án."
        )
    if any(len(option.images) > 1 for option in draft.options):
        return _("Một phương án có nhiều hình; mỗi phương án nhiều nhất một hình.")
    return ""


def _shape(draft: Draft) -> str:
    if not draft.options:
        return _("Không thấy phương án nào: mỗi phương án bắt đầu bằng A. B. C. … hoặc là danh sách tự đánh chữ.")
    if draft.letters and draft.letters != list(LETTERS[: len(draft.letters)]):
        return _("Chữ cái của phương án phải lần lượt là A, B, C…; ở đây là {letters}.").format(
            letters=", ".join(draft.letters)
        )
    return ""


def _right(draft: Draft, styled: dict[str, set[int]], key: Key, often: Counter[str]) -> tuple[set[int], str]:
    """Places of the right options, or what is wrong with how they are marked."""
    sources = dict(styled)
    stars = starred(draft.options)
    if not styled and 0 < len(stars) < len(draft.options):
        sources["star"] = stars
    if said := draft.said("right"):
        sources["line"] = _places(letters_in(said))
    if draft.label in key:
        if often[draft.label] > 1:
            return set(), _("Có {n} câu cùng mang số {label} nên không biết bảng đáp án nói câu nào.").format(
                n=often[draft.label], label=draft.label
            )
        sources["key"] = _places(key[draft.label][0])
    beyond = {at for places in sources.values() for at in places if at >= len(draft.options)}
    if beyond:
        return set(), _("Đáp án {letters} không có trong các phương án.").format(letters=letters(beyond))
    if not sources:
        return set(), _(
            "Chưa thấy đáp án đúng: hãy in đậm, gạch chân, tô màu hoặc đánh dấu * phương án đúng, "
            "hay thêm bảng đáp án ở cuối tệp."
        )
    if len({frozenset(places) for places in sources.values()}) > 1:
        return set(), _("Các cách đánh dấu đáp án không khớp nhau: {marks}.").format(marks=words(sources))
    return next(iter(sources.values())), ""


def _places(found: set[str]) -> set[int]:
    return {LETTERS.index(letter) for letter in found if letter in LETTERS}
