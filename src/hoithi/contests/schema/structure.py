"""Who competes and who organises: groups, bodies and seats, units, topics."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hoithi.contests.schema.base import Key, Sourced, Strict, Text

BODY_KINDS = (
    "organising",  # Ban Tổ chức
    "jury",  # Ban Giám khảo
    "secretariat",  # Thư ký, Tổ Thư ký, cơ quan thường trực
    "authors",  # Tổ ra đề
    "reviewers",  # Tổ thẩm định đề
    "helpers",  # Tổ giúp việc
    "coordinators",  # đầu mối đơn vị
    "leaders",  # lãnh đạo cơ quan tổ chức
    "operators",  # đơn vị cung cấp, vận hành phần mềm
)
BodyKind = Literal[
    "organising",
    "jury",
    "secretariat",
    "authors",
    "reviewers",
    "helpers",
    "coordinators",
    "leaders",
    "operators",
]


class Eligible(Sourced):
    """Conditions on a person (điều kiện dự thi), judged on the day of the attempt."""

    min_age: int | None = Field(default=None, ge=0, le=120)
    under_age: Literal["refuse", "practise"] = "refuse"
    """What somebody below `min_age` may do: nothing, or practise unranked."""
    roster: bool = False
    """Only people on their unit's roster (danh sách cán bộ)."""


class Group(Sourced):
    """Who competes (đối tượng dự thi): units or people, obliged or encouraged."""

    key: Key
    title: Text
    subject: Literal["person", "unit"]
    mandatory: bool = False
    min: int | None = Field(default=None, ge=0)
    """Smallest number of entries each subject owes: a compliance report."""
    max: int | None = Field(default=None, ge=1)
    """Largest number of entries a subject may send: a hard stop."""
    count: int | None = Field(default=None, ge=1)
    """How many subjects the plan itself counts."""
    eligible: Eligible = Eligible()
    prize: Literal["eligible", "hors_concours"] = "eligible"
    counts_for_unit: bool = True
    """Whether a person of this group counts for the unit they name."""
    unit: Literal["required", "optional", "none"] = "optional"
    """Whether a person of this group names a unit."""
    unit_kinds: list[Key] = []
    """Kinds of unit that form this group; empty for all."""


class Seat(Sourced):
    """A seat on a body: the office it stands for, and how its holder is called there."""

    title: Text
    """Chức danh: "Trưởng ban", "Thành viên", "Thư ký"."""
    agency: str = ""
    """Who is represented: "Đại diện lãnh đạo Phòng Nội vụ"."""
    invited: bool = False


class Body(Sourced):
    """Ban, tổ: set up by a decision, holding seats."""

    key: Key
    kind: BodyKind
    title: Text
    count: int | None = Field(default=None, ge=1)
    """How many seats the plan itself lists; checked against them."""
    seats: list[Seat] = Field(default=[], alias="seat")
    members: str = ""
    """In words, where the plan names agencies but counts no seats."""

    model_config = Strict.model_config | {"populate_by_name": True}


class Topic(Sourced):
    """A topic of questions or of works (chủ đề)."""

    key: Key
    title: Text


class UnitCount(Sourced):
    """One summand of the number of units a plan counts."""

    title: Text
    count: int = Field(ge=1)
    group: Key | None = None


class Units(Sourced):
    """The units of the contest: the plan's own count, and the sample file that lists them."""

    count: int | None = Field(default=None, ge=1)
    parts: list[UnitCount] = Field(default=[], alias="part")
    sample: str = ""
    """A CSV below `samples/units/` for demonstrations and rehearsals."""

    model_config = Strict.model_config | {"populate_by_name": True}


class Entry(Sourced):
    """Who may not enter, or enters without a prize (thành viên Ban Tổ chức …)."""

    committee: Literal["bar", "no_prize", "allow"] = "bar"
    """Committee members; readers of the sealed bank are barred whatever this says."""
    committee_bodies: list[Key] = []
    """Which bodies count as the committee; empty for all except coordinators and leaders."""
    coauthors: bool = True
    """Whether the bar reaches co-authors of a work."""
