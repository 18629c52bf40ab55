"""Settings of an emulation scorecard (bảng điểm thi đua): the plan's `scorecard = {…}` table."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from hoithi.contests.schema.base import Closing, Day, Exact, Key, Name, Sourced, Text

ZERO, ONE = Decimal(0), Decimal(1)


class Figure(Sourced):
    """A number units report (số liệu báo cáo)."""

    key: Name
    title: Text
    unit: str = ""
    kind: Literal["count", "yes_no", "points"] = "count"
    """A whole number, có/không, or points people judge (a criterion of kind `manual`)."""
    required: bool = True
    """Whether a report must state it; figures that are only shown need not."""


class Share(Sourced):
    """One figure over another, in percent, compared as an exact fraction."""

    of: Name
    over: Name
    fixed: bool = False
    """Not touched by `ratio.definition`."""


class Criterion(Sourced):
    """A line of the scorecard. `steps`: `standard` points from `at` on, then `bonus` for each further `every`, without
    a cap unless one is stated. `manual`: points judged by people, up to `maximum`. `group`: the sum of the lines that
    name it as `parent`."""

    key: Key
    group: Key
    title: Text
    unit: str = ""
    kind: Literal["steps", "manual", "group"] = "steps"
    figure: Name | None = None
    share: Share | None = None
    """Exactly one of figure, share; a group has neither."""
    at: Exact | None = None
    """The threshold, reached exactly included; of a share in percent."""
    standard: Exact | None = None
    below: Exact = ZERO
    """Points under the threshold."""
    zero: Exact | None = None
    """What a figure of nought brings, read by `zero_rule`; absent: as any other below the threshold."""
    every: Exact | None = Field(default=None, gt=0)
    bonus: Exact | None = None
    maximum: Exact | None = Field(default=None, ge=0)
    """Most points of a `manual` line."""
    cap: Exact | None = Field(default=None, ge=0)
    """Most points the line may come to, bonus included."""
    weight: Exact = Field(default=ONE, ge=0)
    """The line's points are multiplied by it, after the cap."""
    parent: Key | None = None
    """The group whose sum it belongs to."""

    @model_validator(mode="after")
    def _consistent(self) -> Criterion:
        if self.kind == "group":
            if self.figure is not None or self.share is not None:
                raise ValueError(_("nhóm nội dung (group) cộng điểm các nội dung con, không có số liệu riêng"))
            return self
        if (self.figure is None) == (self.share is None):
            raise ValueError(_("mỗi nội dung chấm cần đúng một số liệu: figure hoặc share"))
        if self.kind == "manual" and (self.figure is None or self.maximum is None):
            raise ValueError(_("nội dung chấm điểm trực tiếp (manual) cần figure và điểm tối đa (maximum)"))
        if self.kind == "steps" and (self.at is None or self.standard is None):
            raise ValueError(_("nội dung chấm theo mức cần mức đạt (at) và điểm chuẩn (standard)"))
        if (self.every is None) != (self.bonus is None):
            raise ValueError(_("điểm thưởng cần cả every (cứ tăng bao nhiêu) và bonus (cộng bao nhiêu)"))
        return self


class Bonus(Sourced):
    """How bonus steps are counted (điểm thưởng)."""

    first_step: Literal["after", "at"] = "after"
    """Exactly at the threshold: no bonus yet, or the first step already."""
    rounding: Literal["floor", "proportional"] = "floor"


class Ratio(Sourced):
    """What "%" of resolved dossiers means."""

    definition: Literal["resolved_over_received", "on_time", "without_not_due"] = "resolved_over_received"
    """The share as it stands; `on_time` in place of what was resolved; `not_due` taken off what was received."""
    on_time: Name = "on_time"
    """The figure that counts what was done in time; asked for where the definition needs it and none has this key."""
    not_due: Name = "not_due"
    """The figure that counts what is not due yet."""


class Report(Sourced):
    """Periodic reports (báo cáo hằng tháng)."""

    day: int = Field(default=25, ge=1, le=28)
    """Due by the end of this day of each month."""
    calendar: Literal["calendar", "working"] = "calendar"
    """Days late are calendar days or working days."""
    holidays: list[Day] = []
    """Days off that working days leave out, besides Saturdays and Sundays."""
    first: Literal["after_issue", "same_month"] = "after_issue"
    """The first report is due on the first such day after issue, or in the month of issue whatever the day."""
    final_due: Closing | None = None
    """When the last report is due, where the campaign ends before the month's day."""
    figures: Literal["cumulative", "month"] = "cumulative"
    """Figures since the start, or the month's own."""
    recipients: list[Text] = []
    remind_before: list[int] = [3, 1]
    """So many days before it is due, units that have not reported are reminded."""
    remind_after: list[int] = [1, 3]
    """So many days after."""


class Penalty(Sourced):
    """Points taken off for each report (điểm trừ mỗi lần báo cáo)."""

    kind: Literal["late", "missing", "untruthful"]
    from_days: int | None = Field(default=None, ge=1)
    to_days: int | None = Field(default=None, ge=1)
    """The days late this penalty covers, both included; open upwards without `to_days`."""
    points: Exact = Field(le=0)

    @model_validator(mode="after")
    def _consistent(self) -> Penalty:
        if (self.kind == "late") != (self.from_days is not None):
            raise ValueError(_('from_days đi cùng kind = "late" (số ngày báo cáo trễ)'))
        if self.from_days and self.to_days and self.to_days < self.from_days:
            raise ValueError(_("to_days nhỏ hơn from_days"))
        return self


class Monthly(Sourced):
    """The monthly award (khen thưởng đột xuất hằng tháng)."""

    basis: Literal["cumulative", "gain"] = "cumulative"
    """Points since the start at the cut-off, or the month's gain."""
    groups: list[Key] = []
    """Who is considered; empty for all."""
    threshold: bool = False
    """Whether the year-end threshold holds for it too."""


class Dossier(Sourced):
    """Hồ sơ khen thưởng."""

    due: Closing | None = None
    papers: list[Text] = []


class Target(Sourced):
    """A target that is shown, not scored (chỉ tiêu)."""

    key: Key
    title: Text
    low: Exact | None = None
    high: Exact | None = None
    unit: str = ""
    share: Share | None = None
    """What is held against it; without one the target is only told."""


class Evidence(Sourced):
    """What units register besides figures, as evidence for ties (sáng kiến, ghi nhận của cấp trên)."""

    key: Key
    title: Text


class Recheck(Sourced):
    """A later check by a higher authority (phúc tra): it may revise a score and recall an award."""

    allowed: bool = False
    accountable: str = ""
    """Who signs for the scores and answers for them."""


class ScorecardSettings(Sourced):
    """A scorecard: reported figures, criteria by group, penalties, reports, thresholds. Nothing is rounded before it
    is compared; totals have no cap."""

    threshold: Exact | None = None
    threshold_on: Literal["total", "base"] = "total"
    """The threshold is compared with the total after bonus and penalty, or with the standard points alone."""
    zero_rule: Literal["item", "deduct"] = "item"
    """A criterion's `zero` is the whole item (−5), or taken off its standard points (15 − 5)."""
    cap: Exact | None = Field(default=None, ge=0)
    """Most points all lines together may come to, before penalties."""
    bonus: Bonus = Bonus()
    ratio: Ratio = Ratio()
    report: Report = Report()
    monthly: Monthly | None = None
    dossier: Dossier = Dossier()
    figures: list[Figure] = Field(min_length=1)
    criteria: list[Criterion] = Field(min_length=1)
    penalties: list[Penalty] = []
    targets: list[Target] = []
    evidence: list[Evidence] = []
    recheck: Recheck = Recheck()
    sample_issue: Day | None = None
    """Invented: the day of issue a demonstration assumes while the signed plan has none."""

    @property
    def asked(self) -> list[Figure]:
        """Every figure a report states: the plan's own, and what the definition of "%" needs besides."""
        known = {figure.key for figure in self.figures}
        implied = {
            "on_time": Figure(key=self.ratio.on_time, title=_("Số đã giải quyết trước hạn, đúng hạn")),
            "without_not_due": Figure(key=self.ratio.not_due, title=_("Số chưa đến hạn giải quyết")),
        }
        extra = implied.get(self.ratio.definition)
        return [*self.figures, *([extra] if extra is not None and extra.key not in known else [])]

    @model_validator(mode="after")
    def _consistent(self) -> ScorecardSettings:
        known = [figure.key for figure in self.figures]
        if len(set(known)) != len(known):
            raise ValueError(_("mã số liệu (figures.key) bị trùng"))
        for criterion in self.criteria:
            used = [criterion.figure] if criterion.figure else []
            used += [criterion.share.of, criterion.share.over] if criterion.share else []
            _check_known(_("nội dung “%(key)s” dùng số liệu “%(name)s” không có trong figures"), criterion, used, known)
            optional = [one.key for one in self.figures if one.key in used and not one.required]
            if optional:
                raise ValueError(
                    _("nội dung “%(key)s” chấm số liệu “%(name)s” nên số liệu này không thể để tùy chọn")
                    % {"key": criterion.key, "name": optional[0]}
                )
        for target in self.targets:
            used = [target.share.of, target.share.over] if target.share else []
            _check_known(_("chỉ tiêu “%(key)s” dùng số liệu “%(name)s” không có trong figures"), target, used, known)
        seen = [(criterion.group, criterion.key) for criterion in self.criteria]
        if len(set(seen)) != len(seen):
            raise ValueError(_("mã nội dung chấm (criteria.key) bị trùng trong một nhóm"))
        _check_parents(self.criteria)
        return self


def _check_known(sentence: str, one: Criterion | Target, used: list[str], known: list[str]) -> None:
    for name in used:
        if name not in known:
            raise ValueError(sentence % {"key": one.key, "name": name})


def _check_parents(criteria: list[Criterion]) -> None:
    """A parent is a group of the same unit group, and nothing is its own ancestor."""
    groups = {(one.group, one.key): one for one in criteria if one.kind == "group"}
    for one in criteria:
        seen, at = {one.key}, one.parent
        while at is not None:
            if (one.group, at) not in groups or at in seen:
                raise ValueError(
                    _("nội dung “%(key)s”: parent “%(name)s” không phải nhóm nội dung hợp lệ")
                    % {"key": one.key, "name": at}
                )
            seen.add(at)
            at = groups[one.group, at].parent
