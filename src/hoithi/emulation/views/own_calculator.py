"""What a little more would give: an address that can be sent on, nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hoithi.contests.rules.facts import Value
from hoithi.core.errors import NotFound
from hoithi.core.middleware import TimedRequest
from hoithi.emulation.queries.own_whatif import Calculator, calculator_of, explained
from hoithi.emulation.queries.settings import settings_of
from hoithi.emulation.queries.words import amount
from hoithi.emulation.rules import counts
from hoithi.emulation.rules.counts import Fault
from hoithi.emulation.views.frame import Owned, of_unit, unit_page


@of_unit()
@require_safe
def calculator(request: TimedRequest, owned: Owned) -> HttpResponse:
    """`…/them-thi-duoc-gi/?dossiers=50`: figures by their keys, so much more of each."""
    found = calculator_of(owned.part, owned.unit, request.now)
    if found is None:
        raise NotFound(_("Đơn vị này không được chấm điểm trong đợt thi đua."), hint=_("Hãy hỏi cơ quan thường trực."))
    rows = _rows(owned, found, request)
    more: dict[str, Value] = {row["figure"].key: row["value"] for row in rows if row["value"]}
    wrong = [row for row in rows if row["wrong"]]
    after = found.with_more(more) if more and not wrong else None
    context: dict[str, Any] = {
        "rows": rows,
        "found": found,
        "after": after,
        "impossible": bool(more) and not wrong and after is None,
        "gained": after.total - found.now.total if after is not None else None,
        "lines": explained(owned.part, owned.unit, after or found.now),
    }
    return unit_page(request, owned, "calculator", "emulation/own/calculator.html", 400 if wrong else 200, **context)


def _rows(owned: Owned, found: Calculator, request: TimedRequest) -> list[dict[str, Any]]:
    """One box a counted figure: what it is now, what was typed, whether that is a number."""
    rows = []
    for one in settings_of(owned.part).asked:
        if one.kind != "count":
            continue
        typed = request.GET.get(one.key, "")
        value = counts.read(one.key, "count", typed)
        rows.append(
            {
                "figure": one,
                "now": amount(found.figures.get(one.key)),
                "typed": typed,
                "value": None if isinstance(value, Fault) else value,
                "wrong": isinstance(value, Fault),
            }
        )
    return rows
