"""The office side of a plan: the document, contact, milestones, budget, tasks, texts, open questions."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, field_validator, model_validator

from hoithi.contests.schema.base import (
    MOST_DONG,
    Closing,
    Day,
    Key,
    Name,
    Opening,
    Precision,
    Sourced,
    Text,
    after_opening,
    plain,
)


class SignedPlan(Sourced):
    """The plan as a document (văn bản kế hoạch); number, date and signer may still be blank in the file."""

    kind: Key = "ke-hoach"
    number: str = ""
    symbol: str = ""
    place: str = ""
    issued_on: Day | None = None
    authority: str = ""
    prefix: Literal["", "TM.", "KT.", "TL.", "TUQ.", "Q."] = ""
    signer_title: str = ""
    signer: str = ""
    bases: list[Text] = []
    """Căn cứ, in order."""
    recipients: list[Text] = []
    """Nơi nhận, in order."""


class Organiser(Sourced):
    """Cơ quan tổ chức."""

    name: Text
    of: str = ""
    """The place above it: "thành phố Hà Nội"."""
    standing_office: str = ""
    """Cơ quan thường trực, cơ quan tham mưu."""


class Contact(Sourced):
    """Where people ask (đầu mối giải đáp)."""

    office: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    site: str = ""


class Texts(Sourced):
    """Wording of the plan that screens show; terms change over time, so wording is data."""

    summary: str = ""
    who: str = ""
    how: str = ""
    purpose: list[Text] = []
    requirements: list[Text] = []
    content: list[Text] = []
    forms: list[Text] = []
    grading: str = ""
    """What results count toward (CCHC index, year-end grading)."""
    terms: dict[str, str] = {}


class Milestone(Sourced):
    """A date in the plan, as precise as the plan is."""

    key: Key
    title: Text
    phase: Literal["prepare", "run", "review", "publish", "award"]
    opens: Opening | None = None
    closes: Closing | None = None
    precision: Precision = "exact"
    wording: str = ""
    """As the plan writes it: "dự kiến trong tháng 9 năm 2024"."""

    _window = field_validator("closes")(after_opening)


class BudgetLine(Sourced):
    """A line of the estimate (khoản mục kinh phí)."""

    key: Key
    title: Text
    kind: Literal["prizes", "fees", "materials", "publicity", "office", "other"] = "other"
    amount: int | None = Field(default=None, ge=0, le=MOST_DONG)


class Budget(Sourced):
    """Kinh phí: its source, who estimates, examines and approves it, its lines."""

    fund: str = ""
    estimate_by: str = ""
    examine_by: str = ""
    approve_by: str = ""
    lines: list[BudgetLine] = Field(default=[], alias="line")

    model_config = Sourced.model_config | {"populate_by_name": True}


class Task(Sourced):
    """A duty the plan assigns (phân công nhiệm vụ)."""

    key: Key
    agency: Text
    title: Text
    phase: Literal["prepare", "run", "review", "publish", "award"] = "prepare"
    due: Closing | None = None
    gate: Literal["", "opening"] = ""
    """A task that must be done before the contest may open."""


class Channel(Sourced):
    """A publication channel (kênh truyền thông)."""

    key: Key
    title: Text
    kind: Literal["press", "radio", "loudspeaker", "portal", "social", "other"]
    url: str = ""


class RulesText(Sourced):
    """Thể lệ: who issues it, and the sample text that a demonstration publishes."""

    required: bool = True
    issued_by: str = ""
    sample: str = ""
    """A Markdown file below `samples/the-le/`."""


class OpenQuestion(Sourced):
    """Something the signed plan leaves open, answered by an explicit setting at `at`."""

    at: Text
    """Path of the setting, by key or index: `part[trac-nghiem].quiz.attempts`."""
    question: Text
    default: Annotated[Any, BeforeValidator(plain)] = None
    alternatives: Annotated[list[Any], BeforeValidator(plain)] = []


class Consent(Sourced):
    """A purpose personal data are used for: asked separately, never ticked beforehand."""

    key: Name
    title: Text
    text: Text
    required: bool = False
    version: int = 1


class Codes(Sourced):
    """Prefixes of codes people read aloud."""

    prefix: str = Field(pattern=r"^[A-Z0-9]{2,6}$")


class Look(Sourced):
    """The contest's banner: a file of the art folder, or of the contest's own."""

    banner: str = ""

    @model_validator(mode="after")
    def _inside(self) -> Look:
        if "/" in self.banner or ".." in self.banner:
            raise ValueError(_("banner là tên tệp, không có đường dẫn"))
        return self
