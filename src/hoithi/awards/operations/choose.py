"""Prizes without a standing: chosen in minutes (xét chọn), within the plan's number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.errors import Missing, NotMinutes, TooMany
from hoithi.awards.models import Award
from hoithi.awards.operations.steps import locked_award, locked_contest, take_step, write_steps
from hoithi.contests.models import Contest, Prize
from hoithi.core.errors import InvalidInput, Problem
from hoithi.core.text import nfc
from hoithi.documents.models import Document
from hoithi.people.models import User


@dataclass(frozen=True)
class Choice:
    """Who is chosen: a contest unit or entrant by id, or a nominee (somebody without an account) by name."""

    kind: str
    """person, unit, entry or nominee."""
    subject_id: int = 0
    name: str = ""
    unit: str = ""
    position: str = ""
    reason: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    """What was weighed, by title: {"Tổng điểm thi đua": "105"}."""


@transaction.atomic
def choose_awards(
    prize: Prize,
    subjects: Sequence[Choice],
    *,
    document: Document,
    now: datetime,
    by: User | None = None,
    scope: str = "",
    reason: str = "",
) -> list[Award]:
    """Propose awards of a prize without a standing, on the minutes `document`; whoever was chosen before stays.

    Returns the new ones. Raises NotMinutes, TooMany (nothing is stored), Missing (no reason), InvalidInput (somebody
    who cannot get this prize).
    """
    contest = locked_contest(prize.contest)
    if document.state != Document.State.ISSUED or document.contest_key != contest.slug:
        raise NotMinutes
    if prize.standing_id is not None:
        raise InvalidInput(
            [Problem("prize", _("“%(title)s” trao theo bảng xếp hạng, không xét chọn.") % {"title": prize.title})]
        )
    held = list(contest.awards.filter(prize=prize, scope=scope, state__in=Award.LIVE))
    fresh = _new_ones(contest, prize, subjects, held)
    if len(held) + len(fresh) > prize.quantity:
        raise TooMany(prize.title, prize.quantity)
    elsewhere = set(contest.awards.filter(state__in=Award.LIVE).values_list("subject_kind", "subject_id"))
    next_no = _next_nominee(prize, scope)
    rows = []
    for choice in fresh:
        why = (choice.reason or reason).strip()
        if not why:
            raise Missing(
                _("Cần nêu lý do chọn từng người, đơn vị được xét."), hint=_("Hãy ghi thành tích, lý do như biên bản.")
            )
        pk = choice.subject_id
        if choice.kind == Award.NOMINEE:
            pk, next_no = next_no, next_no + 1
        rows.append(
            Award(
                contest=contest,
                prize=prize,
                scope=scope,
                subject_kind=choice.kind,
                subject_id=pk,
                holder_name=nfc(choice.name)[:200] if choice.kind == Award.NOMINEE else "",
                holder_unit=nfc(choice.unit)[:300] if choice.kind == Award.NOMINEE else "",
                holder_position=nfc(choice.position)[:200],
                cash=prize.cash,
                because=dict(choice.figures),
                reason=nfc(why),
                minutes=document,
                stacked=choice.kind != Award.NOMINEE and (choice.kind, pk) in elsewhere,
                proposed_at=now,
            )
        )
    made = Award.objects.bulk_create(rows)
    write_steps(made, "proposed", now=now, by=by, document=document)
    if made:
        data = {"prize": prize.key, "count": len(made), "document": document.pk}
        record("awards:awards:chosen", now=now, contest_key=contest.slug, actor=by, target=prize.key, data=data)
    return made


@transaction.atomic
def drop_choice(award: Award, *, note: str, now: datetime, by: User | None = None) -> Award:
    """Take a chosen award off the list before any decision; doing it again changes nothing. Raises WrongStep."""
    award = locked_award(award)
    if award.state == Award.WITHDRAWN:
        return award
    if not note.strip():
        raise Missing(_("Cần nêu lý do bỏ khỏi danh sách."), hint=_("Hãy nhập lý do."))
    take_step([award], "withdrawn", now=now, by=by, note=note.strip())
    return award


def _new_ones(contest: Contest, prize: Prize, subjects: Sequence[Choice], held: list[Award]) -> list[Choice]:
    """Choices not on the list yet, each once. Raises InvalidInput."""
    before = {(one.subject_kind, one.subject_id) for one in held if one.subject_kind != Award.NOMINEE}
    named = {(one.holder_name, one.holder_unit) for one in held if one.subject_kind == Award.NOMINEE}
    problems: list[Problem] = []
    fresh: list[Choice] = []
    for choice in subjects:
        if choice.kind == Award.NOMINEE:
            key = (nfc(choice.name)[:200], nfc(choice.unit)[:300])
            if not key[0].strip():
                problems.append(Problem("name", _("Người được đề nghị cần có họ và tên.")))
            elif key not in named:
                named.add(key)
                fresh.append(choice)
            continue
        if (wrong := _cannot(contest, prize, choice)) is not None:
            problems.append(wrong)
        elif (choice.kind, choice.subject_id) not in before:
            before.add((choice.kind, choice.subject_id))
            fresh.append(choice)
    if problems:
        raise InvalidInput(problems, _("Danh sách xét chọn chưa đúng."))
    return fresh


def _cannot(contest: Contest, prize: Prize, choice: Choice) -> Problem | None:
    """Why this unit, person or work cannot get the prize."""
    if choice.kind != (prize.spec.subject or choice.kind):
        return Problem("subject", _("“%(title)s” không dành cho đối tượng này.") % {"title": prize.title})
    if choice.kind == "unit":
        unit = contest.units.select_related("group").filter(pk=choice.subject_id).first()
        if unit is None:
            return Problem("subject", _("Đơn vị không có trong cuộc thi."))
        if prize.spec.group and (unit.group is None or unit.group.key != prize.spec.group):
            return Problem(
                "subject", _("%(unit)s không thuộc nhóm được xét “%(title)s”.") % {"unit": unit, "title": prize.title}
            )
        return None
    if choice.kind == "person":
        entrant = contest.entrants.filter(pk=choice.subject_id).first()
        return None if entrant is not None else Problem("subject", _("Người này không dự thi."))
    known = contest.parts.filter(entries__pk=choice.subject_id).exists()
    return None if known else Problem("subject", _("Tác phẩm không có trong cuộc thi."))


def _next_nominee(prize: Prize, scope: str) -> int:
    taken = Award.objects.filter(prize=prize, scope=scope, subject_kind=Award.NOMINEE).order_by("-subject_id")
    last = taken.values_list("subject_id", flat=True).first()
    return (last or 0) + 1
