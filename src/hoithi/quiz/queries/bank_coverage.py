"""How far the banks fill the blueprints (độ phủ): counts only, no question's text, for whoever may open a part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.contests.models import Contest
from hoithi.quiz.models import Question
from hoithi.quiz.queries.attempt_settings import blueprint_json, blueprint_of, settings_of
from hoithi.quiz.queries.bank import PlannedBank, difficulties, planned_banks, quiz_parts, topics_of
from hoithi.quiz.queries.bank_usage import recently_used
from hoithi.quiz.rules.paper import Blueprint, QuestionRef, coverage

Place = tuple[str | None, str | None]
Approved = Counter[tuple[str, str]]
Counts = Counter[tuple[str, str, str, str]]


@dataclass(frozen=True)
class CoverageCell:
    """Approved questions of one topic and difficulty, and how many a paper takes; `met` is None where it takes none."""

    have: int
    wanted: int = 0
    met: bool | None = None
    lack: int = 0
    """How many more must be approved before every paper can be filled here."""


@dataclass(frozen=True)
class CoverageRow:
    """One topic: cells by difficulty, then those a blueprint leaves open; questions on their way."""

    title: str
    cells: list[CoverageCell]
    approved: int
    waiting: int
    drafts: int


@dataclass(frozen=True)
class BankCoverage:
    """One bank against the blueprints drawn from it."""

    bank: PlannedBank
    rows: list[CoverageRow]
    heads: list[str]
    papers: list[str]
    """What is drawn from it, in words: "Thi trắc nghiệm: 20 câu"."""
    short: int
    """Cells that a paper could not be filled from."""
    approved: int
    lacks: list[str]
    """What is missing, as one says it: "3 câu khó về Thủ tục hành chính"."""
    recent: int
    """Approved questions that were on somebody's paper within half a year."""


def coverage_of(contest: Contest, now: datetime) -> list[BankCoverage]:
    """Every bank of the plan."""
    counts = _counts(contest)
    blueprints = _blueprints(contest)
    used = Question.objects.filter(pk__in=recently_used(contest, now)).values_list("bank__key", flat=True)
    recent = Counter(used)
    return [
        _bank(contest, bank, counts, blueprints.get(bank.key, {}), recent[bank.key])
        for bank in planned_banks(contest).values()
    ]


def _counts(contest: Contest) -> Counts:
    """(bank, topic, difficulty, state) → questions; a pending version of an approved question counts beside it."""
    rows = Question.objects.filter(bank__contest=contest)
    counts = Counter(rows.values_list("bank__key", "topic", "difficulty", "state"))
    changes = rows.filter(state=Question.APPROVED, pending__isnull=False)
    return counts + Counter(changes.values_list("bank__key", "topic", "difficulty", "pending__state"))


def _blueprints(contest: Contest) -> dict[str, dict[str, Blueprint]]:
    """Bank → what is drawn from it, in words → blueprint."""
    found: dict[str, dict[str, Blueprint]] = {}
    groups = {group.key: group.title for group in contest.groups.all()}
    for part in quiz_parts(contest):
        shared = settings_of(part)
        for key in part.spec.groups or groups:
            settings = settings_of(part, key)
            blueprint = blueprint_of(blueprint_json(settings))
            own = settings.bank != shared.bank or blueprint_json(settings) != blueprint_json(shared)
            name = f"{part.title} ({groups.get(key, key)})" if own else part.title
            words = _("{part}: {n} câu").format(part=name, n=blueprint.questions)
            found.setdefault(settings.bank, {})[words] = blueprint
    return found


def _bank(
    contest: Contest, bank: PlannedBank, counts: Counts, blueprints: Mapping[str, Blueprint], recent: int
) -> BankCoverage:
    approved: Approved = Counter()
    states: Counter[tuple[str | None, str]] = Counter()
    for (key, topic, level, state), n in counts.items():
        if key == bank.key:
            states[topic, state] += n
            approved[topic, level] += n if state == Question.APPROVED else 0
    needs = _needs(approved, blueprints.values())
    topics: list[tuple[str | None, str]] = [*topics_of(contest).items()]
    levels: list[tuple[str | None, str]] = [*difficulties().items()]
    if any(topic is None for topic, _level in needs):
        topics.append((None, _("Chủ đề bất kỳ")))
    if any(level is None for _topic, level in needs):
        levels.append((None, _("Mức bất kỳ")))
    rows = [
        CoverageRow(
            title=title,
            cells=[needs.get((topic, level)) or CoverageCell(_have(approved, topic, level)) for level, _head in levels],
            approved=_have(approved, topic, None),
            waiting=states[topic, Question.SUBMITTED],
            drafts=states[topic, Question.DRAFT] + states[topic, Question.REJECTED],
        )
        for topic, title in topics
    ]
    short = sum(cell.met is False for cell in needs.values())
    lacks = [_lack(place, cell.lack, dict(topics), dict(levels)) for place, cell in needs.items() if cell.lack]
    heads = [head for _level, head in levels]
    return BankCoverage(
        bank, rows, heads, list(blueprints), short, approved.total(), lacks, recent if blueprints else 0
    )


def _lack(place: Place, n: int, topics: Mapping[str | None, str], levels: Mapping[str | None, str]) -> str:
    topic, level = place
    words = {"n": n, "topic": topics.get(topic, ""), "level": levels.get(level, "").lower()}
    if topic is None:
        return (_("{n} câu {level}") if level else _("{n} câu bất kỳ")).format(**words)
    return (_("{n} câu {level} về {topic}") if level else _("{n} câu về {topic}")).format(**words)


def _needs(approved: Approved, blueprints: Iterable[Blueprint]) -> dict[Place, CoverageCell]:
    """(topic, difficulty) of the blueprints' cells → the most any of them wants there, and whether all are met."""
    refs = [
        QuestionRef(f"{topic}/{difficulty}/{n}", 1, topic, difficulty, "single", ())
        for (topic, difficulty), many in approved.items()
        for n in range(many)
    ]
    needs: dict[Place, CoverageCell] = {}
    for blueprint in blueprints:
        wanted: Counter[Place] = Counter()
        met: dict[Place, bool] = {}
        lack: Counter[Place] = Counter()
        for found in coverage(blueprint, refs):
            place = (found.cell.topic, found.cell.difficulty)
            wanted[place] += found.wanted
            met[place] = met.get(place, True) and found.met
            lack[place] += max(0, found.wanted - found.available)
        for place, count in wanted.items():
            before = needs.get(place, CoverageCell(0, 0, True))
            most = max(before.wanted, count)
            least = max(before.lack, lack[place])
            needs[place] = CoverageCell(_have(approved, *place), most, bool(before.met) and met[place], least)
    return needs


def _have(approved: Approved, topic: str | None, difficulty: str | None) -> int:
    return sum(
        n
        for (its_topic, its_level), n in approved.items()
        if topic in (None, its_topic) and difficulty in (None, its_level)
    )
