"""Rounds of discussion about works whose sheets lie far apart (thảo luận thống nhất điểm)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.contests.models import Entry
from hoithi.core.canonical import exact
from hoithi.core.errors import Refusal
from hoithi.judging.errors import MarkingClosed, NoReason
from hoithi.judging.models import Discussion, Panel, Sheet
from hoithi.judging.operations.panel import locked_panel
from hoithi.judging.queries.settings import points_of
from hoithi.people.models import User


@transaction.atomic
def open_discussion(panel: Panel, entry: Entry, *, reason: str, now: datetime, by: User | None) -> Discussion:
    """Its jurors see the range of the sheets and may revise theirs. Raises NoReason, Refusal (two sheets needed)."""
    panel = locked_panel(panel.pk)
    if panel.closed_at:
        raise MarkingClosed
    if not reason.strip():
        raise NoReason
    sheets = list(Sheet.objects.filter(juror__panel=panel, entry=entry, dropped_at=None).select_related("rubric"))
    if len(sheets) < 2 or any(sheet.signed_at is None for sheet in sheets):
        raise Refusal(
            _("Chỉ thảo luận khi mọi giám khảo của tác phẩm đã ký, từ hai phiếu trở lên."),
            hint=_("Hãy chờ các phiếu còn lại."),
        )
    found = entry.discussions.filter(closed_at=None).first()
    if found is not None:
        return found
    before = sorted(points_of(sheet.rubric, sheet.marks) for sheet in sheets)
    found = Discussion.objects.create(
        panel=panel,
        entry=entry,
        reason=reason.strip(),
        opened_at=now,
        opened_by=by,
        before=[exact(value) for value in before],
    )
    _record("opened", found, panel, now, by)
    return found


@transaction.atomic
def close_discussion(discussion: Discussion, *, conclusion: str, now: datetime, by: User | None) -> Discussion:
    """What the jurors agreed on is written down. Raises NoReason."""
    panel = locked_panel(discussion.panel_id)
    if not conclusion.strip():
        raise NoReason
    discussion = Discussion.objects.select_for_update(of=("self",), no_key=True).get(pk=discussion.pk)
    if discussion.closed_at is None:
        discussion.closed_at, discussion.closed_by, discussion.conclusion = now, by, conclusion.strip()
        discussion.save(update_fields=["closed_at", "closed_by", "conclusion"])
        _record("closed", discussion, panel, now, by)
    return discussion


def _record(action: str, discussion: Discussion, panel: Panel, now: datetime, by: User | None) -> None:
    slug, data = panel.part.contest.slug, {"part": panel.part.key, "discussion": discussion.pk}
    target = panel.part.title
    record(f"judging:discussion:{action}", now=now, contest_key=slug, actor=by, target=target, data=data)
