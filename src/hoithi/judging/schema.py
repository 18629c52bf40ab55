"""Settings of a jury over works (chấm giám khảo): the plan's `jury = {…}` table beside `entries`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator

from hoithi.contests.schema.base import Closing, Exact, Key, Opening, Sourced, Strict, Text, after_opening


class Descriptors(Strict):
    """What a mark means, in words jurors share (mô tả mức điểm)."""

    nothing: str = ""
    half: str = ""
    full: str = ""


class Criterion(Sourced):
    """A criterion jurors give points for (tiêu chí chấm)."""

    key: Key
    title: Text
    maximum: Exact = Field(gt=0, le=1000)
    step: Exact = Field(default=Decimal("0.5"), gt=0)
    """Smallest difference between two marks."""
    weight: Exact = Field(default=Decimal(1), gt=0, le=1000)
    """Multiplies marks into points."""
    block: str = ""
    """Group of criteria with a sum of its own: "Nội dung", "Trình bày"."""
    descriptors: Descriptors = Descriptors()

    @field_validator("step")
    @classmethod
    def _fits(cls, step: Decimal, info: object) -> Decimal:
        most = getattr(info, "data", {}).get("maximum")
        if most is not None and most % step:
            raise ValueError(_("điểm tối đa (maximum) phải là bội số của bước điểm (step)"))
        return step


class JurySettings(Sourced):
    """A jury: who marks how many works by which criteria, and how marks become one score."""

    body: Key = "ban-giam-khao"
    mode: Literal["marks", "pairwise"] = "marks"
    """`pairwise`: jurors say which of two works is better, for contests with many works."""
    criteria: list[Criterion] = []
    """Empty while the rules text that sets them is unpublished; must be set before marking opens."""
    jurors_per_work: int | None = Field(default=None, ge=1)
    """Absent: every juror marks every work they are not recused from."""
    pairs_per_juror: int | None = Field(default=None, ge=1)
    """Of `pairwise`: comparisons a juror makes before signing; absent: as many as there are works."""
    blind: bool = True
    """Authors and units are hidden from jurors."""
    hidden_from: Literal["jurors", "everybody"] = "jurors"
    """Of `blind`: who sees public works without author and unit until the marking is over."""
    recuse_own_unit: bool = True
    scope: Literal["contest", "unit"] = "contest"
    """`unit`: each unit has its own jury (hội đồng cơ sở); a seat marks works of the unit it is for and no other, a
    seat for no unit the works of nobody's unit. `recuse_own_unit` then means nothing."""
    aggregation: Literal["mean", "median", "trimmed_mean", "standardised", "sum", "open"] = "mean"
    """`open`: the committee chooses after a comparison, with a reason; until then no work has a score."""
    discussion_above: Exact | None = Field(default=None, gt=0)
    """Works whose sheets lie further apart than this many points are discussed (thảo luận thống nhất)."""
    comment: Literal["optional", "required"] = "optional"
    opens: Opening | None = None
    closes: Closing | None = None

    _window = field_validator("closes")(after_opening)

    @model_validator(mode="after")
    def _consistent(self) -> JurySettings:
        keys = [criterion.key for criterion in self.criteria]
        if len(set(keys)) != len(keys):
            raise ValueError(_("mã tiêu chí chấm (criteria.key) bị trùng"))
        return self
