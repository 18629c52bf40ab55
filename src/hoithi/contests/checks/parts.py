"""Parts of a plan: their kind, their settings through the registry, their groups, rounds and promotions."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from pydantic import ValidationError

from hoithi.contests.checks.sentences import problems_of, unknown
from hoithi.contests.registry import registry
from hoithi.contests.schema import Plan
from hoithi.contests.schema.parts import Part
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
    for problem in check(settings, plan) if check else []:
        yield Problem(f"{at}.{problem.at}" if problem.at else at, problem.message)
