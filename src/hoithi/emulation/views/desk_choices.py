"""Prizes given by decision, not by place (xét chọn): whom it may choose, with the figures beside; awards decide."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from hoithi.contests.models import Part, Prize
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import link
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.queries.candidates import Candidate, candidates, nominees
from hoithi.emulation.queries.part_groups import scored_groups
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.targets import measured
from hoithi.emulation.views.frame import on_score, score_page
from hoithi.emulation.views.pictures import names_of, top_criteria


@require_safe
@on_score("score.view_all")
def choices(request: TimedRequest, part: Part, roles: frozenset[str]) -> HttpResponse:
    """`…/thi-dua/<part>/xet-chon/?giai=<key>`."""
    prizes = chosen_prizes(part)
    wanted = request.GET.get("giai", "")
    prize = next((one for one in prizes if one.key == wanted), prizes[0] if prizes else None)
    context: dict[str, Any] = {
        "prize": prize,
        "prizes": [{"key": one.key, "title": one.title, "here": one is prize} for one in prizes],
        "accountable": settings_of(part).recheck.accountable,
    }
    if prize is not None:
        groups = [one.key for one in scored_groups(part) if prize.spec.group in (None, "", one.key)]
        context["choose"] = link("awards:desk_choose", part.contest.slug, prize.key) if _may_choose(roles) else ""
        if prize.spec.subject == "person":
            scored = {one.unit.pk: one for group in groups for one in candidates(part, group)}
            people = [one for group in groups for one in nominees(part, group)]
            context["people"] = [(one, scored.get(one.dossier.unit_id)) for one in people]
        else:
            context["tables"] = [_table(part, group) for group in groups]
    return score_page(request, part, roles, "choices", "emulation/desk/choices.html", **context)


def _may_choose(roles: frozenset[str]) -> bool:
    return may(roles, "award.decide")


def chosen_prizes(part: Part) -> list[Prize]:
    """Prizes without a standing whose group this part scores, or that name none."""
    scored = {one.key for one in scored_groups(part)}
    found = part.contest.prizes.filter(standing__isnull=True).order_by("position")
    return [one for one in found if not one.spec.group or one.spec.group in scored]


def _table(part: Part, group: str) -> dict[str, Any]:
    card = settings_of(part)
    rows = [
        {"one": one, "points": _points(part, group, one), "targets": _targets(part, one)}
        for one in candidates(part, group)
    ]
    return {"names": names_of(card, group), "rows": rows, "targets": [one.title for one in card.targets if one.share]}


def _points(part: Part, group: str, one: Candidate) -> list[Any]:
    """What each line of the card gave, in its order."""
    found = {item["criterion"]: item["points"] for item in one.score.items} if one.score is not None else {}
    return [found.get(line.key) for line in top_criteria(settings_of(part), group)]


def _targets(part: Part, one: Candidate) -> list[Any]:
    if one.score is None:
        return [None for target in settings_of(part).targets if target.share]
    return list(measured(part, one.score.figures))
