"""Which options of a Word question are marked as right: bold, underline, highlight, colour, star, or a key."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hoithi.quiz.formats.docx_lines import MARKS, Span
from hoithi.quiz.formats.model import Image
from hoithi.quiz.formats.word_labels import LETTERS

MOST = 0.8
"""The share of an option's letters that must carry a mark; a stressed word within it is none."""


@dataclass
class Option:
    """One option as it stands: its text without label, the label's marks, whether a star stood before the label."""

    spans: list[Span] = field(default_factory=list)
    label: frozenset[tuple[str, str]] = frozenset()
    starred: bool = False
    images: list[Image] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


def marked(options: list[Option]) -> dict[str, set[int]]:
    """Mark → places of the options that carry it, where it tells some options from the others."""
    found: dict[str, set[int]] = {}
    for mark in MARKS:
        for values in ([_value(option, mark) for option in options], [_of_label(option, mark) for option in options]):
            places = _told_apart(values)
            if places:
                found[mark] = places
                break
    return found


def starred(options: list[Option]) -> set[int]:
    """Options with a star before the letter, or at either end of the text."""
    return {at for at, option in enumerate(options) if option.starred or _has_star(option.text)}


def without_star(text: str) -> str:
    return text.strip().strip("*").strip() if _has_star(text) else text


def _has_star(text: str) -> bool:
    plain = text.strip()
    return len(plain) > 1 and (plain.startswith("*") or plain.endswith("*"))


def words(found: dict[str, set[int]]) -> str:
    """ "in đậm B; gạch chân C"."""
    names = {
        "bold": _("in đậm"),
        "underline": _("gạch chân"),
        "highlight": _("tô nền"),
        "colour": _("chữ màu"),
        "star": _("dấu sao"),
        "key": _("bảng đáp án"),
        "line": _("dòng “Đáp án”"),
    }
    return "; ".join(f"{names[mark]} {letters(places)}" for mark, places in found.items())


def letters(places: set[int]) -> str:
    return ", ".join(LETTERS[at] if at < len(LETTERS) else "?" for at in sorted(places))


def _value(option: Option, mark: str) -> str:
    """The value most of the option's letters carry, "" for none."""
    counted: Counter[str] = Counter()
    for span in option.spans:
        size = sum(not char.isspace() for char in span.text)
        counted[dict(span.marks).get(mark, "")] += size
    whole = counted.total()
    value, size = counted.most_common(1)[0] if whole else ("", 0)
    return value if whole and size >= MOST * whole else ""


def _of_label(option: Option, mark: str) -> str:
    return dict(option.label).get(mark, "")


def _told_apart(values: list[str]) -> set[int]:
    """Places of the values that stand out: not plain where others are, else the smaller group of two."""
    counted = Counter(values)
    if len(counted) != 2:
        return set()
    if "" in counted:
        return {at for at, value in enumerate(values) if value}
    (_often, most), (seldom, least) = counted.most_common(2)
    return {at for at, value in enumerate(values) if value == seldom} if least < most else set()
