"""The whole plan: one contest as data."""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from hoithi.contests.schema.base import Key, Sourced, Text
from hoithi.contests.schema.office import (
    Budget,
    Channel,
    Codes,
    Consent,
    Contact,
    Look,
    Milestone,
    OpenQuestion,
    Organiser,
    RulesText,
    SignedPlan,
    Task,
    Texts,
)
from hoithi.contests.schema.parts import Part
from hoithi.contests.schema.standings import Awards, Prize, Standing
from hoithi.contests.schema.structure import Body, Entry, Group, Topic, Units


class Plan(Sourced):
    """A contest as data (kế hoạch). Lists keep their order: prizes are given in file order."""

    format: Literal["hoithi-plan/1"] = "hoithi-plan/1"
    slug: Key
    title: Text
    short_title: Text
    kind_title: str = ""
    """What it is, in a phrase: "Cuộc thi trắc nghiệm trực tuyến"."""
    year: int = Field(ge=2000, le=2100)
    organiser: Organiser
    document: SignedPlan = SignedPlan()
    codes: Codes
    look: Look = Look()
    contact: Contact = Contact()
    texts: Texts = Texts()
    rules_text: RulesText = RulesText()
    units: Units = Units()
    entry: Entry = Entry()
    awards: Awards = Awards()
    budget: Budget = Budget()
    topics: list[Topic] = Field(default=[], alias="topic")
    groups: list[Group] = Field(alias="group", min_length=1)
    bodies: list[Body] = Field(default=[], alias="body")
    parts: list[Part] = Field(alias="part", min_length=1)
    standings: list[Standing] = Field(default=[], alias="standing")
    prizes: list[Prize] = Field(default=[], alias="prize")
    milestones: list[Milestone] = Field(default=[], alias="milestone")
    tasks: list[Task] = Field(default=[], alias="task")
    channels: list[Channel] = Field(default=[], alias="channel")
    consents: list[Consent] = Field(default=[], alias="consent")
    open_questions: list[OpenQuestion] = Field(default=[], alias="open_question")

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        use_attribute_docstrings=True,
        populate_by_name=True,
    )
