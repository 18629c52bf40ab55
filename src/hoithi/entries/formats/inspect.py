"""A file looked into: facts, problems and cautions, as `hoithi media check` prints them and the database keeps them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from hoithi.entries.formats.limited import LimitReached, look
from hoithi.entries.rules.filecheck import check, warnings
from hoithi.entries.schema import FileRules
from hoithi.entries.spec import caution, facts_of, file_rules, sentence

BLOCK = 1024 * 1024
Json = dict[str, Any]


def inspected(path: Path, rules: FileRules | None) -> Json:
    """{"accepted", "problems": [{"code", "message", "found", "required"}], "warnings", "facts"}; nothing is stored.

    Without rules any video that can be read is accepted. A file that brings the reader down counts as unreadable.
    """
    try:
        probed: Json = look("probe", path)
    except LimitReached:
        probed = {"container": "", "readable": False, "whole": True, "size": path.stat().st_size}
    facts = facts_of(probed)
    findings = check(facts, file_rules(rules or FileRules()))
    problems = [
        {"code": one.code, "message": sentence(one), "found": one.found, "required": one.required} for one in findings
    ]
    return {
        "accepted": not problems,
        "problems": problems,
        "warnings": [{"code": code, "message": caution(code)} for code in warnings(facts)],
        "facts": {
            "container": facts.container,
            "video_codec": facts.video_codec,
            "audio_codec": facts.audio_codec,
            "width": facts.width,
            "height": facts.height,
            "dar": None if facts.dar is None else f"{facts.dar.numerator}:{facts.dar.denominator}",
            "rotation": facts.rotation,
            "duration_s": facts.duration_ms / 1000,
            "size": facts.size,
            "sha256": sha256_of(path),
        },
    }


def sha256_of(path: Path) -> str:
    """The digest of a file, read block by block."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            whole.update(block)
    return whole.hexdigest()
