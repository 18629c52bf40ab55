"""Whether the one who signs a paper of praise may do so: what the law says, as data, each with its article.

Sources: Luật Thi đua, khen thưởng số 06/2022/QH15 (in force since 1/1/2024), Điều 80 (Công báo số 571 + 572 of
15/7/2022): giấy khen is given by heads of agencies with legal personality and by chairpersons of people's committees
of districts and communes, and bằng khen is not among what they give; Nghị quyết số 203/2025/QH15: districts ended
on 1/7/2025. For days before a rule began nothing is said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["praise", "merit", "certificate", ""]
Level = Literal["district", "commune", "committee", "agency", ""]
PRAISE_LAW = "Điều 80 Luật Thi đua, khen thưởng 2022"
DISTRICTS_LAW = "Nghị quyết số 203/2025/QH15"
_KINDS: tuple[tuple[str, Kind], ...] = (
    ("bằng khen", "merit"),
    ("giấy khen", "praise"),
    ("giấy chứng nhận", "certificate"),
    ("chứng nhận", "certificate"),
)
_LEVELS: tuple[tuple[str, Level], ...] = (
    (r"\bban tổ chức\b|\bban giám khảo\b|\btổ thư ký\b|\btổ giúp việc\b|\bhội đồng (thi|chấm)\b", "committee"),
    (r"\bhuyện\b|\bquận\b|\bthị xã\b", "district"),
    (r"\bxã\b|\bphường\b|\bthị trấn\b|\bđặc khu\b", "commune"),
    (r"\bsở\b|\bchi cục\b|\btrung tâm\b|\btrường\b|\bhiệu trưởng\b", "agency"),
)


@dataclass(frozen=True)
class Rule:
    """Papers of these kinds (all where empty) signed at these levels, from this day on, need another signer."""

    code: str
    article: str
    since: date
    levels: frozenset[Level]
    kinds: frozenset[Kind] = frozenset()


@dataclass(frozen=True)
class Doubt:
    """A doubt about a signer: `code` names the sentence (`documents.words`), `article` where it is written."""

    code: str
    article: str
    signer: str
    paper: str
    since: date


BELOW_PROVINCE: frozenset[Level] = frozenset({"district", "commune", "agency"})
RULES = (
    Rule("district_ended", DISTRICTS_LAW, date(2025, 7, 1), frozenset({"district"})),
    Rule("committee_praise", PRAISE_LAW, date(2024, 1, 1), frozenset({"committee"}), frozenset({"praise", "merit"})),
    Rule(
        "merit_level", PRAISE_LAW, date(2024, 1, 1), frozenset({"district", "commune", "agency"}), frozenset({"merit"})
    ),
)


def kind_of(paper: str) -> Kind:
    """What a prize's paper is, read from its wording ("Giấy khen của Chủ tịch UBND huyện")."""
    lower = paper.lower()
    return next((kind for words, kind in _KINDS if words in lower), "")


def level_of(signer: str) -> Level:
    """Whose office a signer's title is, where its words tell; "" where they do not."""
    lower = signer.lower()
    return next((level for pattern, level in _LEVELS if re.search(pattern, lower)), "")


def check_signer(paper: str, signer_title: str, authority: str = "", *, on: date) -> list[Doubt]:
    """Doubts about `signer_title` of `authority` signing `paper` on a day; none where nothing is known.

    All three are wordings of plans and papers; an empty signer says nothing (a missing signer is refused elsewhere).
    """
    if not signer_title.strip():
        return []
    kind, level = kind_of(paper), level_of(signer_title) or level_of(authority)
    return [
        Doubt(rule.code, rule.article, signer_title.strip(), paper.strip(), rule.since)
        for rule in RULES
        if on >= rule.since and level in rule.levels and (not rule.kinds or kind in rule.kinds)
    ]
