"""Settings of an emulation scorecard (bảng điểm thi đua): the plan's `scorecard = {…}` table."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from hoithi.contests.schema.base import Closing, Day, Exact, Key, Name, Sourced, Text

ZERO = Decimal(0)


class Figure(Sourced):
    """A number units report (số liệu báo cáo)."""

    key: Name
    title: Text
    unit: str = ""
    kind: Literal["count", "yes_no"] = "count"


class Share(Sourced):
    """One figure over another, in percent, compared as an exact fraction."""

    of: Name
    over: Name


class Criterion(Sourced):
    """A line of the scorecard: `standard` points from `at` on, then `bonus` for each further `every`, without a cap."""

    key: Key
    group: Key
    title: Text
    unit: str = ""
    figure: Name | None = None
    share: Share | None = None
    """Exactly one of figure, share."""
    at: Exact
    """The threshold, reached exactly included; of a share in percent."""
    standard: Exact
    below: Exact = ZERO
    """Points under the threshold."""
    zero: Exact | None = None
    """What a figure of nought brings, read by `zero_rule`; absent: as any other below the threshold."""
    every: Exact | None = Field(default=None, gt=0)
    bonus: Exact | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Criterion:
        if (self.figure is None) == (self.share is None):
            raise ValueError(_("mỗi nội dung chấm cần đúng một số liệu: figure hoặc share"))
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


class Report(Sourced):
    """Periodic reports (báo cáo hằng tháng)."""

    day: int = Field(default=25, ge=1, le=28)
    """Due by the end of this day of each month."""
    calendar: Literal["calendar", "working"] = "calendar"
    """Days late are calendar days or working days."""
    first: Literal["after_issue", "same_month"] = "after_issue"
    """The first report is due on the first such day after issue, or in the month of issue whatever the day."""
    final_due: Closing | None = None
    """When the last report is due, where the campaign ends before the month's day."""
    figures: Literal["cumulative", "month"] = "cumulative"
    """Figures since the start, or the month's own."""
    recipients: list[Text] = []


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

    @model_validator(mode="after")
    def _consistent(self) -> ScorecardSettings:
        known = [figure.key for figure in self.figures]
        if len(set(known)) != len(known):
            raise ValueError(_("mã số liệu (figures.key) bị trùng"))
        for criterion in self.criteria:
            used = [criterion.figure] if criterion.figure else []
            used += [criterion.share.of, criterion.share.over] if criterion.share else []
            for name in used:
                if name not in known:
                    raise ValueError(
                        _("nội dung “%(key)s” dùng số liệu “%(name)s” không có trong figures")
                        % {"key": criterion.key, "name": name}
                    )
        seen = [(criterion.group, criterion.key) for criterion in self.criteria]
        if len(set(seen)) != len(seen):
            raise ValueError(_("mã nội dung chấm (criteria.key) bị trùng trong một nhóm"))
        return self
