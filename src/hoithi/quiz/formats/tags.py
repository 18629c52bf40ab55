"""What formats of other programs have no field for, said in tags people can read: "Mức độ: Dễ"."""

from __future__ import annotations

from collections.abc import Iterable

from hoithi.core.text import fold
from hoithi.quiz.formats.model import Item
from hoithi.quiz.formats.words import clean

KIND_WORDS = {"single": "Một đáp án", "multiple": "Nhiều đáp án", "true_false": "Đúng – Sai"}
_FIELDS = {"ma cau": "code", "chu de": "topic", "muc do": "difficulty", "do kho": "difficulty", "loai": "kind"}
_LEVELS = {"de", "trung binh", "kho", "easy", "medium", "hard", "difficult", "nhan biet", "thong hieu", "van dung"}
FIXED = "Giữ thứ tự"


def tags_of(item: Item, *names: str) -> list[str]:
    """The named fields (`code`, `topic`, `difficulty`, `kind`, `shuffle`) as tags, empty ones left out."""
    said = {
        "code": item.code and f"Mã câu: {item.code}",
        "topic": item.topic and f"Chủ đề: {item.topic}",
        "difficulty": item.difficulty and f"Mức độ: {item.difficulty}",
        "kind": f"Loại: {KIND_WORDS[item.kind]}",
        "shuffle": "" if item.shuffle else FIXED,
    }
    return [said[name] for name in names if said[name]]


def read_tags(tags: Iterable[str]) -> dict[str, str]:
    """Fields said by tags; `fixed` when the order of options is to stay. Other tags are left alone."""
    found: dict[str, str] = {}
    for tag in tags:
        name, colon, value = clean(tag).partition(":")
        field = _FIELDS.get(fold(name)) if colon else None
        if field == "kind":
            found["kind"] = kind_of(value)
        elif field:
            found[field] = value.strip()
        elif fold(tag) == fold(FIXED):
            found["fixed"] = "x"
        elif fold(tag) in _LEVELS:
            found.setdefault("difficulty", clean(tag))
    return {name: value for name, value in found.items() if value}


def kind_of(word: str) -> str:
    """The kind behind "Một đáp án", "Đúng – Sai" …; "" for another word."""
    plain = "".join(char for char in fold(word) if char.isalnum())
    known = {"motdapan": "single", "nhieudapan": "multiple", "dungsai": "true_false"}
    return known.get(plain, "")
