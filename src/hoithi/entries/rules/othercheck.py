"""Pictures, documents and links against the plan's rules (quy cách ảnh, bài viết, đường dẫn)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from hoithi.entries.rules.filecheck import FileRules, Finding, megabytes

PICTURES = ("jpg", "png", "webp")
DOCUMENTS = ("pdf", "docx")
LONGEST_LINK = 500
_SAME = {"jpeg": "jpg", "tiff": "tif"}
_HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$")


@dataclass(frozen=True)
class PaperFacts:
    """What was found in a picture or a document."""

    container: str
    readable: bool = True
    whole: bool = True
    width: int = 0
    height: int = 0
    pages: int | None = None
    active: bool = False
    """Holds a macro or a script."""
    locked: bool = False
    """Opens with a password only."""
    size: int = 0


def check_paper(facts: PaperFacts, rules: FileRules, *, usual: tuple[str, ...], max_pages: int | None) -> list[Finding]:
    """Everything the plan does not accept; `usual`: the formats taken where the plan names none."""
    return list(_findings(facts, rules, usual, max_pages))


def _findings(facts: PaperFacts, rules: FileRules, usual: tuple[str, ...], max_pages: int | None) -> Iterator[Finding]:
    if rules.max_bytes is not None and facts.size > rules.max_bytes:
        yield Finding("too_large", megabytes(facts.size), f"≤ {megabytes(rules.max_bytes)}")
    wanted = [_SAME.get(one, one) for one in rules.containers] or list(usual)
    if facts.active:
        yield Finding("active", facts.container or "?", "")
        return
    if facts.container not in wanted:
        yield Finding("wrong_type", facts.container or "?", ", ".join(f".{one}" for one in wanted))
        return
    if facts.locked:
        yield Finding("locked", facts.container, "")
        return
    if not facts.whole:
        yield Finding("truncated", "?", "")
        return
    if not facts.readable:
        yield Finding("unreadable", facts.container, "")
        return
    if max_pages is not None and facts.pages is not None and facts.pages > max_pages:
        yield Finding("too_many_pages", str(facts.pages), f"≤ {max_pages}")


def link_is_proper(url: str) -> bool:
    """Whether this is the address of a page on the public web: http(s), a host by name, no account, no odd port.

    The page itself is never fetched: addresses come from strangers.
    """
    if len(url) > LONGEST_LINK or any(c.isspace() or ord(c) < 32 for c in url):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # UnicodeError is one too
        return False
    named = bool(_HOST.match(host)) and not host.endswith((".local", ".internal", ".localhost"))
    return parts.scheme in ("http", "https") and named and parts.username is None and port in (None, 80, 443)
