"""Standings (bảng xếp hạng) and prizes (giải thưởng) as data."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from hoithi.contests.schema.base import MOST_DONG, Exact, Key, Name, Sourced, Text


class Step(Sourced):
    """A step table's rung: from `from` on, `points`; then `bonus` for each further `every`."""

    at: Exact
    points: Exact
    every: Exact | None = None
    bonus: Exact | None = None


class Where(Sourced):
    """Which facts count: people of these groups, a measure at least this large."""

    groups: list[Key] = []
    measure: Name | None = None
    at_least: Exact | None = None
    roster: bool | None = None


class Term(Sourced):
    """One criterion of a standing: a measure, how it is gathered for a unit, how it is scaled and weighed."""

    key: Name
    title: Text
    part: Key | None = None
    """The part (or series) whose measure this is; exactly one of part, standing, figure."""
    standing: Key | None = None
    """Another standing's value."""
    figure: Name | None = None
    """An imported, dated figure (views, likes, a portal's count)."""
    measure: Name = "value"
    agg: Literal["value", "count", "sum", "mean", "median", "best", "first", "share"] = "value"
    """How a unit's value comes from its people's; `value` where the subject has the measure itself."""
    over: Literal["headcount", "participants"] | None = None
    """The denominator of a share or a rate."""
    where: Where = Where()
    rounds: Literal["sum", "best", "mean", "taken", "people"] | None = None
    """How a subject's rounds of a series become one value."""
    order: Literal["high", "low", "near"] = "high"
    truth: Literal["people", "attempts", "all_correct"] | None = None
    """What a prediction is compared with (order = near); known only after the close."""
    truth_over: Literal["allow", "last"] = "allow"
    """A prediction above the truth: as good as one below, or ranked after all of them."""
    scale: Literal["rank", "minmax", "max_share", "best_share", "step", "raw"] = "raw"
    maximum: Exact | None = None
    steps: list[Step] = []
    weight: Exact | None = None
    missing: Literal["last", "zero", "unranked"] = "last"
    unit: Literal["", "people", "ms", "points", "percent", "questions"] = ""
    """How the value is shown."""

    @model_validator(mode="after")
    def _one_source(self) -> Term:
        if sum(x is not None for x in (self.part, self.standing, self.figure)) != 1:
            raise ValueError(_("mỗi tiêu chí cần đúng một nguồn: part, standing hoặc figure"))
        if (self.order == "near") != (self.truth is not None):
            raise ValueError(_('order = "near" đi cùng truth (đại lượng đúng để so với dự đoán)'))
        if self.agg == "share" and self.over is None:
            raise ValueError(_('agg = "share" cần over (mẫu số)'))
        return self


class Floor(Sourced):
    """A condition to be ranked at all (điều kiện được xét)."""

    term: Name
    at_least: Exact


class Band(Sourced):
    """A size band of units (nhóm quy mô), by headcount."""

    key: Key
    title: Text
    from_headcount: int = Field(ge=0)


class Standing(Sourced):
    """A ranking: who is ranked, by which terms, and how equals are treated."""

    key: Key
    title: Text
    subject: Literal["person", "unit", "entry"]
    groups: list[Key] = []
    """Groups whose subjects are ranked; empty for all."""
    formula: Literal["lexicographic", "rank_sum", "weighted"] | None = None
    """Unset where the plan leaves it open: nothing is ranked until it is chosen."""
    terms: list[Term] = Field(min_length=1)
    ties: list[Name] = []
    """Terms that part equals before they are called a tie."""
    tie_policy: Literal["decision", "share"] = "decision"
    """Equals across a paid place: decided by the committee in minutes, or sharing the place."""
    floors: list[Floor] = []
    each: Literal["", "round", "group", "unit", "month", "band"] = ""
    """One standing for each of these instead of one for all."""
    bands: list[Band] = []
    counts: Literal["roster", "all"] = "all"
    """Whose facts count for a unit: its roster only, or everybody who named it."""
    hors_concours_counts: bool = True
    """Whether people without a prize count in their unit's participation."""
    show: Literal["live", "after_close", "hidden"] = "live"
    show_names: Literal["prizes", "all"] = "prizes"
    """Public lists name prize places only; everybody else sees their own row."""

    @model_validator(mode="after")
    def _consistent(self) -> Standing:
        keys = [term.key for term in self.terms]
        if len(set(keys)) != len(keys):
            raise ValueError(_("mã tiêu chí (term.key) bị trùng"))
        for name in [*self.ties, *(floor.term for floor in self.floors)]:
            if name not in keys:
                raise ValueError(_("không có tiêu chí “%(name)s” trong bảng xếp hạng này") % {"name": name})
        if self.formula == "weighted" and any(term.weight is None for term in self.terms):
            raise ValueError(_("công thức có trọng số (weighted) cần weight cho mọi tiêu chí"))
        if self.each == "band" and not self.bands:
            raise ValueError(_('each = "band" cần danh sách bands'))
        return self


class Consequence(Sourced):
    """What a prize brings besides money: bonus points to an index, people proposed for a paper."""

    kind: Literal["bonus_points", "propose_individuals", "propose_paper", "ceremony"]
    title: Text
    amount: int | None = None


class Condition(Sourced):
    """A condition on the prize: a term of its standing, or the standing's value, at least this much."""

    term: Name
    at_least: Exact


class Prize(Sourced):
    """A prize (giải): quantity, money, paper; places of one standing in file order, or chosen by decision."""

    key: Key
    title: Text
    standing: Key | None = None
    """None: chosen by a decision ("xét chọn")."""
    subject: Literal["person", "unit", "entry"] | None = None
    """Needed only where there is no standing to say it."""
    quantity: int = Field(ge=1, le=100_000)
    cash: int | None = Field(default=None, ge=0, le=MOST_DONG)
    """Đồng; 0 means no money, absent means the plan leaves the amount unset."""
    paper: str = ""
    signer: str = ""
    per: Literal["month", "round", "group", "unit", "band"] | None = None
    """Recurring: awarded for each of these, outside the plan's own count and total."""
    group: Key | None = None
    conditions: list[Condition] = []
    consequences: list[Consequence] = []
    warn: str = ""
    """A doubt about the plan's own wording that the console shows (e.g. who may sign the paper)."""


class Awards(Sourced):
    """Policies over all prizes."""

    stacking: Literal["allow", "warn", "one_per_subject"] = "warn"
    """Whether one subject may win several prizes of different standings."""
    per_subject: int | None = Field(default=None, ge=1)
    """Most prizes of one standing a subject (or its unit) may win."""
    vacant_ok: bool = True
    check_identity: bool = True
    """Whether who comes for a prize is checked before it is handed over."""
    decision: Literal["required", "later"] = "later"
    """Whether results are published only after a numbered decision, or the decision may come later."""
    collect: str = ""
    """Where and when winners get their prizes, and what to bring; shown to winners."""
