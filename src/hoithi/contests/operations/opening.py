"""Preflight and freeze: a part opens only when everything it promises is set, and from then on its rules hold.

The secretariat freezes a part beforehand (its commitments are then public before the opening); at the opening the
sequencer freezes what is ready by itself, and what is not ready stays blocked with its list.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, Part, RulesRevision, Standing
from hoithi.contests.registry import registry
from hoithi.core.canonical import digest
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.rows import fetch_rows
from hoithi.people.models import User

logger = logging.getLogger(__name__)


class NotReady(InvalidInput):
    """A part cannot be frozen yet: each problem says what is missing."""


def preflight(part: Part, *, now: datetime) -> list[Problem]:
    """What still blocks opening this part (việc còn thiếu); empty when it may open."""
    kind = registry.kinds.get(part.kind)
    problems = [*_window_problems(part), *_contest_problems(part.contest)]
    problems += [
        Problem(f"standing[{standing.key}]", _("Chưa chọn công thức xếp hạng “%s”.") % standing.title)
        for standing in standings_reading(part)
        if standing.spec.formula is None
    ]
    if kind is None or not kind.built:
        title = kind.title if kind else part.kind
        problems.append(Problem(f"part[{part.key}]", _("Loại phần thi “%s” sắp có, chưa mở được.") % title))
    elif kind.preflight:
        problems += kind.preflight(part, now=now)
    return problems


def _window_problems(part: Part) -> list[Problem]:
    at = f"part[{part.key}]"
    if part.opens is None or part.closes is None:
        return [Problem(at, _("Chưa có thời điểm bắt đầu và kết thúc của phần thi “%s”.") % part.title)]
    if part.precision != "exact":
        return [Problem(at, _("Thời gian phần thi “%s” mới là dự kiến, cần ghi đến ngày, giờ.") % part.title)]
    return []


def _contest_problems(contest: Contest) -> Iterable[Problem]:
    if contest.plan.rules_text.required and not contest.rules_texts.filter(published_at__isnull=False).exists():
        yield Problem("rules_text", _("Chưa ban hành thể lệ."))
    for task in contest.tasks.filter(gate="opening", done_at__isnull=True):
        yield Problem(f"task[{task.key}]", _("Chưa xong nhiệm vụ: %s.") % task.title)
    units_needed = any(group.spec.unit == "required" for group in contest.groups.all())
    units_needed = units_needed or contest.standings.filter(subject="unit").exists()
    if units_needed and not contest.units.exists():
        yield Problem("units", _("Chưa chốt danh sách đơn vị."))


def standings_reading(part: Part) -> list[Standing]:
    """Standings one of whose terms reads this part (or the series it is a round of)."""
    standings = fetch_rows(Standing, "contest", [part.contest_id])
    for standing in standings:
        standing.contest = part.contest
    return [
        standing
        for standing in sorted(standings, key=lambda standing: standing.position)
        if any(term.part == part.plan_key for term in standing.spec.terms)
    ]


@transaction.atomic
def freeze_part(part: Part, *, now: datetime, by: User | None = None) -> Part:
    """Fix a part and the standings that read it; idempotent. Raises NotReady with everything that is missing."""
    Contest.objects.select_for_update(no_key=True).get(pk=part.contest_id)  # beside no change of the plan
    part = Part.objects.select_for_update(of=("self",)).select_related("contest").get(pk=part.pk)
    if part.frozen_at is not None:
        return part
    problems = preflight(part, now=now)
    if problems:
        raise NotReady(problems, gettext_lazy("Chưa mở được phần thi vì còn việc chưa xong."))
    kind = registry.kinds[part.kind]
    commitments = kind.freeze(part, now=now) if kind.freeze else {}
    part.frozen_at, part.frozen_hash = now, digest(part.content)
    part.save(update_fields=["frozen_at", "frozen_hash"])
    _revise(part.contest, f"part:{part.key}", part.content | {"commitments": commitments}, now)
    data = {"part": part.key, "hash": part.frozen_hash, **commitments}
    _record(part.contest, "contests:part:frozen", part.title, data, now, by)
    for standing in standings_reading(part):
        freeze_standing(standing, now=now, by=by)
    return part


def freeze_standing(standing: Standing, *, now: datetime, by: User | None = None) -> None:
    """Fix how subjects are ranked; the hash is what anybody can hold the result against."""
    if standing.frozen_at is not None:
        return
    standing.frozen_at, standing.frozen_hash = now, digest(standing.content)
    standing.save(update_fields=["frozen_at", "frozen_hash"])
    _revise(standing.contest, f"standing:{standing.key}", standing.content, now)
    data = {"standing": standing.key, "hash": standing.frozen_hash}
    _record(standing.contest, "contests:standing:frozen", standing.title, data, now, by)


def freeze_due(now: datetime) -> int:
    """Freeze every part whose time has come and which is ready; blocked ones wait for the secretariat."""
    due = Part.objects.filter(frozen_at__isnull=True, opens__lte=now, closes__gt=now).select_related("contest")
    frozen = 0
    for part in due:
        try:
            if not preflight(part, now=now):
                freeze_part(part, now=now)
                frozen += 1
        except Exception:  # one part that cannot open must not keep the others closed
            logger.exception("part %s could not be frozen", part.pk)
    return frozen


def _revise(contest: Contest, scope: str, content: dict[str, object], now: datetime) -> None:
    RulesRevision.objects.create(
        contest=contest,
        no=contest.revisions.count() + 1,
        scope=scope,
        kind="freeze",
        content=content,
        hash=digest(content),
        from_at=now,
    )


def _record(contest: Contest, action: str, target: str, data: dict[str, str], now: datetime, by: User | None) -> None:
    record(action, now=now, contest_key=contest.slug, actor=by, target=target, data=data)
