"""Evidence in plain sentences, and answers side by side without names (chứng cứ)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoithi.core.spoken import duration, number
from hoithi.integrity.models import Case
from hoithi.integrity.words import FIELDS, GROUNDS
from hoithi.quiz.models import FrozenQuestion


@dataclass(frozen=True)
class Line:
    """One question in the comparison: its code, each subject's wrong option ("" where not wrong), and the others."""

    code: str
    chosen: tuple[str, ...]
    same: str
    others: str


@dataclass
class Evidence:
    """What a page shows of a case."""

    sentences: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    context: dict[str, list[str]] = field(default_factory=dict)
    """Label → what is worth knowing beside the point."""


def evidence_of(case: Case) -> Evidence:
    """The stored evidence in words; nothing is computed anew. One query for the codes of questions."""
    raw: dict[str, Any] = case.evidence
    labels = {one.attempt_id: one.label for one in case.subjects.all()}
    found = Evidence(SENTENCES[case.kind](raw, labels))
    questions = raw.get("questions")  # of a paper done too fast only how many there were
    found.lines = _lines(questions if isinstance(questions, list) else [], labels)
    for attempt, row in raw.get("context", {}).items():
        if said := _context(row):
            found.context[labels.get(int(attempt), "")] = said
    return found


def _similarity(raw: dict[str, Any], labels: dict[int | None, str]) -> list[str]:
    text = _(
        "{a} và {b}: cùng gặp {common} câu; {a} sai {wrong_a}, {b} sai {wrong_b}; chọn cùng một phương án sai ở {same} "
        "câu. Làm bài riêng rẽ thì cứ {one_in} cặp mới có một cặp như thế."
    )
    return [
        text.format(
            a=labels.get(pair["of"][0], "?"),
            b=labels.get(pair["of"][1], "?"),
            common=pair["common"],
            wrong_a=pair["wrong"][0],
            wrong_b=pair["wrong"][1],
            same=pair["same"],
            one_in=number(pair["one_in"]),
        )
        for pair in raw.get("pairs", [])
    ]


def _timing(raw: dict[str, Any], labels: dict[int | None, str]) -> list[str]:
    text = _(
        "{a} và {b}: trong {compared} câu cả hai trả lời riêng rẽ, {together} câu được trả lời cách nhau không quá hai "
        "giây. Làm bài riêng rẽ thì cứ {one_in} cặp mới có một cặp như thế."
    )
    return [
        text.format(
            a=labels.get(pair["of"][0], "?"),
            b=labels.get(pair["of"][1], "?"),
            compared=pair["compared"],
            together=pair["together"],
            one_in=number(pair["one_in"]),
        )
        for pair in raw.get("pairs", [])
    ]


def _speed(raw: dict[str, Any], labels: dict[int | None, str]) -> list[str]:
    if not raw:
        return []
    said = _("Làm {questions} câu trong {elapsed}, đúng {correct}. Mức sàn của đề này: {floor}; mức giữa: {median}.")
    return [
        said.format(
            questions=raw["questions"],
            elapsed=duration(raw["elapsed_ms"]),
            correct=raw["correct"],
            floor=duration(raw["floor_ms"]),
            median=duration(raw["median_ms"]),
        ),
        _("Dưới mức sàn.")
        if raw["reason"] == "floor"
        else _("Trên mức sàn nhưng cách biệt hẳn so với mọi bài khác của phần thi."),
    ]


def _device(raw: dict[str, Any], labels: dict[int | None, str]) -> list[str]:
    if not raw:
        return []
    said = [ngettext("{n} người trên một máy.", "{n} người trên một máy.", raw["people"]).format(n=raw["people"])]
    if raw["overlapping"]:
        said.append(_("{n} cặp bài được làm cùng lúc trên máy này.").format(n=raw["overlapping"]))
    else:
        said.append(_("Các bài được làm lần lượt, không cùng lúc."))
    return said


def _same_person(raw: dict[str, Any], labels: dict[int | None, str]) -> list[str]:
    return [f"{str(GROUNDS[one]).capitalize()}." for one in raw.get("grounds", [])]


def _roster(raw: dict[str, Any], labels: dict[int | None, str]) -> list[str]:
    return [f"{str(FIELDS[one]).capitalize()}." for one in raw.get("fields", [])]


SENTENCES = {
    "similarity": _similarity,
    "timing": _timing,
    "speed": _speed,
    "device": _device,
    "same_person": _same_person,
    "roster": _roster,
}


def _lines(rows: list[dict[str, Any]], labels: dict[int | None, str]) -> list[Line]:
    codes = dict(
        FrozenQuestion.objects.filter(pk__in=[row["item"] for row in rows]).values_list("pk", "version__question__code")
    )
    others = _("{n}/{of} người khác sai cũng chọn")
    return [
        Line(
            codes.get(row["item"], "?"),
            tuple(row["choices"].get(str(attempt), "") for attempt in labels),
            row["same"],
            others.format(n=number(row["others"]), of=number(row["others_wrong"])),
        )
        for row in rows
    ]


def _context(row: dict[str, int]) -> list[str]:
    said = []
    if row.get("device"):
        said.append(_("cùng máy với {n} người khác").format(n=number(row["device"])))
    if row.get("network"):
        said.append(_("cùng mạng với {n} người khác (thường gặp ở cơ quan)").format(n=number(row["network"])))
    if row.get("losses"):
        away = duration(row["away_ms"])
        said.append(_("rời màn hình {n} lần, tổng {away} (đã đồng ý cho ghi)").format(n=row["losses"], away=away))
    return said
