"""What judging brings to the console: a place for jurors, one for the secretariat, and what is still owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoithi.contests.desk import DeskPlace, DeskTask, desk
from hoithi.contests.models import Contest, Part
from hoithi.judging.models import Sheet
from hoithi.judging.queries.settings import jury_parts, method_of, panel_of, rubric_of, settings_of, works_of


def register() -> None:
    desk.add_place(DeskPlace("marking", gettext_lazy("Chấm điểm"), "judging:mine", "jury.mark", 33, ("entries",)))
    desk.add_place(DeskPlace("jury", gettext_lazy("Ban Giám khảo chấm"), "judging:desk", "jury.view", 34, ("entries",)))
    desk.add_source(tasks)


def tasks(contest: Contest, now: datetime) -> Sequence[DeskTask]:
    """What stands between this contest's works and their scores."""
    return [line for part in jury_parts(contest) for line in _lines(part, now)]


def _lines(part: Part, now: datetime) -> list[DeskTask]:
    panel, settings = panel_of(part), settings_of(part)
    name = part.title
    if panel is None or (settings.mode == "marks" and rubric_of(panel) is None):
        if settings.mode == "marks" and not settings.criteria:
            return [_line(part, _("Chưa đặt tiêu chí chấm: {part}").format(part=name), "todo", "judging:rubric")]
        if panel is None and part.closes is not None and now >= part.closes and works_of(part).exists():
            return [_line(part, _("Chưa phân công chấm: {part}").format(part=name), "todo", "judging:desk_part")]
        return []
    if panel.closed_at or settings.mode == "pairwise":
        return []
    found = []
    dealt = Sheet.objects.filter(juror__panel=panel, dropped_at=None)
    without = works_of(part).exclude(pk__in=dealt.values("entry")).count()
    if without:
        label = _("{n} tác phẩm chưa có giám khảo: {part}").format(n=without, part=name)
        found.append(_line(part, label, "todo", "judging:desk_part"))
    counts = dealt.aggregate(all=Count("pk"), signed=Count("pk", filter=Q(signed_at__isnull=False)))
    if counts["all"] > counts["signed"]:
        label = _("Còn {n} phiếu chấm chưa ký: {part}").format(n=counts["all"] - counts["signed"], part=name)
        late = settings.closes is not None and now >= settings.closes
        found.append(_line(part, label, "late" if late else "doing", "judging:desk_part"))
    elif counts["all"] and not without:
        label = _("Mọi phiếu đã ký, cần kết thúc chấm: {part}").format(part=name)
        found.append(_line(part, label, "todo", "judging:desk_part"))
    if method_of(panel) is None:
        label = _("Chưa chốt cách tính điểm giám khảo: {part}").format(part=name)
        found.append(_line(part, label, "todo", "judging:compare"))
    return found


def _line(part: Part, label: str, state: str, view: str) -> DeskTask:
    words = {"todo": _("Cần làm"), "doing": _("Đang làm"), "late": _("Quá hạn")}
    try:
        href = reverse(view, args=[part.contest.slug, part.key])
    except NoReverseMatch:
        href = ""
    return DeskTask("review", label, href, "jury.view", state, words[state])  # type: ignore[arg-type]
