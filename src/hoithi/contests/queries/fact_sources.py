"""Where facts come from: a part's kind, the tables beside it (vote, jury), figures imported from outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from hoithi.contests.models import Contest, Entry, FigureSnapshot, Part, Standing
from hoithi.contests.registry import Extension, Fact, Subject, registry
from hoithi.contests.rules.aggregate import Member, aggregate
from hoithi.contests.rules.facts import Value, exact
from hoithi.contests.schema.standings import Standing as Spec
from hoithi.contests.schema.standings import Term
from hoithi.contests.spec import aggregate_of


def facts_of(part: Part, subjects: Collection[int] | None = None) -> Iterable[Fact]:
    """Facts of everybody in a part, or of these entrants; an entry's votes and marks stand in its own fact.

    Of a copy that stands for one month of the part, those of that month.
    """
    kind = registry.kinds.get(part.kind)
    if kind is None or kind.provider is None:
        return ()
    if part.month and kind.months is not None:
        return kind.months.facts(part, part.month)
    facts = kind.provider.facts(part, subjects=subjects)
    beside = extensions_in(part)
    return _joined(part, list(facts), beside, whole=subjects is None) if beside else facts


def extensions_in(part: Part) -> list[Extension]:
    """Tables beside the kind that this part has and that give facts."""
    tables = part.content.get("settings", {})
    return [one for one in registry.extensions_of(part.kind) if one.provider is not None and one.key in tables]


def _joined(part: Part, facts: list[Fact], beside: Iterable[Extension], *, whole: bool) -> list[Fact]:
    values = {fact.subject_id: dict(fact.values) for fact in facts if fact.subject_kind == "entry"}
    for extension in beside:
        assert extension.provider is not None
        for fact in extension.provider.facts(part, subjects=None if whole else list(values)):
            if fact.subject_id in values:  # others left the contest since
                values[fact.subject_id] |= fact.values
    return [replace(f, values=values[f.subject_id]) if f.subject_kind == "entry" else f for f in facts]


def measure_kind(part: Part, term: Term) -> Subject:
    """Whose facts a term reads in a part."""
    return registry.subject_of(part.kind, term.measure)


def only_of_persons(part: Part) -> bool:
    """Whether a part's kind knows measures of persons alone: then nothing needs to be picked from its facts."""
    kind = registry.kinds.get(part.kind)
    return kind is None or all(one.subject == "person" for one in registry.measures_of(part.kind).values())


def picked(spec: Spec, term: Term, part: Part, facts: list[Fact]) -> list[Fact]:
    """Of a part's facts those the term reads: the subject's own, its works' for a person, its people's for a unit."""
    if only_of_persons(part):
        return facts
    kind = measure_kind(part, term)
    if spec.subject == "unit" and kind == "person":  # a unit may itself have sent a work
        return [fact for fact in facts if fact.subject_kind in ("person", "unit")]
    own = [fact for fact in facts if fact.subject_kind == kind]
    return _by_person(term, own) if spec.subject == "person" and kind == "entry" else own


def _by_person(term: Term, works: Iterable[Fact]) -> list[Fact]:
    """Each person's works in one part as one value of the person; works of units are nobody's."""
    theirs: dict[int, list[Fact]] = defaultdict(list)
    for work in works:
        if work.person_id is not None:
            theirs[work.person_id].append(work)
    members = [
        Member(person, work.values, {}) for person, own in theirs.items() for work in own if _of_group(term, work)
    ]
    rows = aggregate(members, dict.fromkeys(theirs), [aggregate_of(term)])
    value = {int(row.subject): row.facts[term.key] for row in rows}
    return [
        replace(own[0], subject_id=person, values={term.measure: value[person]}, subject_kind="person", person_id=None)
        for person, own in theirs.items()
    ]


def _of_group(term: Term, work: Fact) -> bool:
    return not term.where.groups or work.group_key in term.where.groups


def figure_values(contest: Contest, key: str, subject_kind: str) -> dict[int, Value]:
    """What the newest snapshot of an imported figure says of each subject; nothing before there is one."""
    newest = FigureSnapshot.objects.filter(contest=contest, key=key, subject_kind=subject_kind).order_by("no").last()
    if newest is None:
        return {}
    values = {subject: exact(Fraction(value)) for subject, value in newest.values.values_list("subject_id", "value")}
    return {subject: value for subject, value in values.items() if value is not None}


def hosts_of(contest: Contest, subjects: Collection[int]) -> dict[int, Fact]:
    """Facts of these entries in their own parts: whose they are, where a standing reads figures of them only."""
    parts = Part.objects.filter(contest=contest, entries__in=subjects).distinct()
    facts = [fact for part in parts for fact in facts_of(part) if fact.subject_kind == "entry"]
    return {fact.subject_id: fact for fact in facts if fact.subject_id in set(subjects)}


def ancestors(entries: Collection[int]) -> Mapping[int, list[int]]:
    """Each entry's earlier selves, nearest first: a work carried into the next part is the same work."""
    found: dict[int, list[int]] = {pk: [] for pk in entries}
    last = {pk: pk for pk in entries}
    while last:
        rows = Entry.objects.filter(pk__in=set(last.values()), promoted_from__isnull=False)
        before = {pk: source for pk, source in rows.values_list("pk", "promoted_from") if source is not None}
        last = {pk: before[at] for pk, at in last.items() if at in before}
        for pk, at in last.items():
            found[pk].append(at)
    return found


def figures_missing(standing: Standing) -> list[str]:
    """Figures a standing reads of which no snapshot has been entered."""
    keys = {term.figure for term in standing.spec.terms if term.figure}
    if not keys:
        return []
    entered = FigureSnapshot.objects.filter(
        contest=standing.contest_id, subject_kind=standing.spec.subject, key__in=keys
    )
    return sorted(keys - set(entered.values_list("key", flat=True)))
