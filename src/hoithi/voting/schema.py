"""Settings of a public vote on works (bình chọn): the plan's `vote = {…}` table beside `entries`."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator

from hoithi.contests.schema.base import Closing, Opening, Sourced, Strict, after_opening


class Page(Sourced):
    """The page the votes are counted on, where it is not ours (fanpage, trang bình chọn)."""

    title: str = ""
    url: str = ""


class VoteSettings(Strict):
    """A vote: counted by the platform, or entered as a dated, signed snapshot of an outside page."""

    note: str = ""
    """Why these values, and the section they come from: `source` means something else here."""
    source: Literal["platform", "snapshot"] = "platform"
    """Where votes are counted."""
    opens: Opening | None = None
    closes: Closing | None = None
    """Unset while the plan has not said; must be set before voting opens."""
    who: Literal["anyone", "accounts", "entrants", "roster"] = "accounts"
    per_person: int | None = Field(default=None, ge=1)
    """Works one person may vote for; absent: as many as they like."""
    per_work: int = Field(default=1, ge=1, le=1)
    """Votes of one person for one work."""
    change: bool = True
    """Whether a vote may be taken back or moved while the vote is open."""
    display: Literal["live", "after_close", "hidden"] = "after_close"
    page: Page = Page()
    evidence: bool = True
    """A snapshot needs a file that shows the count."""

    _window = field_validator("closes")(after_opening)

    @model_validator(mode="after")
    def _consistent(self) -> VoteSettings:
        if self.source == "snapshot" and not self.page.title:
            raise ValueError(_('source = "snapshot" cần tên trang được đếm (page.title)'))
        return self
