"""Kinds of part plug in here: each validates its own settings and provides the measures standings read.

A kind registers once, in its app's `ready()`. Awards, publicity and reports read standings through this registry, so a
new kind touches none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from pydantic import BaseModel

from hoithi.contests.figures import Figures, PersonFigures
from hoithi.contests.rehearsal import ExtensionRehearsal, Rehearsal
from hoithi.core.errors import Text

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from hoithi.contests.desk import DeskTask
    from hoithi.contests.models import Contest, Entrant, Part, Standing
    from hoithi.core.errors import Problem
    from hoithi.people.models import User

Subject = Literal["person", "unit", "entry"]
Value = int | Fraction | None


@dataclass(frozen=True)
class Measure:
    """A named quantity (đại lượng) that facts of a part carry for a subject."""

    name: str
    subject: Subject
    title: Text
    unit: str = ""


@dataclass(frozen=True)
class Fact:
    """One subject's measures in one part: a person's counting attempt, a unit's score, a work's marks.

    A table beside a kind (vote, jury) says only whose values they are: everything else of a work comes from its kind.
    """

    subject_id: int
    """Id of the entrant (person), of the contest's unit, or of the entry, as `subject_kind` says."""
    values: Mapping[str, Value]
    contest_unit_id: int | None = None
    group_key: str = ""
    prize_ok: bool = True
    counts_for_unit: bool = True
    on_roster: bool = False
    subject_kind: Subject = "person"
    person_id: int | None = None
    """Of an entry a person sent: that person's entrant. None where a unit sent it."""


class Provider(Protocol):
    """What a built kind offers to standings (nguồn số liệu)."""

    def facts(self, part: Part, *, subjects: Collection[int] | None = None) -> Iterable[Fact]:
        """One fact per subject of one part (round), of all subjects or of these.

        `subjects` are entrants for kinds of persons, entries for tables beside a kind of works.
        """

    def settled(self, part: Part, *, now: datetime) -> bool:
        """Whether nothing can change any more: closed, and every open attempt finalised."""


class Preflight(Protocol):
    """What still blocks opening a part of this kind (việc còn thiếu trước khi mở)."""

    def __call__(self, part: Part, *, now: datetime) -> list[Problem]: ...


class FillSample(Protocol):
    """Fill a part of a demonstration from the sample files, as if `author` and `reviewer` had done it."""

    def __call__(
        self, part: Part, folder: Path, *, author: User | None, reviewer: User | None, now: datetime
    ) -> None: ...


class CountFigures(Protocol):
    """Count who takes part; called by the sequencer, never by a page."""

    def __call__(self, part: Part, *, now: datetime) -> Figures: ...


class EachFigures(Protocol):
    """What each of these persons is in the figures of a part; those who are nothing in them are left out."""

    def __call__(self, part: Part, subjects: Collection[int]) -> Mapping[int, PersonFigures]: ...


class Freeze(Protocol):
    """Fix what a part of this kind runs on; returns commitments for the public record."""

    def __call__(self, part: Part, *, now: datetime) -> dict[str, str]: ...


class Moved(Protocol):
    """What follows when a frozen part closes at another moment: who is in the middle of it ends accordingly."""

    def __call__(self, part: Part, *, now: datetime) -> None: ...


class Follow(Protocol):
    """Bring what the kind keeps of an entrant (unit, group, roster) up to date after an accepted correction."""

    def __call__(self, entrant: Entrant, *, now: datetime) -> None: ...


class Reveal(Protocol):
    """Open what was committed to, once the part has closed; before that only the commitments are told.

    One entry per frozen bank, as docs/rules/sealed-result.md describes `commitments`. Call it inside a transaction.
    """

    def __call__(self, part: Part, *, now: datetime) -> list[dict[str, Any]]: ...


@dataclass(frozen=True)
class Action:
    """The one thing a person can do in a part now: a big button on the contest page."""

    label: str
    url: str
    main: bool = True
    note: str = ""


class Actions(Protocol):
    """What this person may do in the part at this moment; `entrant` is None for a visitor."""

    def __call__(self, part: Part, *, entrant: Entrant | None, now: datetime) -> list[Action]: ...


class Tasks(Protocol):
    """What the console should list for a part of this kind: questions to review, works to check."""

    def __call__(self, part: Part, *, now: datetime) -> Sequence[DeskTask]: ...


class Admitted(Protocol):
    """What follows when these entrants have been admitted to a part: those judged live get a work to be judged by."""

    def __call__(self, part: Part, entrants: Sequence[Entrant], *, now: datetime) -> None: ...


@dataclass(frozen=True)
class MonthWindow:
    """A month as a round of its own: reported from `opens`, over at `closes`, public from `published_at`."""

    title: str
    opens: datetime | None
    closes: datetime | None
    published_at: datetime | None


class Months(Protocol):
    """What a kind that counts month by month gives to standings of each month (`each = "month"`)."""

    def keys(self, part: Part) -> list[str]:
        """Months that have begun to count, "2026-03", in order."""

    def facts(self, part: Part, month: str) -> Iterable[Fact]:
        """One fact per subject, as it was at the end of that month."""

    def settled(self, part: Part, month: str, *, now: datetime) -> bool:
        """Whether the month is closed for good."""

    def window(self, part: Part, month: str) -> MonthWindow: ...

    def publish(self, part: Part, month: str, *, now: datetime) -> None:
        """Keep the moment its results became public; called with the contest locked."""


class Labels(Protocol):
    """What the public calls each of these entries, unique within the part: its number."""

    def __call__(self, part: Part, entries: Collection[int]) -> Mapping[int, str]: ...


class Sealed(Protocol):
    """What a table beside a kind says in `records` (docs/rules/sealed-result.md); `name` names an entry."""

    def __call__(self, part: Part, name: Callable[[int], str]) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Kind:
    """A kind of part: quiz, entries, scorecard."""

    key: str
    title: Text
    settings: type[BaseModel]
    measures: tuple[Measure, ...]
    built: bool = True
    """False: settings are validated, the feature is shown as "sắp có"."""
    provider: Provider | None = None
    months: Months | None = None
    """Given by a kind whose facts run month by month; without it months are those in which rounds end."""
    preflight: Preflight | None = None
    commitments: Mapping[str, Text] = field(default_factory=dict)
    """What each commitment that `freeze` returns is called on screen, by its name before any ":"."""
    freeze: Freeze | None = None
    """What the kind fixes when the part freezes: its bank, its secret; commitments are published with it."""
    moved: Moved | None = None
    follow: Follow | None = None
    reveal: Reveal | None = None
    """After the close: what was committed to, opened, for the sealed result (docs/rules/commitments.md)."""
    figures: CountFigures | None = None
    """Everything counted anew; where the two below are given, the check on what is kept."""
    each_figures: EachFigures | None = None
    figure_words: Mapping[str, Text] = field(default_factory=dict)
    """What the figures are called where all parts are of this kind (`contests.figure_words`); "" leaves one out."""
    open_now: Callable[[Part], int] | None = None
    """How many are being done at this moment."""
    rehearsal: Rehearsal | None = None
    fill_sample: FillSample | None = None
    actions: Actions | None = None
    tasks: Tasks | None = None
    participants: Callable[[Part], QuerySet[Any, Any]] | None = None
    """Ids of the entrants who have taken part, as a subquery: who has not is then one query, whatever the number."""
    describe: Callable[[Any], list[tuple[str, str]]] | None = None
    """Settings in words for the contest page: [(term, sentence)]."""
    admitted: Admitted | None = None
    labels: Labels | None = None
    """Names of entries in a sealed result; without it a print of their code."""
    entry_urls: Labels | None = None
    """Addresses of public pages, of those entries that have one."""
    check: Callable[[Any, Any, Any], list[Problem]] | None = None
    """Settings against the plan and the part they stand in (settings, plan, part): a blueprint's topics exist, …"""


@dataclass(frozen=True)
class Extension:
    """A table beside a kind's own: the vote and the jury of entries."""

    key: str
    kinds: tuple[str, ...]
    title: Text
    settings: type[BaseModel]
    measures: tuple[Measure, ...] = ()
    built: bool = True
    provider: Provider | None = None
    """Facts with `subject_kind = "entry"`; those of entries no longer in the contest are passed over."""
    blinds: str = ""
    """A role that sees no standing of the part before this has settled: jurors, whatever else they are."""
    hides_names: Callable[[Part, frozenset[str], datetime], bool] | None = None
    """Whether whoever has these roles must not learn now whose works are."""
    withheld: Callable[[Part, datetime], bool] | None = None
    """Whether its figures are not public at this moment, whatever a standing that reads them says of itself."""
    sealed: Sealed | None = None
    """What a sealed result carries so that others can count its measures again; asked once it has settled."""
    rehearsal: ExtensionRehearsal | None = None
    describe: Callable[[Any], list[tuple[str, str]]] | None = None
    """Settings in words for the contest page: [(term, sentence)]."""


@dataclass
class Registry:
    kinds: dict[str, Kind] = field(default_factory=dict)
    extensions: dict[str, Extension] = field(default_factory=dict)
    later: list[Callable[[Contest, datetime], bool]] = field(default_factory=list)
    """Whether a room above decided something about results after a moment: a seal made before does not hold it."""
    passed_over: list[Callable[[Entrant], bool]] = field(default_factory=list)
    """Whether a room above decided that an entrant takes no prize, whatever their unit and group."""
    notices: list[Callable[[Entrant], Sequence[Action]]] = field(default_factory=list)
    """What a room above asks of an entrant: further buttons of the contest page."""
    medals: list[Callable[[Standing, str], Mapping[int, str]]] = field(default_factory=list)
    """The prizes a room above has given on a published board (standing, scope): {subject: title}."""
    beside_results: list[Callable[[Contest, Part | None], Sequence[str]]] = field(default_factory=list)
    """What a room above tells everybody beside published results (of one part): sentences without names."""
    measures_taken: list[Callable[[Contest, Part | None], Sequence[dict[str, Any]]]] = field(default_factory=list)
    """What a room above counts in a sealed result: measures that changed it (of one part), without names."""

    before_publication: list[Callable[[Contest, Part | None], None]] = field(default_factory=list)
    """What a room above asks for before results (of one part) are published: it raises a Refusal."""
    on_publication: list[Callable[[Contest, Part | None, datetime, User | None], None]] = field(default_factory=list)
    """What follows publication, in its transaction: awards are announced, certificates released."""

    def decided_since(self, contest: Contest, at: datetime) -> bool:
        return any(decided(contest, at) for decided in self.later)

    def register_kind(self, kind: Kind) -> None:
        self.kinds[kind.key] = kind

    def register_extension(self, extension: Extension) -> None:
        self.extensions[extension.key] = extension

    def extensions_of(self, kind: str) -> list[Extension]:
        return [extension for extension in self.extensions.values() if kind in extension.kinds]

    def measures_of(self, kind: str) -> dict[str, Measure]:
        """Every measure a part of this kind has, its extensions' included."""
        found = {measure.name: measure for measure in self.kinds[kind].measures}
        for extension in self.extensions_of(kind):
            found |= {measure.name: measure for measure in extension.measures}
        return found

    def subject_of(self, kind: str, measure: str) -> Subject:
        """Whose a measure is. "value" (each fact counts one) is that of the kind's first measure."""
        if kind not in self.kinds:
            return "person"
        found = self.measures_of(kind).get(measure)
        if found is not None:
            return found.subject
        own = self.kinds[kind].measures
        return own[0].subject if own else "person"


registry = Registry()
