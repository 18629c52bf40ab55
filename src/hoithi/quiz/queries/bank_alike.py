"""Near-identical questions among the banks somebody may read, and which pairs were found to be different on purpose."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from hoithi.contests.models import Contest
from hoithi.contests.queries.roles import seats_held
from hoithi.contests.rules.permission import BANK_READERS
from hoithi.core.text import fold
from hoithi.people.models import User
from hoithi.quiz.models import Distinct, Question
from hoithi.quiz.queries.bank import newest
from hoithi.quiz.rules.alike import Alike, Span, Wording, alike_pairs, differences

PAGE = 20
KEPT_S = 3600
MOST_BESIDE = 10
Pair = tuple[int, int]


@dataclass(frozen=True)
class Twin:
    """A text and a question (or another text) it is alike: `one` and `other` are keys of the texts given, or codes.

    `bank` and `contest` are titles; `question` is None where the other is a text given beside it.
    """

    one: str
    other: str
    bank: str
    contest: str
    percent: int
    kinds: tuple[str, ...]
    question: int | None


@dataclass(frozen=True)
class Side:
    """One of two questions side by side."""

    question: Question
    spans: list[Span]
    options: list[str]
    here: bool
    """Of the contest that is looked at; others cannot be opened from it."""


@dataclass(frozen=True)
class PairShown:
    """Two questions alike, ready to be compared by a person."""

    left: Side
    right: Side
    percent: int
    words: list[str]


def kind_words() -> dict[str, str]:
    """What a difference is called on screens and in previews."""
    return {
        "same": _("giống hệt"),
        "marks": _("chỉ khác dấu hoặc chữ hoa"),
        "negation": _("khác nhau ở từ phủ định"),
        "number": _("khác nhau ở con số"),
        "words": _("khác nhau vài từ"),
        "options": _("cùng câu hỏi, khác phương án"),
    }


def readable_questions(contest: Contest, user: User | None, now: datetime) -> QuerySet[Question]:
    """Questions not retired of this contest, of contests whose bank the person reads too, and whatever is published.

    Without a person (console, import of samples): this contest and what is published.
    """
    mine = Q(bank__contest=contest)
    if user is not None and user.person is not None:
        seats = seats_held(user.person, now).filter(body__kind__in=BANK_READERS)
        mine |= Q(bank__contest__in=seats.values("body__contest"))
    published = Q(bank__sealed=False, state=Question.APPROVED)
    return Question.objects.filter(mine | published).exclude(state=Question.RETIRED)


def twins_of(
    texts: Mapping[str, Wording], contest: Contest, bank: str, *, user: User | None, now: datetime
) -> list[Twin]:
    """What an import would bring in that is alike another of its texts, or a question already there.

    Keys are the codes the texts will have in the bank `bank` (a key), or anything else for texts without one; a
    question of that bank with the same code is what the text replaces, so it is not compared.
    """
    rows = readable_questions(contest, user, now).select_related("bank__contest", "current", "pending")
    questions = {
        f"\0{question.pk}": question
        for question in rows
        if not (question.bank.contest_id == contest.pk and question.bank.key == bank and question.code in texts)
    }
    found = alike_pairs(texts, {key: wording_of(question) for key, question in questions.items()})
    return [_twin(pair, questions.get(pair.other)) for pair in found]


def _twin(pair: Alike, question: Question | None) -> Twin:
    if question is None:
        return Twin(pair.one, pair.other, "", "", pair.percent, pair.kinds, None)
    bank = question.bank
    title = str(bank.contest.short_title)
    return Twin(pair.one, question.code, bank.title, title, pair.percent, pair.kinds, question.pk)


def wording_of(question: Question) -> Wording:
    version = newest(question)
    return Wording(version.text, tuple(str(option["text"]) for option in version.options))


def pairs_alike(contest: Contest, user: User | None, now: datetime) -> list[tuple[Pair, Alike]]:
    """Pairs with at least one question of this contest, most alike first, without those found to be different.

    Comparing is done once for a state of the banks; only row ids are kept between requests.
    """
    rows = readable_questions(contest, user, now)
    key = _state(contest, rows)
    found: list[tuple[Pair, Alike]] | None = cache.get(key)
    if found is None:
        questions = {str(row.pk): row for row in rows.select_related("bank", "current", "pending")}
        mine = {pk: wording_of(row) for pk, row in questions.items() if row.bank.contest_id == contest.pk}
        others = {pk: wording_of(row) for pk, row in questions.items() if pk not in mine}
        found = [(_ordered(pair), pair) for pair in alike_pairs(mine, others)]
        cache.set(key, found, KEPT_S)
    settled = _settled([pair for pair, _alike in found])
    return [(pair, alike) for pair, alike in found if pair not in settled]


def _ordered(pair: Alike) -> Pair:
    one, other = sorted((int(pair.one), int(pair.other)))
    return one, other


def _state(contest: Contest, rows: QuerySet[Question]) -> str:
    """Another text, or another reader with other banks, is another key; a verdict changes no text.

    A submitted version never changes, so its id stands for it; drafts may be written over, so their moment counts too.
    """
    newest_id = Coalesce("pending_id", "current_id")
    drafted = Max("updated_at", filter=Q(pending__state=Question.DRAFT))
    banks = rows.order_by("bank_id").values_list("bank_id")
    found = list(banks.annotate(n=Count("pk"), ids=Sum(newest_id), last=Max(newest_id), at=drafted))
    digest = hashlib.sha256(repr([contest.pk, found]).encode()).hexdigest()
    return f"quiz:alike:{digest}"


def _settled(pairs: Collection[Pair]) -> set[Pair]:
    """Pairs somebody found to be different, while both still say what they said then."""
    if not pairs:
        return set()
    rows = Distinct.objects.filter(one_id__in={one for one, _other in pairs})
    marked = {(row.one_id, row.other_id): row.texts for row in rows}
    wanted = {pk for pair in set(pairs) & set(marked) for pk in pair}
    found = Question.objects.filter(pk__in=wanted).select_related("bank", "current", "pending")
    wordings = {row.pk: wording_of(row) for row in found}
    return {
        pair for pair in set(pairs) & set(marked) if marked[pair] == texts_digest(wordings[pair[0]], wordings[pair[1]])
    }


def texts_digest(one: Wording, other: Wording) -> str:
    """What two questions said when they were compared; options count in any order."""
    said = [[fold(wording.text), sorted(fold(option) for option in wording.options)] for wording in (one, other)]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def pairs_shown(contest: Contest, pairs: Sequence[tuple[Pair, Alike]]) -> list[PairShown]:
    """Pairs with their texts, differences marked; one query whatever their number."""
    ids = {pk for pair, _alike in pairs for pk in pair}
    rows = Question.objects.filter(pk__in=ids).select_related("bank__contest", "current", "pending")
    questions = {row.pk: row for row in rows}
    words = kind_words()
    return [
        _shown(contest, questions[one], questions[other], alike, words)
        for (one, other), alike in pairs
        if one in questions and other in questions
    ]


def _shown(contest: Contest, one: Question, other: Question, alike: Alike, words: Mapping[str, str]) -> PairShown:
    if other.bank.contest_id == contest.pk and one.bank.contest_id != contest.pk:
        one, other = other, one  # what can be opened here stands on the left
    left, right = differences(wording_of(one).text, wording_of(other).text)
    names = [words[kind] for kind in alike.kinds]
    return PairShown(_side(contest, one, left), _side(contest, other, right), alike.percent, names)


def _side(contest: Contest, question: Question, spans: list[Span]) -> Side:
    return Side(question, spans, list(wording_of(question).options), question.bank.contest_id == contest.pk)


def twins_beside(contest: Contest, question: Question, user: User | None, now: datetime) -> list[PairShown]:
    """What one question is alike, for its own page."""
    pairs = [(pair, alike) for pair, alike in pairs_alike(contest, user, now) if question.pk in pair]
    return pairs_shown(contest, pairs[:MOST_BESIDE])
