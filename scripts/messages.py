"""Collect every translatable text of the sources and keep `locale/en` complete: `python scripts/messages.py`.

No xgettext: Python is read by `ast`, templates by Django's own `templatize`. New texts are added with an empty
translation, texts nobody uses any more leave the file, translations stay; then the `.mo` is compiled beside it.
`--check` changes nothing, lists what is missing and leaves with 1. See docs/developer/languages.md.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "hoithi"
CATALOGUE = SOURCES / "locale" / "en" / "LC_MESSAGES" / "django.po"
OWN = SOURCES / "locale" / "vi" / "LC_MESSAGES" / "django.po"  # where Django's own words need ours instead

# name of the call → positions of (context, msgid, plural)
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdif]|%[sdif]|\{[\w.!:,]*\}")
VIETNAMESE = re.compile(
    r"[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]",  # é and the like: Vietnamese here too
    re.IGNORECASE,
)
HEADER = {
    "Project-Id-Version": "hoithi",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True)
class Text:
    """One text of the sources; equal ones are one entry of the catalogue."""

    msgid: str
    plural: str = ""
    context: str | None = None


@dataclass
class Found:
    """Every text with the files that say it, first file first."""

    texts: dict[Text, list[str]] = field(default_factory=dict)
    dynamic: list[str] = field(default_factory=list)  # calls that no tool can read: `_(name)`

    def add(self, text: Text, file: str) -> None:
        files = self.texts.setdefault(text, [])
        if file not in files:
            files.append(file)


def collect(sources: Path = SOURCES) -> Found:
    """All texts of the package, in order of file and line."""
    found = Found()
    for path in sorted(sources.rglob("*")):
        name = path.relative_to(sources.parent).as_posix()
        if path.suffix == ".py" and "migrations" not in path.parts:
            for text, line in python_texts(path.read_text("utf-8")):
                if text is None:
                    found.dynamic.append(f"{name}:{line}")
                else:
                    found.add(text, name)
        elif "templates" in path.parts and path.suffix in (".html", ".txt", ".xml"):
            for text in template_texts(path.read_text("utf-8"), name):
                found.add(text, name)
    return found


def python_texts(source: str) -> Iterator[tuple[Text | None, int]]:
    """Texts in calls of gettext and its relatives, also under another name (`import gettext_lazy as later`)."""
    tree = ast.parse(source)
    names = dict(_names(tree))
    for node in sorted((n for n in ast.walk(tree) if isinstance(n, ast.Call)), key=lambda n: (n.lineno, n.col_offset)):
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        through_module = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "translation"
        call = CALLS.get(called) if through_module else names.get(called)
        if call and not (isinstance(node.func, ast.Attribute) and not through_module):
            yield _text(node, call), node.lineno


def _names(tree: ast.AST) -> Iterator[tuple[str, tuple[int | None, int, int | None]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                if alias.name in CALLS:
                    yield alias.asname or alias.name, CALLS[alias.name]


def _text(node: ast.Call, call: tuple[int | None, int, int | None]) -> Text | None:
    def literal(position: int | None) -> str | None:
        value = node.args[position] if position is not None and position < len(node.args) else None
        return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None

    context, msgid, plural = (literal(position) for position in call)
    return None if msgid is None else Text(msgid, plural or "", context)


_CALL = re.compile(r"(?<![\w.])(n?p?gettext|_)\(")
_STRING = re.compile(r"""\s*,?\s*(u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))""", re.DOTALL)


def template_texts(source: str, name: str = "") -> Iterator[Text]:
    """Texts of {% translate %}, {% blocktranslate %} and `_("…")` in a template, as Django will look them up."""
    from django.utils.translation.template import templatize

    code = templatize(source, name)
    for call in _CALL.finditer(code):
        context, msgid, plural = CALLS[call[1]]
        strings, end = [], call.end()
        while match := _STRING.match(code, end):
            strings.append(str(ast.literal_eval(match[1])))
            end = match.end()
        if len(strings) > max(msgid, plural or 0):
            yield Text(
                strings[msgid],
                strings[plural] if plural is not None else "",
                strings[context] if context is not None else None,
            )


def merge(found: Found, catalogue: polib.POFile) -> polib.POFile:
    """A catalogue of exactly the texts found, with the translations there are."""
    known = {(e.msgctxt, e.msgid): e for e in catalogue}
    merged = polib.POFile(wrapwidth=110)
    merged.metadata = dict(HEADER)
    merged.header = "The English of hoithi; the words agreed on stand in docs/developer/languages.md."
    for text, files in found.texts.items():
        old = known.get((text.context, text.msgid))
        entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context, occurrences=[(file, "") for file in files])
        if old and old.tcomment:
            entry.tcomment = old.tcomment
        if text.plural:
            entry.msgid_plural = text.plural
            before = old.msgstr_plural if old else {}
            entry.msgstr_plural = {0: before.get(0, ""), 1: before.get(1, "")}
        else:
            entry.msgstr = old.msgstr if old else ""
        if "%(" in text.msgid or re.search(r"%[sd]", text.msgid):
            entry.flags = ["python-format"]
        merged.append(entry)
    return merged


def complaints(found: Found, catalogue: polib.POFile) -> Iterator[str]:
    """What keeps the English from being complete and faithful, one line each."""
    known = {(e.msgctxt, e.msgid): e for e in catalogue}
    for place in found.dynamic:
        yield f"{place}: the text is not written in the call, so it cannot be collected"
    for text, files in found.texts.items():
        entry = known.get((text.context, text.msgid))
        said = (list(entry.msgstr_plural.values()) if text.plural else [entry.msgstr]) if entry else []
        if not said or not all(said):
            yield f"{files[0]}: not translated: {text.msgid!r}"
            continue
        pairs = zip((text.msgid, text.plural) if text.plural else (text.msgid,), said, strict=True)
        yield from (
            f"{files[0]}: {wrong}: {text.msgid!r}" for ours, english in pairs for wrong in _wrong(ours, english)
        )
    used = {(text.context, text.msgid) for text in found.texts}
    yield from (f"nobody says this any more: {e.msgid!r}" for key, e in known.items() if key not in used)


def _wrong(ours: str, english: str) -> Iterator[str]:
    if placeholders(english) != placeholders(ours):
        yield f"placeholders differ ({sorted(placeholders(ours))}, {sorted(placeholders(english))})"
    if [end for end in (ours[:1], ours[-1:]) if end.isspace()] != [
        e for e in (english[:1], english[-1:]) if e.isspace()
    ]:
        yield "white space at one end only"
    if left := VIETNAMESE.search(without_names(english)):
        yield f"Vietnamese left ({left[0]})"


def placeholders(text: str) -> set[str]:
    return {match[0] for match in PLACEHOLDER.finditer(text.replace("%%", ""))}


# Names and symbols stay as they are written, and so do words a file must hold to be read.
NAMES = ("UBND xã An Bình", "Nguyễn Văn Mẫu", "NĐ-CP", "Dễ, Trung bình, Khó", "Một đáp án, Nhiều đáp án, Đúng – Sai")


def without_names(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return text


def load(path: Path = CATALOGUE) -> polib.POFile:
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)


def compiled(catalogue: polib.POFile) -> bytes:
    """The `.mo` of a catalogue; equal catalogues give equal bytes."""
    return bytes(catalogue.to_binary())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="change nothing; 1 when something is missing")
    options = parser.parse_args()
    found = collect()
    if not options.check:
        merged = merge(found, load())
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        merged.save(str(CATALOGUE))
        for path in (CATALOGUE, OWN):
            path.with_suffix(".mo").write_bytes(compiled(load(path)))
    wrong = list(complaints(found, load()))
    for path in (CATALOGUE, OWN):
        mo = path.with_suffix(".mo")
        if not mo.exists() or mo.read_bytes() != compiled(load(path)):
            wrong.append(f"{mo.relative_to(ROOT)} is older than its .po")
    print("\n".join(wrong) or f"{len(found.texts)} texts, all of them in English")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
