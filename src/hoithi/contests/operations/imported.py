"""Figures imported from outside (số liệu nhập: lượt thích, lượt xem), each time as a signed snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import (
    Contest,
    ContestUnit,
    Entrant,
    Entry,
    FigureSnapshot,
    FigureValue,
    Standing,
    StandingMark,
)
from hoithi.contests.rules.facts import Value, exact
from hoithi.core.errors import Refusal
from hoithi.documents.models import Document
from hoithi.files.models import StoredFile
from hoithi.people.models import User

LONGEST_VALUE = 60


@dataclass(frozen=True)
class Figure:
    """A figure standings of a contest read: `title` as the plan's term calls it."""

    key: str
    title: str
    subject_kind: str


def figures_of(contest: Contest) -> list[Figure]:
    """Every imported figure the plan names, once for each sort of subject."""
    found: dict[tuple[str, str], Figure] = {}
    for standing in contest.plan.standings:
        for term in standing.terms:
            if term.figure is not None:
                one = Figure(term.figure, str(term.title), standing.subject)
                found.setdefault((one.key, one.subject_kind), one)
    return list(found.values())


class CannotImport(Refusal):
    """Figures that cannot be taken in, and why."""


@transaction.atomic
def set_figures(
    contest: Contest,
    key: str,
    values: Mapping[int, Value],
    *,
    subject_kind: str,
    taken_at: datetime,
    now: datetime,
    by: User | None = None,
    document: Document | None = None,
    evidence: StoredFile | None = None,
    where: str = "",
    note: str = "",
) -> FigureSnapshot:
    """Take in everybody's values of the figure `key` as of `taken_at`; the newest snapshot counts, older ones stay.

    `values`: entrant, contest unit or entry → exact number ≥ 0. Needs a document or an evidence file. Raises
    CannotImport.
    """
    contest = Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    _check(contest, key, subject_kind, values, taken_at, now)
    if document is None and evidence is None:
        raise CannotImport(
            _("Số liệu nhập từ ngoài cần minh chứng."), hint=_("Hãy kèm tệp chụp màn hình hoặc văn bản xác nhận.")
        )
    earlier = FigureSnapshot.objects.filter(contest=contest, key=key, subject_kind=subject_kind)
    snapshot = FigureSnapshot.objects.create(
        contest=contest,
        key=key,
        subject_kind=subject_kind,
        no=(earlier.aggregate(last=Max("no"))["last"] or 0) + 1,
        taken_at=taken_at,
        where=where.strip(),
        note=note.strip(),
        document=document,
        evidence=evidence,
        by=by,
        at=now,
    )
    FigureValue.objects.bulk_create(
        FigureValue(snapshot=snapshot, subject_id=subject, value=str(exact(value)))
        for subject, value in sorted(values.items())
    )
    reading = _standings_reading(contest, key, subject_kind)
    StandingMark.objects.bulk_create(StandingMark(standing_id=one.pk) for one in reading)
    data = {"key": key, "count": len(values), "no": snapshot.no, "evidence": evidence.sha256 if evidence else ""}
    record("contests:figures:imported", now=now, contest_key=contest.slug, actor=by, target=key, data=data)
    return snapshot


def _check(
    contest: Contest, key: str, subject_kind: str, values: Mapping[int, Value], taken_at: datetime, now: datetime
) -> None:
    if contest.results_published_at is not None:
        raise CannotImport(
            _("Kết quả đã công bố nên không nhập thêm số liệu được."), hint=_("Thay đổi phải có quyết định riêng.")
        )
    if not _standings_reading(contest, key, subject_kind):
        raise CannotImport(
            _("Không có bảng xếp hạng nào dùng số liệu “%(key)s”.") % {"key": key}, hint=_("Hãy xem lại kế hoạch.")
        )
    if taken_at > now:
        raise CannotImport(_("Thời điểm ghi nhận ở tương lai."), hint=_("Hãy nhập thời điểm đã xem trang."))
    if not values or not set(values) <= _known(contest, subject_kind, set(values)):
        raise CannotImport(
            _("Danh sách trống, hoặc có dòng không thuộc cuộc thi này."), hint=_("Hãy tải lại danh sách rồi nhập.")
        )
    if any(value < 0 or len(str(Fraction(value))) > LONGEST_VALUE for value in values.values()):
        raise CannotImport(_("Số liệu phải là số không âm."), hint=_("Hãy xem lại các dòng đã nhập."))


def _known(contest: Contest, subject_kind: str, subjects: set[int]) -> set[int]:
    rows = {
        "entry": Entry.objects.filter(part__contest=contest),
        "unit": ContestUnit.objects.filter(contest=contest),
        "person": Entrant.objects.filter(contest=contest),
    }[subject_kind]
    return set(rows.filter(pk__in=subjects).values_list("pk", flat=True))


def _standings_reading(contest: Contest, key: str, subject_kind: str) -> list[Standing]:
    return [
        one
        for one in contest.standings.filter(subject=subject_kind)
        if any(term.figure == key for term in one.spec.terms)
    ]
