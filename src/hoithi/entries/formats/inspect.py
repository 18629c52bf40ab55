"""A file looked into: facts, problems and cautions by their codes; sentences are made where somebody reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hoithi.entries.formats.limited import LimitReached, Tick, look
from hoithi.entries.rules.filecheck import Finding, check, warnings
from hoithi.entries.rules.othercheck import DOCUMENTS, PICTURES, check_paper
from hoithi.entries.schema import FileRules, Media
from hoithi.entries.spec import facts_of, file_rules, paper_facts_of, said

BLOCK = 1024 * 1024
Json = dict[str, Any]


def inspected(path: Path, rules: FileRules | None, *, media: Media = "video") -> Json:
    """{"accepted", "problems": [{"code", "message", "found", "required"}], "warnings", "facts"}; nothing is stored.

    Without rules any file of the medium that can be read is accepted. A file that brings the reader down counts as
    unreadable.
    """
    try:
        report = checked(path, rules, media=media)
    except LimitReached:
        report = unreadable(path)
    report["facts"]["sha256"] = sha256_of(path)
    for name in ("problems", "warnings"):
        report[name] = [said(one) for one in report[name]]
    return report


def checked(path: Path, rules: FileRules | None, *, media: Media = "video", tick: Tick | None = None) -> Json:
    """The report as it is stored, codes without sentences or digest.

    Raises LimitReached where the child went down; a second look may fare better.
    """
    task = {"video": "probe", "image": "picture", "document": "document"}[media]
    return _report(look(task, path, tick=tick), rules or FileRules(), media)


def unreadable(path: Path) -> Json:
    """The report on a file that brings its reader down."""
    facts = {"container": "", "video_codec": None, "width": 0, "height": 0, "dar": None, "duration_s": 0.0}
    return _assembled([Finding("unreadable", "?", "")], [], {**facts, "size": path.stat().st_size})


def _report(probed: Json, rules: FileRules, media: Media) -> Json:
    if media == "video":
        return _video(probed, rules)
    facts = paper_facts_of(probed)
    usual = PICTURES if media == "image" else DOCUMENTS
    findings = check_paper(facts, file_rules(rules), usual=usual, max_pages=rules.max_pages)
    unknown = media == "document" and not findings and rules.max_pages is not None and facts.pages is None
    names = ("container", "width", "height", "pages", "size")
    told: Json = {name: probed[name] for name in names if name in probed}
    return _assembled(findings, ["pages_unknown"] if unknown else [], told)


def _video(probed: Json, rules: FileRules) -> Json:
    facts = facts_of(probed)
    told = {
        "container": facts.container,
        "video_codec": facts.video_codec,
        "audio_codec": facts.audio_codec,
        "width": facts.width,
        "height": facts.height,
        "dar": None if facts.dar is None else f"{facts.dar.numerator}:{facts.dar.denominator}",
        "rotation": facts.rotation,
        "duration_s": facts.duration_ms / 1000,
        "size": facts.size,
    }
    if probed.get("index_first") is not None:
        told["index_first"] = probed["index_first"]
    return _assembled(check(facts, file_rules(rules)), warnings(facts), told)


def _assembled(findings: Iterable[Finding], cautions: Iterable[str], facts: Json) -> Json:
    problems = [problem_of(one) for one in findings]
    return {
        "accepted": not problems,
        "problems": problems,
        "warnings": [{"code": code} for code in cautions],
        "facts": facts,
    }


def problem_of(one: Finding) -> Json:
    """{"code", "found", "required"}"""
    return {"code": one.code, "found": one.found, "required": one.required}


def sha256_of(path: Path) -> str:
    """The digest of a file, read block by block."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            whole.update(block)
    return whole.hexdigest()
