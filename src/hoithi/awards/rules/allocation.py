"""Prizes meet places: proposed awards, vacancies, and what only a decision can settle.

Source: docs/rules/allocation.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from hoithi.awards.rules.structure import (
    Allocation,
    Award,
    PassedOver,
    PassedOverReason,
    Prize,
    Table,
    Undecided,
    UndecidedReason,
    Vacancy,
    VacancyReason,
)
from hoithi.contests.rules.errors import InvalidStanding
from hoithi.contests.rules.facts import Subject
from hoithi.contests.rules.ranking import Place, settle
from hoithi.contests.rules.ties import apply_decision, tied_groups

Holder = tuple[str, Subject]


def allocate(tables: Sequence[Table], held: Collection[Holder] = ()) -> Allocation:
    """Hand out every table's prizes by place, in the order of the tables; `held`: who won in tables not given here.

    Equals who would not all get the same prize get nothing yet: their prizes are `undecided` until a decision orders
    them (or are shared, where the table says so). A better place never gets a lesser prize than a worse one.
    Raises InvalidStanding (a table twice), NotThisTie (a decision that does not fit).
    """
    names = Counter((table.standing, table.scope) for table in tables)
    if any(count > 1 for count in names.values()):
        raise InvalidStanding("tables")
    book = _Book(sure=set(held))
    for table in tables:
        _Round(table, book).run()
    return Allocation(tuple(book.awards), tuple(book.vacancies), tuple(book.undecided), tuple(book.passed_over))


@dataclass
class _Book:
    """What has come out so far, and who holds a prize for certain (`sure`) or perhaps (`maybe`)."""

    awards: list[Award] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)
    undecided: list[Undecided] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    sure: set[Holder] = field(default_factory=set)
    maybe: set[Holder] = field(default_factory=set)


class _Round:
    """One table: prizes lie in a row, one slot each, and groups of equals take from the front."""

    def __init__(self, table: Table, book: _Book) -> None:
        self.table = table
        self.book = book
        self.slots: list[Prize] = [prize for prize in table.prizes for _ in range(prize.quantity)]
        self.held: Counter[Holder] = Counter()
        self.sure = set(book.sure)
        self.maybe = set(book.maybe)

    def run(self) -> None:
        places = settle(self.table.places)
        for order in self.table.decisions:
            places = apply_decision(places, order)
        self._note_hors_concours(places, len(self.slots))
        for group in tied_groups(places):
            if not self.slots:
                return
            self._serve(group)
        self._vacate(len(self.slots), "no_candidates")

    def _serve(self, group: Sequence[Place]) -> None:
        candidates = [place for place in group if self._may_take(place)]
        if not candidates:
            return None
        if self.table.stacking == "one_per_subject" and any(self._holder(p) in self.maybe for p in candidates):
            self.book.maybe |= {self._holder(place) for place in self.table.places}
            return self._keep_back(group, candidates, len(self.slots), "waits")
        starts = {self._first_open(place) for place in candidates}
        self._vacate(min(starts), "below_bar")
        demand = self._demand(candidates)
        stake = self.slots[:demand]
        alike = len({prize.key for prize in stake}) == 1 and len(starts) == 1
        everybody = demand == len(candidates)
        if everybody and alike and len(stake) == demand:
            self._award(candidates, stake[0], shared=False)
        elif everybody and len(starts) == 1 and self.table.tie_policy == "share":
            self._award(candidates, stake[0], shared=True)
        else:
            self._keep_back(group, candidates, len(stake), "tie")
        return None

    def _holder(self, place: Place) -> Holder:
        return self.table.kind_of_holder(place.subject), self.table.holder(place.subject)

    def _room(self, holder: Holder) -> int:
        """How many more prizes of this table the holder may take."""
        limit = self.table.per_holder
        return len(self.table.places) if limit is None else max(0, limit - self.held[holder])

    def _may_take(self, place: Place) -> bool:
        """Whether any prize is left for the place; notes why not."""
        holder = self._holder(place)
        if self.table.stacking == "one_per_subject" and holder in self.sure:
            return self._pass_over(place, "stacking")
        if self._room(holder) == 0:
            return self._pass_over(place, "per_holder")
        if not any(prize.open_to(place) for prize in self.slots):
            return self._pass_over(place, "condition")
        return True

    def _pass_over(self, place: Place, reason: PassedOverReason) -> bool:
        note = PassedOver(self.table.standing, self.table.scope, place.subject, place.place or 0, reason)
        self.book.passed_over.append(note)
        return False

    def _first_open(self, place: Place) -> int:
        """Index of the first slot whose conditions the place meets."""
        return next(index for index, prize in enumerate(self.slots) if prize.open_to(place))

    def _demand(self, candidates: Iterable[Place]) -> int:
        """How many prizes the candidates can take together: fewer than they are when two count for one holder."""
        wishes = Counter(self._holder(place) for place in candidates)
        return sum(min(count, self._room(holder)) for holder, count in wishes.items())

    def _award(self, candidates: Iterable[Place], prize: Prize, *, shared: bool) -> None:
        for place in candidates:
            holder = self._holder(place)
            self.book.awards.append(
                Award(
                    standing=self.table.standing,
                    scope=self.table.scope,
                    prize=prize.key,
                    cash=prize.cash,
                    subject=place.subject,
                    holder=holder[1],
                    place=place.place or 0,
                    prize_place=place.prize_place or 0,
                    keys=place.keys,
                    stacked=self.table.stacking != "allow" and holder in self.sure,
                    shared=shared,
                )
            )
            self.held[holder] += 1
            self.book.sure.add(holder)
            del self.slots[:1]

    def _keep_back(
        self, group: Sequence[Place], candidates: Sequence[Place], count: int, reason: UndecidedReason
    ) -> None:
        """Set `count` prizes aside; with one for everybody who can take one, all of them hold one for sure."""
        kept = self.slots[:count]
        enough = count == self._demand(candidates)
        certain = reason == "tie" and enough and all(prize.open_to(place) for prize in kept for place in candidates)
        self.book.undecided.append(
            Undecided(
                standing=self.table.standing,
                scope=self.table.scope,
                prize_place=candidates[0].prize_place or 0,
                subjects=tuple(place.subject for place in candidates),
                prizes=tuple(prize.key for prize in kept),
                unpaid=max(0, len(candidates) - count),
                reason=reason,
                others=tuple(place.subject for place in group if place not in candidates),
            )
        )
        wishes = Counter(self._holder(place) for place in candidates)
        for holder, wished in wishes.items():
            self.held[holder] += min(wished, self._room(holder))
            (self.book.sure if certain else self.book.maybe).add(holder)
        del self.slots[:count]

    def _vacate(self, count: int, reason: VacancyReason) -> None:
        for prize, quantity in Counter(self.slots[:count]).items():
            vacancy = Vacancy(self.table.standing, self.table.scope, prize.key, quantity, reason)
            self.book.vacancies.append(vacancy)
        del self.slots[:count]

    def _note_hors_concours(self, places: Iterable[Place], slots: int) -> None:
        """Those hors concours whose place would have been a paid one."""
        for place in places:
            if place.hors_concours and place.place is not None and place.place <= slots:
                self._pass_over(place, "hors_concours")
