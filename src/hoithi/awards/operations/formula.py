"""Choosing a formula before the freeze (chọn công thức): the plan's own setting, through the plan's own operation."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hoithi.contests.checks import check_plan
from hoithi.contests.formulas import Variant
from hoithi.contests.models import Contest, Standing
from hoithi.contests.models.parsed import parsed
from hoithi.contests.operations.definition import Applied, canonical_definition, define_contest
from hoithi.contests.schema import Plan
from hoithi.core.errors import InvalidInput, Refusal
from hoithi.people.models import User


class FormulaFrozen(Refusal):
    """The standing is fixed: a change now needs a document, on the plan's page."""


def choose_formula(standing: Standing, way: Variant, *, reason: str, now: datetime, by: User | None = None) -> Applied:
    """Set a standing's formula in the plan; the reason is kept with it. Raises FormulaFrozen, InvalidInput."""
    contest = Contest.objects.get(pk=standing.contest_id)
    if contest.standings.get(pk=standing.pk).frozen_at is not None:
        raise FormulaFrozen(
            _("Bảng “%(title)s” đã chốt nên không chọn lại công thức ở đây được.") % {"title": standing.title},
            hint=_("Sau khi chốt chỉ sửa bằng văn bản, ở trang Kế hoạch, cách tổ chức."),
        )
    if not reason.strip():
        raise Refusal(_("Cần nêu lý do chọn công thức, sẽ ghi vào kế hoạch."), hint=_("Hãy nhập lý do."))
    plan = contest.plan
    chosen = way.spec.model_copy(update={"note": reason.strip()})
    standings = [chosen if one.key == standing.key else one for one in plan.standings]
    changed = parsed(Plan, canonical_definition(plan.model_copy(update={"standings": standings})))
    problems = check_plan(changed)
    if problems:
        raise InvalidInput(problems, _("Kế hoạch với công thức này không hợp lệ."))
    return define_contest(changed, now=now, by=by, copied_from=contest.copied_from)
