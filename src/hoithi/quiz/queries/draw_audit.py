"""Auditing the draw (kiểm tra rút đề): how one paper came, and whether all of them look like chance. No keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.core.text import percent
from hoithi.quiz.models import Attempt, DrawSecret, FrozenBank, FrozenQuestion
from hoithi.quiz.queries.attempt_paper import content_of
from hoithi.quiz.queries.bank import difficulties, topics_of
from hoithi.quiz.rules.paper import paper_seed


@dataclass(frozen=True)
class PaperLine:
    """A place on the paper: the leaf of the published tree that stands there, and the order of its options as drawn.

    The leaf hides the question behind random bytes, so who reads this learns nothing of it.
    """

    pos: int
    leaf_no: int
    leaf: str


@dataclass(frozen=True)
class PaperAudit:
    """How one paper came: what was fixed before, who it was for, and whether drawing it again gives the same."""

    attempt: Attempt
    commitment: str
    committed_at: datetime
    root: str
    secret: str
    """Hex, once the part has been opened; "" before."""
    lines: list[PaperLine]
    same: bool


def audit_paper(attempt: Attempt) -> PaperAudit:
    """Draw the paper again from the committed secret and compare."""
    bank = attempt.frozen_bank
    kept = DrawSecret.objects.get(part=attempt.part)
    content = content_of(bank)
    again = content.paper(paper_seed(bytes(kept.secret), attempt.part.key, attempt.entrant.code, attempt.n))
    leaves = {
        pk: (position, leaf)
        for pk, position, leaf in FrozenQuestion.objects.filter(pk__in=[line[0] for line in attempt.paper]).values_list(
            "pk", "position", "leaf"
        )
    }
    return PaperAudit(
        attempt=attempt,
        commitment=kept.commitment,
        committed_at=kept.committed_at,
        root=bank.root,
        secret=bytes(kept.secret).hex() if kept.revealed_at is not None else "",
        lines=[PaperLine(pos, *leaves[line[0]]) for pos, line in enumerate(attempt.paper, 1)],
        same=content.stored(again) == attempt.paper,
    )


@dataclass(frozen=True)
class ClassShown:
    """Questions with the same chance, in words: how many, expected, least and most often drawn."""

    title: str
    questions: int
    expected: str
    least: int
    most: int


@dataclass(frozen=True)
class DrawReport:
    """One frozen bank of a part: its commitments and, once the part is over, the test of its draws in words."""

    title: str
    bank: FrozenBank
    papers: int | None
    classes: list[ClassShown]
    sentence: str
    alarm: bool


def draw_reports(part: Part) -> list[DrawReport]:
    """Every frozen bank of the part; the test was counted in the background when the part was over."""
    groups = {group.key: group.title for group in part.contest.groups.all()}
    banks = FrozenBank.objects.filter(part=part).order_by("group_key")
    return [_report(part, bank, groups.get(bank.group_key, part.title)) for bank in banks]


def _report(part: Part, bank: FrozenBank, title: str) -> DrawReport:
    test: dict[str, Any] | None = bank.draw_test
    if test is None:
        waiting = _("Phép thử rút đề được tính tự động khi phần thi đã đóng và mọi bài đã kết thúc.")
        return DrawReport(title, bank, None, [], waiting, alarm=False)
    topics, levels = topics_of(part.contest), difficulties()
    classes = [
        ClassShown(
            title=f"{topics.get(one['topic'], one['topic'])}, {levels.get(one['difficulty'], '').lower()}",
            questions=one["questions"],
            expected=f"{float(Fraction(one['expected'])):.1f}".replace(".", ","),
            least=one["least"],
            most=one["most"],
        )
        for one in test["classes"]
    ]
    return DrawReport(title, bank, test["papers"], classes, _sentence(test), alarm=test["verdict"] == "alarm")


def _sentence(test: Mapping[str, Any]) -> str:
    """What the test says, for people who know no statistics."""
    words = {
        "too_few": _("Chưa đủ lượt thi để phép thử có ý nghĩa: mỗi câu cần được chờ đợi ít nhất 5 lần."),
        "fixed": _("Mọi đề đều lấy hết các câu của ngân hàng nên không có gì để rút."),
        "even": _(
            "Rút đề đều: rút hoàn toàn ngẫu nhiên thì chênh lệch như thế này hoặc lớn hơn cũng gặp ở {p} số phần thi."
        ),
        "doubt": _(
            "Chênh lệch hơi lớn: rút hoàn toàn ngẫu nhiên thì chỉ {p} số phần thi có chênh lệch như thế này hoặc lớn "
            "hơn. Nên kiểm tra vài đề bằng mã phiếu."
        ),
        "alarm": _(
            "Chênh lệch khó có thể do ngẫu nhiên (dưới 1 phần nghìn). Hãy kiểm tra các đề bằng mã phiếu và xem nhật ký."
        ),
    }
    return words[test["verdict"]].format(p=percent(Fraction(test["probability"])))
