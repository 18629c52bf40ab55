"""The contest page (trang cuộc thi): what, who, until when, which prizes, and the one thing this phase allows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.models import Contest, Entrant, Standing
from hoithi.contests.queries import pages
from hoithi.contests.queries.commitments import frozen_record
from hoithi.contests.queries.entrants import entrant_of
from hoithi.contests.queries.pages_board import closed, own_board_rows, scope_now, seen_scopes
from hoithi.contests.queries.pages_prizes import prize_table
from hoithi.contests.queries.pages_rounds import rounds_of
from hoithi.contests.queries.pages_words import how_ranked, unit_of, written
from hoithi.contests.queries.promotion import goes_on_to
from hoithi.contests.queries.standings import may_view, place_of
from hoithi.contests.registry import Action
from hoithi.contests.views.public_figures import participation
from hoithi.core.middleware import TimedRequest


@require_safe
def contest(request: TimedRequest, slug: str) -> HttpResponse:
    found = pages.shown_contest(slug)
    now = request.now
    stage = pages.stage_of(found, now)
    entrant = entrant_of(request.user, found)
    standings = list(found.standings.all())
    viewable = [one for one in standings if _viewable(one, request)]
    actions = pages.actions_of(found, entrant=entrant, now=now)
    main = _main_action(found, stage, actions, entrant, viewable=viewable)
    phases = pages.phases_of(found, stage.life, now)
    context = page_context(found) | {
        "series": rounds_of(found, now),
        "round_standing": next((one.key for one in viewable if one.spec.each == "round"), ""),
        "stage": stage,
        "phases": phases,
        "phases_line": pages.phases_line(phases),
        "facts": pages.facts_of_contest(found, stage.part, now),
        "parts": pages.part_table(found, now),
        "entrant": entrant,
        "own": _own(found, entrant, viewable, now),
        "goes_on_to": goes_on_to(found, entrant),
        "main_action": main,
        "other_actions": [action for action in actions if action is not main],
        "participation": participation(found, now),
        "prizes": prize_table(found),
        "ways": [how_ranked(one) for one in standings],
        "viewable": {one.key for one in viewable},
        "milestones": [(stone.title, pages.milestone_when(stone)) for stone in found.plan.milestones],
    }
    return render(request, "contests/contest.html", context | _record(found))


def _viewable(standing: Standing, request: TimedRequest) -> bool:
    """Whether there is anything of a standing to see now: of one kept for each round, some round."""
    if standing.spec.each == "round":
        return bool(seen_scopes(standing, request.user, request.now))
    return may_view(standing, request.user, request.now, closed=closed(standing, request.now))


def page_context(contest: Contest) -> dict[str, Any]:
    """What every page of a contest shows around its content."""
    contact = contest.plan.contact
    return {
        "contest": contest,
        "plan": contest.plan,
        "organiser": pages.organiser_lines(contest),
        "hotline": contact.phone,
        "nav_here": "cuoc-thi",
        "banner": static(f"core/art/{contest.plan.look.banner}") if contest.plan.look.banner else "",
    }


def _main_action(
    contest: Contest, stage: pages.Stage, actions: list[Action], entrant: Entrant | None, *, viewable: list[Standing]
) -> Action | None:
    """The one big button: what a part allows, else registering, else the result."""
    main = next((action for action in actions if action.main), None)
    if main is not None and stage.key == "open":
        return main
    built = any(pages.kind_of(part).built for part in contest.parts.all())
    persons = any(group.subject == "person" for group in contest.groups.all())
    if stage.key in ("open", "soon") and entrant is None and built and persons:
        return Action(_("Đăng ký dự thi"), reverse("contests:register", args=[contest.slug]))
    if stage.key == "closed" and viewable:
        return Action(_("Xem bảng xếp hạng"), reverse("contests:standings", args=[contest.slug]))
    if stage.key == "published" and viewable:
        return Action(_("Xem kết quả"), reverse("contests:standings", args=[contest.slug]))
    return main


def _own(contest: Contest, entrant: Entrant | None, viewable: list[Standing], now: datetime) -> list[dict[str, Any]]:
    """The visitor's own place in each standing they may see: value of the first criterion, place, where it is shown.

    Of a standing kept for each round, the round that matters now."""
    if entrant is None:
        return []
    here = {one.key: scope_now(one, now) if one.spec.each == "round" else None for one in viewable}
    found = []
    for standing, row in own_board_rows(contest, entrant):
        if standing.key in here and here[standing.key] in (None, row.scope) and row.ranked:
            term = standing.spec.terms[0]
            best = written(row.values["raw"].get(term.key), unit_of(contest, term))
            found.append({"standing": standing, "scope": row.scope, "best": best, "place": place_of(row)})
    return found


def _record(contest: Contest) -> dict[str, Any]:
    """The public record: texts, amendments, commitments, sealed results, questions people ask."""
    revisions = list(contest.revisions.select_related("document"))
    return {
        "rules": contest.rules_texts.filter(published_at__isnull=False).last(),
        "amendments": [one for one in revisions if one.kind != "freeze"],
        "freezes": frozen_record(contest, revisions),
        "sealed": contest.sealed_results.filter(scope="").defer("envelope").last(),
        "faqs": contest.faqs.all(),
    }
