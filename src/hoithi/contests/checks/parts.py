"""Parts of a plan: their kind, their settings through the registry, their groups, rounds and promotions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from pydantic import ValidationError

from hoithi.contests.checks.sentences import problems_of, unknown
from hoithi.contests.registry import registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import EntrantsFrom, Part
from hoithi.contests.written import settings_model
from hoithi.core.errors import Problem


def check_parts(plan: Plan) -> Iterator[Problem]:
    groups = {group.key for group in plan.groups}
    standings = {standing.key for standing in plan.standings}
    for index, part in enumerate(plan.parts):
        at = f"part[{index}]"
        for number, key in enumerate(part.groups):
            if key not in groups:
                yield Problem(f"{at}.groups[{number}]", unknown(_("đối tượng dự thi"), key, groups))
        if part.entrants_from and part.entrants_from.standing not in standings:
            place = f"{at}.entrants_from.standing"
            yield Problem(place, unknown(_("bảng xếp hạng"), part.entrants_from.standing, standings))
        if part.entrants_from and part.entrants_from.standing in standings:
            yield from _promotion(plan, part, part.entrants_from, f"{at}.entrants_from")
        if part.kind not in registry.kinds:
            yield Problem(f"{at}.kind", unknown(_("loại phần thi"), part.kind, registry.kinds))
            continue
        yield from _rounds(part, at)
        yield from _settings(plan, part, at)


def _rounds(part: Part, at: str) -> Iterator[Problem]:
    if part.series is None:
        return
    if part.opens is None:
        yield Problem(f"{at}.opens", _("loạt vòng thi cần thời điểm mở của vòng đầu (opens)"))
        return
    last = part.rounds()[-1][2]
    if part.closes and last and part.closes != last:
        sentence = _("vòng cuối kết thúc lúc %(last)s, khác closes của phần thi")
        yield Problem(f"{at}.closes", sentence % {"last": f"{last:%H:%M %d/%m/%Y}"})


def _promotion(plan: Plan, part: Part, source: EntrantsFrom, at: str) -> Iterator[Problem]:
    """Who goes on to a part is known before it opens, and a score that is kept is read by a standing of the part."""
    standing = next(one for one in plan.standings if one.key == source.standing)
    by_key = {one.key: one for one in plan.parts}
    ends = [_last_close(by_key[term.part]) for term in standing.terms if term.part in by_key]
    last = max((end for end in ends if end), default=None)
    if part.opens and last and part.opens < last:
        sentence = _("phần thi mở lúc %(opens)s, khi bảng “%(key)s” chưa chốt (chốt lúc %(last)s)")
        words = {"opens": f"{part.opens:%H:%M %d/%m/%Y}", "key": standing.key, "last": f"{last:%H:%M %d/%m/%Y}"}
        yield Problem(f"{at}.standing", sentence % words)
    if part.series:
        yield Problem(at, _("phần thi chọn người từ một bảng xếp hạng chỉ có một vòng, không dùng series"))
    if source.carry == "entry" and standing.subject != "entry":
        yield Problem(f"{at}.carry", _("carry = “entry” cần một bảng xếp hạng tác phẩm"))
    if source.per == "group" and standing.each == "group":
        yield Problem(f"{at}.per", _("bảng “%(key)s” đã xếp riêng từng đối tượng, bỏ per") % {"key": standing.key})
    readers = [one for one in plan.standings if any(term.part == part.key for term in one.terms)]
    carried = any(term.standing == standing.key for one in readers for term in one.terms)
    if source.score == "keep" and readers and not carried:
        sentence = _("score = “keep” cần một tiêu chí standing = “%(key)s” trong bảng xếp hạng của phần thi này")
        yield Problem(f"{at}.score", sentence % {"key": standing.key})
    if source.score == "reset" and carried:
        sentence = _("score = “reset” mà bảng xếp hạng của phần thi này vẫn cộng giá trị của bảng “%(key)s”")
        yield Problem(f"{at}.score", sentence % {"key": standing.key})


def _last_close(part: Part) -> datetime | None:
    return part.rounds()[-1][2]


def _settings(plan: Plan, part: Part, at: str) -> Iterator[Problem]:
    known = [part.kind, *(extension.key for extension in registry.extensions_of(part.kind))]
    for table in part.settings:
        if table not in known:
            allowed = [*known, *(name for name in Part.model_fields if name != "settings")]
            yield Problem(f"{at}.{table}", unknown(_("khóa"), table, allowed))
    for table in known:
        if table in part.settings or table == part.kind:
            yield from _table(plan, part, table, f"{at}.{table}")


def _table(plan: Plan, part: Part, table: str, at: str) -> Iterator[Problem]:
    model = settings_model(part.kind, table)
    if model is None:
        return
    raw = part.settings.get(table)
    if raw is None:
        yield Problem(at, _("thiếu bảng cài đặt này của phần thi"))
        return
    try:
        settings = model.model_validate(raw)
    except ValidationError as error:
        yield from problems_of(error, model, at)
        return
    check = registry.kinds[part.kind].check if table == part.kind else None
    for problem in check(settings, plan, part) if check else []:
        yield Problem(f"{at}.{problem.at}" if problem.at else at, problem.message)
