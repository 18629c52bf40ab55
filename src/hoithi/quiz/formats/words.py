"""Text from files in its stored form, remarks people label, and text of fonts older than Unicode."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext as _

from hoithi.core.text import fold, nfc

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_ABOVE = dict(zip("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ", strict=True))
_BELOW = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))

# Letters Unicode Vietnamese never uses, which TCVN3 (.VnTime, ABC) and VNI fonts draw as Vietnamese ones
_TCVN3_ONLY = "µ¸¶·¹¨»¾¼½Æ©ÇË®ÎÏÑª«¬×ÞßäåæçëîïñöøûüþÜÖØ"
_VNI_MARKS = "ùøûõïáàåãäéèúüëâêÙØÛÕÏÁÀÅÃÄÉÈÚÜËÂÊ"
_VNI = re.compile(rf"[aeiouyôöAEIOUYÔÖ][{_VNI_MARKS}]|\wñ|ñ\w|[bcdghklmnpqrstvx]ö", re.IGNORECASE)
_TCVN3 = re.compile(rf"(?:[a-zA-Z][{_TCVN3_ONLY}]|[{_TCVN3_ONLY}][a-zA-Z])")
_MODERN = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")


def clean(text: str) -> str:
    """The stored form (NFC, white space folded) without marks nobody sees and characters no file can hold."""
    kept = "".join(c for c in _UNSEEN.sub("", text) if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs"))
    return nfc(kept)


def raised(text: str) -> str:
    """Superscript in plain text: "m" + raised("2") is "m²"; what has no such sign becomes "^(…)"."""
    return _shifted(text, _ABOVE, "^")


def lowered(text: str) -> str:
    """Subscript in plain text: "CO₂"."""
    return _shifted(text, _BELOW, "_")


def _shifted(text: str, signs: dict[str, str], mark: str) -> str:
    if not text.strip():
        return text
    if all(char in signs for char in text):
        return "".join(signs[char] for char in text)
    return f"{mark}({text})" if len(text) > 1 else f"{mark}{text}"


def old_font(text: str) -> str:
    """ "TCVN3" or "VNI" when the text was typed in such a font ("C¸n bé c«ng chøc", "Caùn boä coâng chöùc")."""
    text = unicodedata.normalize("NFC", text)
    if _MODERN.search(text):
        return ""
    words = re.findall(r"\S+", text)
    vni = sum(1 for word in words if _VNI.search(word))
    tcvn3 = sum(1 for word in words if _TCVN3.search(word))
    enough = max(2, len(words) // 5)
    if max(vni, tcvn3) < enough:
        return ""
    return "VNI" if vni > tcvn3 else "TCVN3"


def old_font_sentence(font: str) -> str:
    return _("Chữ viết bằng phông {font}, không phải Unicode. Hãy chuyển mã sang Unicode rồi tải lại.").format(
        font=font
    )


_NOTE = re.compile(
    r"^\s*(?:[(\[]\s*)?(giải thích|lời giải|căn cứ pháp lý|căn cứ|cơ sở pháp lý|nguồn)\s*[:：]\s*", re.IGNORECASE
)
_CITED = {"can cu", "can cu phap ly", "co so phap ly", "nguon"}


def notes_of(explanation: str, citation: str) -> list[str]:
    """Explanation and document as lines that `split_notes` takes apart again."""
    lines = [f"Giải thích: {explanation}"] if explanation else []
    return [*lines, f"Căn cứ: {citation}"] if citation else lines


def split_notes(lines: Iterable[str]) -> tuple[str, str]:
    """(explanation, citation) from feedback: lines labelled "Căn cứ:" are the document, all others explain."""
    parts: dict[bool, list[str]] = {False: [], True: []}
    cited = False
    for line in lines:
        plain = unicodedata.normalize("NFC", line)
        if match := _NOTE.match(plain):
            cited = fold(match[1]) in _CITED
            plain = plain[match.end() :]
        parts[cited].append(plain)
    return clean("\n".join(parts[False])), clean("\n".join(parts[True]))
