"""Locking a work and taking it one step further, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Entry
from hoithi.contests.operations.marks import mark_part
from hoithi.core.errors import Refusal
from hoithi.entries.models import Work, WorkStep
from hoithi.entries.operations.work_errors import WorkClosed
from hoithi.entries.rules.states import NEEDS_REASON, Step, after
from hoithi.people.models import User


def locked_work(pk: int) -> Work:
    """The work with its entry, owner, part and contest, its entry's row locked."""
    rows = Entry.objects.select_for_update(of=("self",), no_key=True)
    entry = rows.select_related("part__contest", "owner__group", "owner__contest_unit").get(pk=pk)
    work = Work.objects.get(pk=pk)
    work.entry = entry
    return work


def take_step(
    work: Work,
    step: Step,
    *,
    now: datetime,
    by: User | None,
    reason: str = "",
    checklist: Sequence[dict[str, Any]] = (),
    findings: Sequence[dict[str, Any]] = (),
) -> WorkStep:
    """Move a locked work on; its owner and the committee read the step. Raises WorkClosed, Refusal (reason missing)."""
    state = after(work.entry.state, step)
    if state is None:
        raise WorkClosed
    if step in NEEDS_REASON and not reason.strip() and not findings:
        raise Refusal(_("Cần nêu lý do, người nộp sẽ đọc được."), hint=_("Hãy viết ngắn gọn lý do."))
    work.entry.state = state
    work.entry.save(update_fields=["state"])
    mark_part(work.entry.part)
    done = WorkStep.objects.create(
        work=work,
        step=step,
        state=state,
        reason=reason.strip(),
        checklist=list(checklist),
        findings=list(findings),
        by=by,
        at=now,
    )
    record(
        f"entries:work:{step}",
        now=now,
        contest_key=work.entry.part.contest.slug,
        actor=by,
        target=work.entry.code,
        data={"part": work.entry.part.key, "state": state, "number": work.number},
    )
    return done
