"""Settings of a jury over works (chấm giám khảo): the plan's `jury = {…}` table beside `entries`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator

from hoithi.contests.schema.base import Closing, Exact, Key, Opening, Sourced, Text, after_opening


class Criterion(Sourced):
    """A criterion jurors give points for (tiêu chí chấm)."""

    key: Key
    title: Text
    maximum: Exact = Field(gt=0)
    step: Exact = Field(default=Decimal("0.5"), gt=0)
    """Smallest difference between two marks."""


class JurySettings(Sourced):
    """A jury: who marks how many works by which criteria, and how marks become one score."""

    body: Key = "ban-giam-khao"
    criteria: list[Criterion] = []
    """Empty while the rules text that sets them is unpublished; must be set before marking opens."""
    jurors_per_work: int | None = Field(default=None, ge=1)
    """Absent: every juror marks every work they are not recused from."""
    blind: bool = True
    """Authors and units are hidden from jurors."""
    recuse_own_unit: bool = True
    aggregation: Literal["mean", "median", "trimmed_mean", "sum"] = "mean"
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
