"""A sheet as its page shows it: criteria with marks, the work, the player's addresses under neutral names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.urls import reverse

from hoithi.contests.models import Entry
from hoithi.core.charts import plain
from hoithi.core.errors import Problem
from hoithi.entries.queries.shown import shown_files
from hoithi.judging.models import Juror, Sheet
from hoithi.judging.operations.sheet import Given
from hoithi.judging.queries.own import Queue, shown_work, talk_about
from hoithi.judging.queries.settings import engine_rubric, exact_marks
from hoithi.judging.rules.sheet import block_points
from hoithi.judging.words import written


@dataclass(frozen=True)
class Line:
    """One criterion on the page; `value` as the juror wrote it."""

    key: str
    title: str
    maximum: str
    step: str
    weight: str
    factor: str
    """The weight with a point, for the script."""
    nothing: str
    half: str
    full: str
    value: str
    shown_maximum: str
    shown_step: str
    error: str = ""


def lines_of(sheet: Sheet, marks: Mapping[str, str], errors: Mapping[str, str]) -> list[dict[str, Any]]:
    """Criteria by block: {title, points, maximum, lines}."""
    rubric = engine_rubric(sheet.rubric.criteria)
    sums = block_points(rubric, exact_marks(sheet.marks))
    most: dict[str, Fraction] = {}
    for one in rubric.criteria:
        most[one.block] = most.get(one.block, Fraction(0)) + one.maximum * one.weight
    return [
        {
            "title": block,
            "points": written(sums[block]),
            "maximum": written(most[block]),
            "lines": [_line(one, marks.get(one["key"], ""), errors.get(one["key"], "")) for one in group],
        }
        for block, group in groupby(sheet.rubric.criteria, key=lambda one: one["block"])
    ]


def _line(one: dict[str, Any], mark: str, error: str) -> Line:
    words = one["descriptors"]
    maximum, step = Fraction(str(one["maximum"])), Fraction(str(one["step"]))
    return Line(
        one["key"],
        one["title"],
        plain(maximum, 4),
        plain(step, 4),
        "" if str(one["weight"]) == "1" else written(Fraction(str(one["weight"])), 3),
        plain(Fraction(str(one["weight"])), 6),
        words.get("nothing", ""),
        words.get("half", ""),
        words.get("full", ""),
        mark.replace(".", ","),
        written(maximum),
        written(step),
        error,
    )


def sheet_context(
    juror: Juror, sheet: Sheet, queue: Queue, given: Given | None = None, problems: Sequence[Problem] = ()
) -> dict[str, Any]:
    """The sheet as it is stored, or as it was sent and refused (`given`), each problem beside its criterion."""
    part = juror.panel.part
    rubric = engine_rubric(sheet.rubric.criteria)
    marks, talk = exact_marks(sheet.marks), talk_about(sheet)
    so_far = sum((marks[one.key] * one.weight for one in rubric.criteria if one.key in marks), Fraction(0))
    return {
        "sheet": sheet,
        "work": shown_work(part, sheet.entry),
        "media": media_of(juror, sheet),
        "blocks": lines_of(
            sheet, given.marks if given else sheet.marks, {one.at: str(one.message) for one in problems}
        ),
        "comment": given.comment if given else sheet.comment,
        "place": next((place for place in queue.places if place.sheet.code == sheet.code), None),
        "queue": queue,
        "next": queue.after(sheet.code),
        "points": written(so_far),
        "maximum": written(rubric.maximum),
        "counted": sum(one.key in marks for one in rubric.criteria),
        "criteria_count": len(rubric.criteria),
        "talk": talk,
        "talk_words": {
            name: written(getattr(talk, name)) for name in ("lowest", "highest", "median") if talk is not None
        },
    }


def media_of(juror: Juror, sheet: Sheet) -> dict[str, Any]:
    """Addresses of the work's files under the sheet's own code; {} for a work without any."""
    part = juror.panel.part
    return media_at(sheet.entry, "judging:media", part.contest.slug, part.key, sheet.code)


def media_at(entry: Entry, view: str, *at: str) -> dict[str, Any]:
    """What plays, further pictures or pages, poster and captions, each under `view` with its kind and number."""
    work = getattr(entry, "work", None)
    if work is None:
        return {}
    files = shown_files([work])[work.pk]

    def address(what: str, n: int = 1) -> str:
        return reverse(view, args=[*at, what, n])

    return {
        "play": address("tep") if files.play else "",
        "more": [address("tep", n) for n in range(2, len(files.originals) + 1)],
        "type": files.play.file.media_type if files.play else "",
        "poster": address("hinh") if files.poster else "",
        "captions": [
            {"src": address("phu-de", n), "language": one.language or "vi"} for n, one in enumerate(files.captions, 1)
        ],
    }
