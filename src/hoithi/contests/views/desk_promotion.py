"""Choosing who goes on to the next part: by rule as the standing says, or person by person as a decision says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hoithi.contests.desk_forms import ReasonedDocumentForm
from hoithi.contests.models import Contest, Part
from hoithi.contests.operations.promotion import promote_entrants
from hoithi.contests.operations.standings import is_settled
from hoithi.contests.queries.facts import scopes_of
from hoithi.contests.queries.pages_board import scopes_with_titles
from hoithi.contests.queries.promotion import Proposal, admitted_units, names_of, proposal, source_of
from hoithi.contests.queries.roles import require
from hoithi.contests.rules.permission import may
from hoithi.contests.views.desk_frame import desk_page, link, me, on_desk
from hoithi.core.errors import Refusal
from hoithi.core.middleware import TimedRequest
from hoithi.people.forms import posted, refused


@on_desk("console.view")
@require_http_methods(["GET", "POST"])
def promotion(request: TimedRequest, contest: Contest, roles: frozenset[str], key: str) -> HttpResponse:
    """`/cuoc-thi/<slug>/dieu-hanh/phan-thi/<key>/chon-nguoi/`."""
    part = next((one for one in contest.parts.all() if one.key == key), None)
    if part is None or part.spec.entrants_from is None:
        raise Http404
    part.contest = contest
    standing = source_of(part)
    assert standing is not None
    by_decision = part.spec.entrants_from.by == "decision"
    form = ReasonedDocumentForm(posted(request) if by_decision else None)
    if request.method == "POST":
        require(me(request), contest, "contest.open", request.now)
        if _admitted(request, part, form if by_decision else None):
            return redirect("contests:desk_promotion", contest.slug, key)
    settled = all(is_settled(standing, request.now, scope) for scope in scopes_of(standing))
    found = proposal(part) if settled else None
    context: dict[str, Any] = {
        "part": part,
        "standing": standing,
        "source": part.spec.entrants_from,
        "settled": settled,
        "found": found,
        "groups": _groups(part, found, set(request.POST.getlist("chon"))) if found else [],
        "ties": _ties(part, found) if found else [],
        "admitted": part.admissions.count(),
        "opened": part.opens is not None and part.opens <= request.now,
        "by_decision": by_decision,
        "form": form if by_decision else None,
        "may_promote": may(roles, "contest.open"),
        "may_decide": may(roles, "standing.decide_tie"),
    }
    status = 400 if form.errors else 200
    return desk_page(request, contest, roles, "board", "contests/desk/promotion.html", context, status=status)


def _ties(part: Part, found: Proposal) -> list[tuple[int, int, str]]:
    """(how many, the place they share, where it is decided)."""
    key = found.standing.key
    return [(len(tie.subjects), place, _tie_url(part, key, place, scope)) for scope, tie, place in found.undecided]


def _tie_url(part: Part, key: str, place: int, scope: str) -> str:
    """Where equals are ordered; the page belongs to the awards room above."""
    url = link("awards:desk_tie", part.contest.slug, key, place)
    return f"{url}?pham-vi={scope}" if url and scope else url


def _admitted(request: TimedRequest, part: Part, form: ReasonedDocumentForm | None) -> bool:
    if form is not None and not form.is_valid():
        return False
    try:
        with transaction.atomic():
            document, chosen = None, None
            if form is not None:
                ticked = request.POST.getlist("chon")
                chosen = [int(pk) for pk in ticked if pk.isascii() and pk.isdecimal() and len(pk) < 18]
                title = _("Quyết định chọn vào %(part)s") % {"part": part.title}
                document = form.issue("quyet_dinh", title, part.contest, now=request.now, by=me(request))
            count = promote_entrants(part, now=request.now, by=me(request), document=document, chosen=chosen)
    except Refusal as refusal:
        if form is None:
            messages.error(request, str(refusal))
            return True
        refused(form, refusal)
        return False
    messages.success(request, _("%(n)s người đã được vào %(part)s.") % {"n": count, "part": part.title})
    return True


def _groups(part: Part, found: Proposal, ticked: set[str]) -> list[dict[str, Any]]:
    """Candidates under their scope, unit or group, best first."""
    names = names_of(found.standing, [one.subject for one in found.candidates])
    titles = dict(scopes_with_titles(found.standing)) if found.standing.spec.each else {}
    titles |= {group.key: group.title for group in part.contest.groups.all()}
    if part.spec.entrants_from and part.spec.entrants_from.per == "unit":
        titles |= {str(pk): name for pk, name in part.contest.units.values_list("pk", "name")}
    held = set(part.admissions.values_list("entrant_id", flat=True))
    if found.standing.subject == "unit":
        held = admitted_units(part)
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in found.candidates:
        name, unit = names.get(one.subject, ("–", ""))
        chosen = str(one.subject) in ticked if ticked else one.subject in held if held else one.within
        row = {"one": one, "name": name, "unit": unit, "ticked": chosen, "held": one.subject in held}
        groups.setdefault(one.heading, []).append(row)
    return [{"title": titles.get(heading, heading), "rows": rows} for heading, rows in groups.items()]
