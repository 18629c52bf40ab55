"""Questions that say nearly the same (câu gần giống nhau): found by rare shared words, told apart by what differs.

Vietnamese writes syllables apart, so words need not be cut: a question is the set of its syllables and of its pairs of
neighbouring syllables, without diacritics (many files lose them). A share counts by rarity: that both speak of "thủ
tục" says little, that both speak of "chứng thực" says much. Numbers and negations are left out of the comparison, for
a question that differs in nothing else is the most treacherous twin of all; the difference is named instead.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from hoithi.core.text import fold, nfc

TEXT_PERCENT = 72
"""Share of common features, weighed by rarity, from which two questions are alike."""
OPTIONS_PERCENT = 50
"""What the options must share besides, where the question itself is a common phrase ("Phát biểu nào đúng?")."""
COMMON_PHRASE = 2
"""More questions than this with the very same words make a phrase common."""
SAME_MOULD = 5
"""Of questions from one mould ("Năm 2001 có …?", "Năm 2002 có …?", thousands of them) the first so many stand for all:
each is held against these, not against every other."""
NEGATIONS = frozenset({"không", "chưa", "chẳng", "chả", "đừng", "trừ", "sai", "cấm"})
_FOLDED_NEGATIONS = frozenset(fold(word) for word in NEGATIONS)
_WORD = re.compile(r"\w+(?:[./]\w+)*")


@dataclass(frozen=True)
class Wording:
    """What a question says: its text and its options, in any order."""

    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alike:
    """Two questions alike: their keys, how much they share (0…100), and what they differ in.

    `kinds` of differences: "same" (no word), "marks" (diacritics or case only), "negation", "number", "words",
    "options" (the text is the same, the options are not).
    """

    one: str
    other: str
    percent: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Span:
    """A stretch of a text, and whether the other text has it otherwise."""

    text: str
    differs: bool


def tokens(text: str) -> list[str]:
    """Syllables, numbers and numbers of documents ("61/2018/nđ-cp" → "61/2018/nđ", "cp"), in lower case."""
    return _WORD.findall(nfc(text).lower())


def features(text: str) -> frozenset[str]:
    """Syllables and pairs of neighbours, without diacritics, numbers and negations."""
    words = [word for word in _WORD.findall(fold(text)) if word not in _FOLDED_NEGATIONS and not _numeric(word)]
    return frozenset(words) | {f"{one} {other}" for one, other in pairwise(words)}


def _numeric(word: str) -> bool:
    return any(character.isdigit() for character in word)


def alike_pairs(new: Mapping[str, Wording], known: Mapping[str, Wording] | None = None) -> list[Alike]:
    """Pairs (new, new or known) that are alike, most alike first; keys of `new` win over the same ones in `known`.

    Only questions that share one of their rarest features are compared, so thousands take a moment: when the part of
    one that comes after its rarest features weighs less than the threshold, a pair that shares only that cannot reach
    it.
    """
    everything = {**(known or {}), **new}
    sets = {key: features(wording.text) for key, wording in everything.items()}
    often = Counter(feature for found in sets.values() for feature in found)
    weights = {feature: max(1, (len(sets) // times).bit_length()) for feature, times in often.items()}
    whole = {key: sum(weights[feature] for feature in found) for key, found in sets.items()}
    phrases = Counter(fold(wording.text) for wording in everything.values())
    found = []
    for one, other in _candidates(sets, weights, often, new):
        small, large = sorted((whole[one], whole[other]))
        if 100 * small < TEXT_PERCENT * large:
            continue
        common = sum(weights[feature] for feature in sets[one] & sets[other])
        percent = 100 * common // (small + large - common)
        if percent >= TEXT_PERCENT and _options_agree(everything[one], everything[other], phrases):
            found.append(Alike(one, other, percent, difference_kinds(everything[one], everything[other])))
    return sorted(found, key=lambda pair: -pair.percent)


def _candidates(
    sets: Mapping[str, frozenset[str]], weights: Mapping[str, int], often: Mapping[str, int], new: Mapping[str, Wording]
) -> Iterator[tuple[str, str]]:
    by_feature: dict[str, list[str]] = defaultdict(list)
    moulds: Counter[frozenset[str]] = Counter()
    for key in [*(key for key in sets if key not in new), *new]:
        rare = _rarest(sets[key], weights, often)
        if key in new:
            for other in dict.fromkeys(other for feature in rare for other in by_feature[feature]):
                yield key, other
        moulds[sets[key]] += 1
        if moulds[sets[key]] <= SAME_MOULD:
            for feature in rare:
                by_feature[feature].append(key)


def _rarest(found: frozenset[str], weights: Mapping[str, int], often: Mapping[str, int]) -> list[str]:
    """The rarest features, so many that the others weigh less than the threshold."""
    left = sum(weights[feature] for feature in found)
    enough = TEXT_PERCENT * left
    rare = []
    for feature in sorted(found, key=lambda feature: (often[feature], feature)):
        if 100 * left < enough:
            break
        rare.append(feature)
        left -= weights[feature]
    return rare


def _options_agree(one: Wording, other: Wording, phrases: Mapping[str, int]) -> bool:
    """A common phrase says nothing by itself: then at least half of what the options say must be shared too."""
    if min(phrases[fold(one.text)], phrases[fold(other.text)]) <= COMMON_PHRASE:
        return True
    mine, theirs = ({fold(option) for option in wording.options} for wording in (one, other))
    if not mine or not theirs:
        return True
    return 100 * len(mine & theirs) >= OPTIONS_PERCENT * min(len(mine), len(theirs))


def difference_kinds(one: Wording, other: Wording) -> tuple[str, ...]:
    """What two alike questions differ in, the gravest first."""
    mine, theirs = tokens(one.text), tokens(other.text)
    kinds = []
    if _only(mine, NEGATIONS) != _only(theirs, NEGATIONS):
        kinds.append("negation")
    if [word for word in mine if _numeric(word)] != [word for word in theirs if _numeric(word)]:
        kinds.append("number")
    if kinds:
        return tuple(kinds)
    if mine != theirs:
        return ("marks",) if fold(" ".join(mine)) == fold(" ".join(theirs)) else ("words",)
    options = [{fold(option) for option in wording.options} for wording in (one, other)]
    return ("same",) if not all(options) or options[0] == options[1] else ("options",)


def _only(words: Sequence[str], wanted: frozenset[str]) -> Counter[str]:
    return Counter(word for word in words if word in wanted)


def differences(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """Both texts in stretches, what differs marked on each side, word by word."""
    mine, theirs = one.split(), other.split()
    plain = [[" ".join(tokens(word)) for word in words] for words in (mine, theirs)]
    matcher = SequenceMatcher(None, plain[0], plain[1], autojunk=False)
    left: list[Span] = []
    right: list[Span] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        differs = tag != "equal"
        if i1 < i2:
            left.append(Span(" ".join(mine[i1:i2]), differs))
        if j1 < j2:
            right.append(Span(" ".join(theirs[j1:j2]), differs))
    return left, right
