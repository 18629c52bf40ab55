"""Keeping a contest equal to its plan: the definition is the truth, rows are its projection.

Before anything is frozen a plan may be replaced freely. Once a part or standing is frozen, filling an unset value is a
supplement and changing a set one an amendment; both need a document and are public.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Body, Contest, Group, Part, Prize, RulesRevision, Seat, Standing, Task
from hoithi.contests.registry import registry
from hoithi.contests.rules.diff import Change, diff
from hoithi.contests.schema import Plan
from hoithi.contests.schema.structure import BODY_KINDS
from hoithi.core.canonical import digest
from hoithi.core.errors import Refusal
from hoithi.documents.models import Document
from hoithi.people.models import User

BODY_TITLES = {
    "secretariat": "Tổ Thư ký",
    "coordinators": "Đầu mối đơn vị",
    "leaders": "Lãnh đạo cơ quan tổ chức",
    "operators": "Đơn vị vận hành phần mềm",
}
"""Bodies every contest has even where its plan names none: somebody must run it.

Stored, so Vietnamese, like a plan.
"""


class StillUsed(Refusal):
    """The plan drops something that facts, people or decisions point at."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(
            _("Không bỏ được “%(titles)s” khỏi kế hoạch vì đã có người, bài thi hoặc quyết định gắn với mục này.")
            % {"titles": ", ".join(titles[:3])},
            hint=_("Hãy giữ mục này trong kế hoạch rồi sửa phần còn lại."),
        )


class FrozenRules(Refusal):
    """A frozen part or standing would change without a document."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.changes = list(changes)
        places = ", ".join(change.at for change in self.changes[:3])
        super().__init__(
            _("Cách tổ chức đã chốt trước khi mở thi, không sửa được nếu không có văn bản: %(places)s.")
            % {"places": places},
            hint=_("Hãy nhập số, ngày và người ký của văn bản bổ sung hoặc sửa đổi."),
        )


@dataclass(frozen=True)
class Applied:
    """What `define_contest` did."""

    contest: Contest
    outcome: str
    """created, changed or unchanged."""
    changes: tuple[Change, ...] = ()


def canonical_definition(plan: Plan) -> dict[str, Any]:
    """The plan as stored: defaults left out, instants as text, names as the plan file writes them."""
    return plan.model_dump(mode="json", by_alias=True, exclude_defaults=True)


@transaction.atomic
def define_contest(
    plan: Plan, *, now: datetime, by: User | None = None, document: Document | None = None, copied_from: str = ""
) -> Applied:
    """Create the contest or bring it up to the plan; doing it twice changes nothing.

    Raises FrozenRules when a frozen part or standing would change and no document is given, StillUsed when it drops
    something that facts point at.
    """
    if not Contest.objects.filter(slug=plan.slug).exists():
        try:
            with transaction.atomic():
                return _define(plan, now, by, document, copied_from)
        except IntegrityError:  # somebody else created it at this moment, and holds the lock no longer
            if not Contest.objects.filter(slug=plan.slug).exists():
                raise
    return _define(plan, now, by, document, copied_from)


def _define(plan: Plan, now: datetime, by: User | None, document: Document | None, copied_from: str) -> Applied:
    definition = canonical_definition(plan)
    contest = Contest.objects.select_for_update().filter(slug=plan.slug).first()
    if contest is None:
        contest = Contest(slug=plan.slug, created_at=now, copied_from=copied_from)
        changes: tuple[Change, ...] = ()
    else:
        if contest.definition_hash == digest(definition):
            return Applied(contest, "unchanged")
        changes = tuple(diff(contest.definition, definition))
        _check_frozen(contest, changes, document)
    outcome = "changed" if contest.pk else "created"
    _write_contest(contest, plan, definition)
    closes = dict(contest.parts.filter(frozen_at__isnull=False).values_list("key", "closes"))
    _project(contest, plan)
    _tell_moved(contest, closes, now, by)
    action = "contests:contest:changed" if outcome == "changed" else "contests:contest:defined"
    record(
        action,
        now=now,
        contest_key=contest.slug,
        actor=by,
        target=contest.slug,
        data={"hash": contest.definition_hash, "count": len(changes)},
    )
    if changes:
        _write_revisions(contest, changes, document, now)
    return Applied(contest, outcome, changes)


def _frozen_prefixes(contest: Contest) -> tuple[str, ...]:
    parts = contest.parts.filter(frozen_at__isnull=False).values_list("plan_key", flat=True).distinct()
    standings = list(contest.standings.filter(frozen_at__isnull=False).values_list("key", flat=True))
    frozen = [f"part[{key}]" for key in parts] + [f"standing[{key}]" for key in standings]
    if frozen:
        frozen += ["entry", "group[", "codes"]
    if standings:
        frozen += ["prize[", "awards"]
    return tuple(frozen)


def _check_frozen(contest: Contest, changes: Sequence[Change], document: Document | None) -> None:
    prefixes = _frozen_prefixes(contest)
    touched = [change for change in changes if change.at.startswith(prefixes)] if prefixes else []
    if touched and document is None:
        raise FrozenRules(touched)


def _write_revisions(contest: Contest, changes: Sequence[Change], document: Document | None, now: datetime) -> None:
    prefixes = _frozen_prefixes(contest)
    frozen = [change for change in changes if prefixes and change.at.startswith(prefixes)]
    for kind in ("supplement", "amendment"):
        of_kind = [change for change in frozen if change.kind == kind]
        if of_kind:
            RulesRevision.objects.create(
                contest=contest,
                no=contest.revisions.count() + 1,
                scope="contest",
                kind=kind,
                content=contest.definition,
                changes=[{"at": c.at, "before": c.before, "after": c.after} for c in of_kind],
                hash=contest.definition_hash,
                document=document,
                from_at=now,
            )


def _tell_moved(contest: Contest, closes: dict[str, datetime | None], now: datetime, by: User | None) -> None:
    """Frozen parts that close at another moment: whoever is in the middle of one ends accordingly."""
    for part in contest.parts.filter(key__in=closes):
        if part.closes != closes[part.key]:
            kind = registry.kinds.get(part.kind)
            if kind is not None and kind.moved is not None:
                kind.moved(part, now=now)
            record("contests:part:moved", now=now, contest_key=contest.slug, actor=by, target=part.key)


def _write_contest(contest: Contest, plan: Plan, definition: dict[str, Any]) -> None:
    contest.title = plan.title
    contest.short_title = plan.short_title
    contest.year = plan.year
    contest.code = plan.codes.prefix
    contest.definition = definition
    contest.definition_hash = digest(definition)
    contest.__dict__.pop("plan", None)
    contest.save()


def _project(contest: Contest, plan: Plan) -> None:
    _sync(
        Group,
        contest,
        {
            group.key: {
                "title": group.title,
                "subject": group.subject,
                "position": position,
                "content": group.model_dump(mode="json", exclude_defaults=True),
            }
            for position, group in enumerate(plan.groups)
        },
    )
    _sync(Part, contest, _part_rows(plan))
    _sync(
        Standing,
        contest,
        {
            standing.key: {
                "title": standing.title,
                "subject": standing.subject,
                "position": position,
                "content": standing.model_dump(mode="json", exclude_defaults=True),
            }
            for position, standing in enumerate(plan.standings)
        },
    )
    standings = {standing.key: standing for standing in contest.standings.all()}
    _sync(
        Prize,
        contest,
        {
            prize.key: {
                "title": prize.title,
                "standing": standings[prize.standing] if prize.standing else None,
                "quantity": prize.quantity,
                "cash": prize.cash,
                "paper": prize.paper,
                "position": position,
                "content": prize.model_dump(mode="json", exclude_defaults=True),
            }
            for position, prize in enumerate(plan.prizes)
        },
    )
    _sync(
        Task,
        contest,
        {
            task.key: {
                "phase": task.phase,
                "agency": task.agency,
                "title": task.title,
                "due": task.due,
                "gate": task.gate,
                "position": position,
            }
            for position, task in enumerate(plan.tasks)
        },
    )
    _project_bodies(contest, plan)


def _part_rows(plan: Plan) -> dict[str, dict[str, Any]]:
    rows = {}
    for position, part in enumerate(plan.parts):
        for number, opens, closes in part.rounds():
            title = part.title
            if part.series:
                title = f"{part.title}, {part.series.title.replace('{n}', str(number))}"
            rows[f"{part.key}-{number}" if part.series else part.key] = {
                "plan_key": part.key,
                "kind": part.kind,
                "title": title,
                "position": position,
                "round_no": number,
                "opens": opens,
                "closes": closes,
                "precision": part.precision,
                "content": part.model_dump(mode="json", exclude_defaults=True),
            }
    return rows


def _sync(model: Any, contest: Contest, wanted: dict[str, dict[str, Any]]) -> None:
    """Make the contest's rows of one model equal to the plan's, by key; keep identities, drop what is gone."""
    gone = model.objects.filter(contest=contest).exclude(key__in=wanted)
    titles = list(gone.values_list("title", flat=True))
    if model is Body and gone.filter(seats__person__isnull=False).exists():
        raise StillUsed(titles)  # who sat on a body stays on record
    try:
        gone.delete()
    except ProtectedError as error:
        raise StillUsed(titles) from error
    for key, values in wanted.items():
        model.objects.update_or_create(contest=contest, key=key, defaults=values)


def _project_bodies(contest: Contest, plan: Plan) -> None:
    named = {body.kind for body in plan.bodies}
    wanted = {
        body.key: {"kind": body.kind, "title": body.title, "position": position}
        for position, body in enumerate(plan.bodies)
    }
    for kind, title in BODY_TITLES.items():
        if kind not in named:
            wanted[kind] = {"kind": kind, "title": str(title), "position": 100 + BODY_KINDS.index(kind)}
    _sync(Body, contest, wanted)
    for body in plan.bodies:
        row = contest.bodies.get(key=body.key)
        for position, seat in enumerate(body.seats):
            Seat.objects.update_or_create(
                body=row,
                position=position,
                from_plan=True,
                defaults={"title": seat.title, "agency": seat.agency, "invited": seat.invited},
            )
        row.seats.filter(from_plan=True, position__gte=len(body.seats), person__isnull=True).delete()
