"""Standings of a plan: their terms, the measures these read, and that none of them waits for itself."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from hoithi.contests.checks.sentences import unknown
from hoithi.contests.registry import Measure, registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
from hoithi.contests.schema.standings import Standing, Term
from hoithi.core.errors import Problem

COUNTED = ("count", "share")


def check_standings(plan: Plan) -> Iterator[Problem]:
    groups = {group.key: group for group in plan.groups}
    for index, standing in enumerate(plan.standings):
        at = f"standing[{index}]"
        for number, key in enumerate(standing.groups):
            if key not in groups:
                yield Problem(f"{at}.groups[{number}]", unknown(_("đối tượng dự thi"), key, groups))
            elif standing.subject != "entry" and groups[key].subject != standing.subject:
                sentence = _("bảng xếp hạng xếp %(ranked)s nhưng đối tượng “%(key)s” là %(subject)s")
                words = {"ranked": standing.subject, "key": key, "subject": groups[key].subject}
                yield Problem(f"{at}.groups[{number}]", sentence % words)
        for number, term in enumerate(standing.terms):
            yield from _term(plan, standing, term, f"{at}.terms[{number}]")
        if standing.each == "round" and not any(_series(plan, term) for term in standing.terms):
            yield Problem(f"{at}.each", _("xếp theo từng vòng (each = “round”) cần một phần thi có series"))
    yield from _cycles(plan)


def _term(plan: Plan, standing: Standing, term: Term, at: str) -> Iterator[Problem]:
    parts = {part.key: part for part in plan.parts}
    standings = {other.key for other in plan.standings}
    if term.standing is not None and term.standing not in standings:
        yield Problem(f"{at}.standing", unknown(_("bảng xếp hạng"), term.standing, standings))
    if term.part is not None and term.part not in parts:
        yield Problem(f"{at}.part", unknown(_("phần thi"), term.part, parts))
    elif term.part is not None and parts[term.part].kind in registry.kinds:
        yield from _measure(parts[term.part], standing, term, at)
    groups = {group.key for group in plan.groups}
    for number, key in enumerate(term.where.groups):
        if key not in groups:
            yield Problem(f"{at}.where.groups[{number}]", unknown(_("đối tượng dự thi"), key, groups))
    if term.scale == "step" and not term.steps:
        yield Problem(f"{at}.steps", _("thang bậc (scale = “step”) cần danh sách steps"))
    if term.scale == "max_share" and not term.maximum:
        yield Problem(f"{at}.maximum", _("tỷ lệ trên điểm tối đa (scale = “max_share”) cần maximum"))
    if term.rounds and not _series(plan, term) and term.part in parts:
        yield Problem(f"{at}.rounds", _("chỉ gộp vòng (rounds) với phần thi có series"))


def _measure(part: Part, standing: Standing, term: Term, at: str) -> Iterator[Problem]:
    known = registry.measures_of(part.kind)
    counted = term.measure == "value" and term.agg in COUNTED
    if not counted and term.measure not in known:
        yield Problem(f"{at}.measure", unknown(_("đại lượng"), term.measure, known))
    if term.where.measure is not None and term.where.measure not in known:
        yield Problem(f"{at}.where.measure", unknown(_("đại lượng"), term.where.measure, known))
    measure = known.get(term.measure)
    if measure and not _reaches(measure, standing, term):
        sentence = _("đại lượng “%(name)s” của %(subject)s cần cách gộp (agg) để xếp hạng %(ranked)s")
        words = {"name": term.measure, "subject": measure.subject, "ranked": standing.subject}
        yield Problem(f"{at}.agg", sentence % words)


def _reaches(measure: Measure, standing: Standing, term: Term) -> bool:
    """Whether the subject has the measure itself, or gathers it from its people or works."""
    order = ("entry", "person", "unit")
    if measure.subject == standing.subject:
        return True
    return order.index(measure.subject) < order.index(standing.subject) and term.agg != "value"


def _series(plan: Plan, term: Term) -> bool:
    return any(part.key == term.part and part.series is not None for part in plan.parts)


def _cycles(plan: Plan) -> Iterator[Problem]:
    """A standing must not wait for itself through another standing or through a part that takes its entrants."""
    fed_by = {part.key: part.entrants_from.standing for part in plan.parts if part.entrants_from}
    reads = {
        standing.key: {term.standing for term in standing.terms if term.standing}
        | {fed_by[term.part] for term in standing.terms if term.part in fed_by}
        for standing in plan.standings
    }
    for index, standing in enumerate(plan.standings):
        if standing.key in _reachable(reads, standing.key):
            sentence = _("bảng xếp hạng “%(key)s” chờ kết quả của chính nó (vòng tròn tham chiếu)")
            yield Problem(f"standing[{index}]", sentence % {"key": standing.key})


def _reachable(reads: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = list(reads[start])
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(reads.get(key, ()))
    return found
