"""What papers are made of: a contest as plain facts, gathered once (`papers.queries.facts`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Office:
    """Who writes. `name` "Ủy ban nhân dân huyện A", `head` "Chủ tịch"; `symbol` the tail of its symbols ("UBND")."""

    name: str
    superior: str
    place: str
    symbol: str
    prefix: str
    signer_title: str
    signer: str
    standing: str = ""
    """Cơ quan thường trực, tham mưu."""
    recipients: tuple[str, ...] = ()

    @property
    def is_committee(self) -> bool:
        return self.name.startswith("Ủy ban nhân dân")

    @property
    def head(self) -> str:
        """ "Chủ tịch", "Giám đốc": the signer's title without "Phó"."""
        bare = self.signer_title.removeprefix("Phó ").strip()
        return bare[:1].upper() + bare[1:] if bare else ("Chủ tịch" if self.is_committee else "Thủ trưởng")

    @property
    def head_of(self) -> str:
        """ "Chủ tịch Ủy ban nhân dân huyện A", "Giám đốc Sở Nội vụ"."""
        return f"{self.head} {self.name}"


@dataclass(frozen=True)
class Member:
    """A seat: `name` is "" while nobody holds it, then the agency it stands for is written."""

    title: str
    agency: str = ""
    name: str = ""
    invited: bool = False


@dataclass(frozen=True)
class Body:
    key: str
    kind: str
    title: str
    members: tuple[Member, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class Prize:
    """A line of the structure; `cash` None while the plan leaves it unset, `group` the ranking it is of."""

    title: str
    quantity: int
    cash: int | None
    paper: str = ""
    signer: str = ""
    group: str = ""
    recurring: str = ""
    extras: tuple[str, ...] = ()


@dataclass(frozen=True)
class Winner:
    """An award that stands: whose, why, and how much; `cash` None while unset."""

    prize: str
    name: str
    unit: str = ""
    position: str = ""
    work: str = ""
    cash: int | None = None
    paper: str = ""
    because: str = ""
    group: str = ""
    public_name: str = ""
    """As a public notice writes it; "" where the person did not agree to be named."""


@dataclass(frozen=True)
class Money:
    """A line of the budget by stage, đồng or None."""

    title: str
    estimated: int | None = None
    examined: int | None = None
    approved: int | None = None
    settled: int | None = None


@dataclass(frozen=True)
class Task:
    agency: str
    title: str


@dataclass(frozen=True)
class Part:
    title: str
    when: str
    people: int = 0
    entries: int = 0


@dataclass(frozen=True)
class UnitFigure:
    name: str
    people: int
    headcount: int
    works: int = 0
    prizes: str = ""


@dataclass(frozen=True)
class Tie:
    """Equals the committee ordered: where, whom best first, why."""

    where: str
    place: int
    names: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Round:
    """A closed or open round of review of questions, in numbers."""

    title: str
    seen: int
    approved: int
    returned: int
    reviewers: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Marking:
    """What a jury's marking came to: works best first with each juror's points, already written."""

    title: str
    method: str
    jurors: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    talks: tuple[str, ...] = ()
    agreement: str = ""


@dataclass(frozen=True)
class Facts:
    """A contest on one day."""

    today: date
    title: str
    short_title: str
    noun: str
    """ "Cuộc thi", "Hội thi", "Đợt thi đua"."""
    year: int
    office: Office
    plan_reference: str
    """ "số 12/KH-UBND ngày 05/02/2026", with room for what is still blank."""
    bases: tuple[str, ...] = ()
    summary: str = ""
    who: str = ""
    how: str = ""
    purpose: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    grading: str = ""
    groups: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    milestones: tuple[tuple[str, str], ...] = ()
    bodies: tuple[Body, ...] = ()
    prizes: tuple[Prize, ...] = ()
    prize_total: int | None = None
    winners: tuple[Winner, ...] = ()
    budget: tuple[Money, ...] = ()
    fund: str = ""
    estimate_by: str = ""
    examine_by: str = ""
    approve_by: str = ""
    tasks: tuple[Task, ...] = ()
    rules_title: str = ""
    rules_body: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()
    """(what, before, after) of the last amendment."""
    contact: str = ""
    units: tuple[UnitFigure, ...] = ()
    people: int = 0
    entries: int = 0
    week_entries: int = 0
    ties: tuple[Tie, ...] = ()
    rounds: tuple[Round, ...] = ()
    markings: tuple[Marking, ...] = ()
    vacant: tuple[str, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The contest in a sentence: its title where that begins with what it is, else noun and short title."""
        if self.title.lower().startswith(self.noun.lower().split()[0]):
            return self.title
        return f"{self.noun} “{self.short_title}”"

    @property
    def bureau(self) -> str:
        """Who prepares the papers: cơ quan thường trực, tham mưu."""
        return self.office.standing or "Cơ quan thường trực"

    @property
    def won_cash(self) -> int | None:
        amounts = [winner.cash for winner in self.winners]
        return None if None in amounts else sum(amount or 0 for amount in amounts)

    def body(self, *kinds: str) -> Body | None:
        return next((body for kind in kinds for body in self.bodies if body.kind == kind), None)
