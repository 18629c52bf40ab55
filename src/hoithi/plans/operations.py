"""Loading plans into the database and giving them back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Contest
from hoithi.contests.operations.definition import define_contest
from hoithi.contests.schema import Plan
from hoithi.core.errors import NotFound, Refusal
from hoithi.people.models import User
from hoithi.plans.canonical import dump_plan


class SlugTaken(Refusal):
    """A copy may not take the name of a contest that is no copy of the same plan."""


@transaction.atomic
def apply_plan(plan: Plan, *, now: datetime, by: User | None = None, copied_from: str = "") -> dict[str, list[str]]:
    """Create the contest or bring it up to its plan: {"created", "changed", "unchanged"}, each a list of slugs."""
    return apply_plans([(plan, copied_from)], now=now, by=by)


@transaction.atomic
def apply_plans(plans: Iterable[tuple[Plan, str]], *, now: datetime, by: User | None = None) -> dict[str, list[str]]:
    """All plans or none: (plan, slug it was copied from or ""). Raises SlugTaken for a copy over another contest."""
    done: dict[str, list[str]] = {"created": [], "changed": [], "unchanged": []}
    for plan, copied_from in plans:
        _check_name(plan.slug, copied_from)
        applied = define_contest(plan, now=now, by=by, copied_from=copied_from)
        done[applied.outcome].append(plan.slug)
    return done


def _check_name(slug: str, copied_from: str) -> None:
    standing = Contest.objects.filter(slug=slug).values_list("copied_from", flat=True).first()
    if copied_from and (slug == copied_from or standing not in (None, copied_from)):
        sentence = _(
            "Mã “%(slug)s” là của một cuộc thi khác; bản sao cần một mã riêng để không ghi đè lên cuộc thi đó."
        )
        raise SlugTaken(sentence % {"slug": slug})


def export_plan(slug: str) -> str:
    """The contest's plan as canonical TOML. Raises NotFound."""
    contest = Contest.objects.filter(slug=slug).first()
    if contest is None:
        raise NotFound(_("Không có cuộc thi nào mang mã “%(slug)s”.") % {"slug": slug})
    return dump_plan(contest.plan)
