"""Settings of a public vote on works (bình chọn): the plan's `vote = {…}` table beside `entries`."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator

from hoithi.contests.schema.base import Closing, Exact, Opening, Sourced, Strict, after_opening

FIGURES = ("votes", "likes", "views", "shares")
FULL = 100


class Page(Sourced):
    """The page the votes are counted on, where it is not ours (fanpage, trang bình chọn)."""

    title: str = ""
    url: str = ""


class Weight(Strict):
    """One figure of a mix: its share of the whole, and the count that earns the share in full."""

    share: Exact = Field(gt=0, le=100)
    max: int = Field(ge=1)
    """Stated maximum: further counts earn nothing more."""


class Mix(Sourced):
    """Platform votes and outside figures in one number: the sum of share × min(count, max) / max."""

    votes: Weight | None = None
    likes: Weight | None = None
    views: Weight | None = None
    shares: Weight | None = None

    @property
    def weights(self) -> dict[str, Weight]:
        named = {name: getattr(self, name) for name in FIGURES}
        return {name: weight for name, weight in named.items() if weight is not None}


class VoteSettings(Strict):
    """A vote: counted by the platform, entered as a dated, signed snapshot of an outside page, or a mix of both."""

    note: str = ""
    """Why these values, and the section they come from: `source` means something else here."""
    source: Literal["platform", "snapshot", "mix"] = "platform"
    """Where votes are counted."""
    opens: Opening | None = None
    closes: Closing | None = None
    """Unset while the plan has not said; must be set before voting opens."""
    who: Literal["anyone", "accounts", "oidc", "entrants", "roster"] = "accounts"
    """anyone: every account, its phone or e-mail proven by a code; accounts: with a name; entrants: of this contest;
    oidc: tied to an identity at the site's OpenID provider, one account each."""
    per_person: int | None = Field(default=None, ge=1)
    """Works one person may vote for in a period; absent: as many as they like."""
    per_work: int = Field(default=1, ge=1, le=1)
    """Votes of one person for one work in a period."""
    period: Literal["once", "day"] = "once"
    """Whether a person votes once, or anew each day."""
    change: bool = True
    """Whether a vote may be taken back or moved while the vote is open."""
    own: bool = True
    """Whether authors and owners may vote for their own work."""
    display: Literal["live", "rounded", "after_close", "hidden"] = "after_close"
    """hidden: not before the results are published."""
    round_to: int = Field(default=10, ge=2, le=1000)
    """With display = "rounded": counts are shown down to a multiple of this while the vote is open."""
    figure: Literal["likes", "views", "shares"] = "likes"
    """Which figure of a snapshot is the vote."""
    mix: Mix = Mix()
    page: Page = Page()
    evidence: bool = True
    """A snapshot needs a file that shows the count."""

    _window = field_validator("closes")(after_opening)

    @model_validator(mode="after")
    def _consistent(self) -> VoteSettings:
        if self.source == "snapshot" and not self.page.title:
            raise ValueError(_('source = "snapshot" cần tên trang được đếm (page.title)'))
        if self.source == "mix" and not self.mix.weights:
            raise ValueError(_('source = "mix" cần ít nhất một số liệu trong bảng mix (votes, likes, views, shares)'))
        if self.source != "mix" and self.mix.weights:
            raise ValueError(_('bảng mix chỉ dùng với source = "mix"'))
        if self.source == "mix" and sum(weight.share for weight in self.mix.weights.values()) != FULL:
            raise ValueError(_("tổng các tỉ trọng (share) trong bảng mix phải bằng 100"))
        if self.source == "mix" and set(self.mix.weights) - {"votes"} and not self.page.title:
            raise ValueError(_("số liệu từ trang ngoài cần tên trang được đếm (page.title)"))
        return self

    @property
    def on_platform(self) -> bool:
        """Whether people vote here."""
        return self.source == "platform" or (self.source == "mix" and self.mix.votes is not None)

    @property
    def outside(self) -> tuple[str, ...]:
        """Figures of an outside page that count."""
        if self.source == "snapshot":
            return (self.figure,)
        return tuple(name for name in self.mix.weights if name != "votes") if self.source == "mix" else ()
