"""Parts of a contest (phần thi): a kind, a window, groups, and settings that the kind validates itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, field_validator, model_validator

from hoithi.contests.schema.base import Closing, Key, Opening, Precision, Sourced, Text, after_opening, plain


class Series(Sourced):
    """Rounds of one part (vòng, đợt, tuần): a first window repeated; a round may start at any minute."""

    count: int = Field(ge=1, le=400)
    step_minutes: int = Field(ge=1, le=527_040)
    """From one round's opening to the next: 10 080 for weekly."""
    length_minutes: int = Field(ge=1, le=527_040)
    """How long each round stays open; not longer than the step."""
    title: Text = "Vòng {n}"

    @model_validator(mode="after")
    def _fits(self) -> Series:
        if self.length_minutes > self.step_minutes:
            raise ValueError(_("một vòng không được dài hơn khoảng cách giữa hai vòng (length_minutes > step_minutes)"))
        return self


class EntrantsFrom(Sourced):
    """Promotion from a standing (chọn vào vòng sau)."""

    standing: Key
    top: int = Field(ge=1, le=100_000)
    per: Literal["all", "unit", "group"] = "all"
    by: Literal["rule", "decision"] = "rule"
    carry: Literal["entrant", "entry"] = "entrant"
    score: Literal["reset", "keep"] = "reset"


class Part(Sourced):
    """A part of the contest. The table named like `kind` holds the kind's own settings."""

    key: Key
    kind: Key
    title: Text
    groups: list[Key] = []
    """Keys of the groups that take part; empty for all."""
    opens: Opening | None = None
    closes: Closing | None = None
    opens_note: str = ""
    """How the plan words an opening that has no instant yet ("từ ngày ban hành")."""
    precision: Precision = "exact"
    """An imprecise window is shown as the plan writes it and blocks opening until it is exact."""
    close_may_move: bool = False
    """The plan announces that a document may move the close."""
    series: Series | None = None
    entrants_from: EntrantsFrom | None = None
    results: Literal["live", "after_close", "hidden"] = "live"
    """Whether the part's standings show while it runs."""
    settings: dict[str, Any] = {}
    """Tables of the kind and its extensions, filled from the keys this model does not know."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:
        """Tables the part does not know are its kind's and the kind's extensions': the registry checks them."""
        if not isinstance(data, dict):
            return data
        known = {key: value for key, value in data.items() if key in cls.model_fields or not isinstance(value, dict)}
        extra = {key: value for key, value in data.items() if key not in known}
        settings = known.get("settings", {})
        return known | {"settings": plain(settings | extra)} if isinstance(settings, dict) else known

    _window = field_validator("closes")(after_opening)

    def rounds(self) -> list[tuple[int, Opening | None, Closing | None]]:
        """Windows of the rounds as (number, opens, closes); one round numbered 1 when there is no series."""
        if self.series is None or self.opens is None:
            count = self.series.count if self.series else 1
            return [(n, self.opens, self.closes) for n in range(1, count + 1)]
        step = timedelta(minutes=self.series.step_minutes)
        length = timedelta(minutes=self.series.length_minutes)
        return [(n + 1, self.opens + n * step, self.opens + n * step + length) for n in range(self.series.count)]
