"""Registration (đăng ký dự thi): eligibility, the unit a person names, fields locked after the first attempt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, ContestUnit, Entrant, EntrantCorrection, Group, StandingRow
from hoithi.contests.queries.entrants import conditions_of, roster_match, verdict_for, verdict_given
from hoithi.contests.queries.roles import bodies_against_many
from hoithi.contests.registry import registry
from hoithi.contests.rules.eligibility import Conditions, Verdict, judge
from hoithi.core.canonical import random_code
from hoithi.core.clock import VIETNAM
from hoithi.core.errors import Refusal
from hoithi.core.rows import update_rows
from hoithi.people.models import Person, RosterEntry, User

T = TypeVar("T", bound=Model)

REASONS = {
    "bank_reader": _("Người ra đề, thẩm định đề không được dự thi vì đọc được đề thi."),
    "committee": _("Thành viên Ban Tổ chức, Ban Giám khảo, Thư ký không được dự thi theo thể lệ."),
    "too_young": _("Bạn chưa đủ tuổi dự thi theo thể lệ."),
    "birth_date_missing": _("Cần ngày sinh để xét điều kiện tuổi."),
    "not_on_roster": _("Chưa thấy tên bạn trong danh sách cán bộ của đơn vị."),
    "unit_missing": _("Cần chọn đơn vị."),
}
HINTS = {
    "bank_reader": _("Bạn vẫn xem được trang cuộc thi và kết quả."),
    "committee": _("Bạn vẫn luyện tập được, không tính điểm."),
    "too_young": _("Bạn vẫn luyện tập được, không tính điểm."),
    "birth_date_missing": _("Hãy nhập ngày, tháng, năm sinh."),
    "not_on_roster": _("Hãy hỏi đầu mối đơn vị, hoặc đăng ký theo đối tượng khác nếu có."),
    "unit_missing": _("Hãy tìm và chọn đơn vị trong danh sách."),
}


class NotEligible(Refusal):
    """The person may not enter; `verdict` says whether they may practise."""

    status = 403

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(REASONS[verdict.reason], hint=HINTS[verdict.reason])
        self.verdict = verdict


class FieldsLocked(Refusal):
    """Fields are locked after the first attempt; corrections go by request."""


@transaction.atomic
def register_entrant(
    contest: Contest, person: Person, *, group: Group, unit: ContestUnit | None, now: datetime, by: User | None = None
) -> Entrant:
    """Enter a person into a contest. Registering again before the first attempt corrects group and unit.

    Raises NotEligible, FieldsLocked, Refusal (group of another contest, group of units).
    """
    Person.objects.select_for_update().values_list("pk").get(pk=person.pk)
    _check_belongs(contest, group, unit)
    entrant = next(iter(Entrant.objects.select_for_update().filter(contest=contest, person=person)), None)
    if (
        entrant
        and entrant.locked_at
        and (entrant.group_id, entrant.contest_unit_id) != (group.pk, unit.pk if unit else None)
    ):
        raise FieldsLocked(
            _("Bạn đã thi nên không tự đổi đối tượng, đơn vị được nữa."),
            hint=_("Hãy gửi đề nghị sửa thông tin, Tổ Thư ký sẽ trả lời."),
        )
    if entrant and entrant.locked_at:
        return entrant  # the same again; a name changed since goes by request like the rest
    if group.spec.unit == "none":
        unit = None
    staff = roster_match(person, unit, now)
    verdict = verdict_given(contest, person, group, unit, now, on_roster=staff is not None)
    if not verdict.may_enter:
        raise NotEligible(verdict)
    staff = _claimed(staff, person)
    if staff is None and group.spec.eligible.roster:
        raise NotEligible(Verdict(False, False, reason="not_on_roster"))  # somebody else was faster
    if entrant is None:
        entrant = Entrant(contest=contest, person=person, kind="person", code=random_code(), registered_at=now)
    entrant.group, entrant.contest_unit, entrant.roster_entry = group, unit, staff
    entrant.display_name = person.full_name
    entrant.prize_ok = verdict.prize_ok
    entrant.counts_for_unit = group.spec.counts_for_unit
    published = contest.rules_texts.filter(published_at__isnull=False)
    entrant.rules_text_id = published.values_list("pk", flat=True).last()
    entrant.save()
    data = {"group": group.key, "unit": unit.code if unit else "", "prize_ok": entrant.prize_ok}
    record("contests:entrant:registered", now=now, contest_key=contest.slug, actor=by, target=entrant.code, data=data)
    return entrant


def _claimed(staff: RosterEntry | None, person: Person) -> RosterEntry | None:
    """The roster row, made the person's; None when there is none, or another account took it at this moment."""
    if staff is not None and staff.person_id is None:
        if not RosterEntry.objects.filter(pk=staff.pk, person__isnull=True).update(person=person):
            return None
        staff.person = person
    return staff


def _check_belongs(contest: Contest, group: Group, unit: ContestUnit | None) -> None:
    if group.contest_id != contest.pk or (unit is not None and unit.contest_id != contest.pk):
        raise Refusal(_("Đối tượng hoặc đơn vị không thuộc cuộc thi này."), hint=_("Hãy chọn lại."))
    if group.subject != "person":
        raise Refusal(_("Đối tượng này dành cho đơn vị, cá nhân không đăng ký được."), hint=_("Hãy chọn lại."))


def check_may_attempt(entrant: Entrant, now: datetime) -> None:
    """Judge again on the day of the attempt. Raises NotEligible, Refusal (barred since registering)."""
    for refusal in check_many_may_attempt([entrant], now).values():
        raise refusal


def check_many_may_attempt(entrants: Collection[Entrant], now: datetime) -> dict[int, Refusal]:
    """The same for many locked entrants: why those who may not may not, by entrant.

    Seats are read for all of them together, the roster only where a group asks for it.
    """
    refused: dict[int, Refusal] = {}
    seats = bodies_against_many({one.person_id for one in entrants if one.person_id}, now)
    conditions: dict[int, Conditions] = {}
    joined: list[Entrant] = []
    for one in entrants:
        if one.barred_reason:
            refused[one.pk] = Refusal(one.barred_reason, hint=_("Nếu có nhầm lẫn, hãy liên hệ Ban Tổ chức."))
        elif one.person is not None:
            if one.group_id not in conditions:
                conditions[one.group_id] = conditions_of(one.contest, one.group)
            verdict = judge(
                conditions[one.group_id],
                birth=one.person.birth_date,
                day=now.astimezone(VIETNAM).date(),
                bodies=seats.get((one.person.pk, one.contest_id), frozenset()),
                on_roster=one.group.spec.eligible.roster
                and roster_match(one.person, one.contest_unit, now) is not None,
                has_unit=one.contest_unit_id is not None,
            )
            if not verdict.may_enter:
                refused[one.pk] = NotEligible(verdict)
            elif one.prize_ok and not verdict.prize_ok:  # joined the committee after registering
                one.prize_ok = False
                joined.append(one)
    if joined:
        Entrant.objects.filter(pk__in=[one.pk for one in joined]).update(prize_ok=False)
    return refused


def lock_fields(entrant: Entrant, now: datetime) -> None:
    """From the first attempt on, fields change by request only. Called inside the attempt's transaction."""
    lock_many_fields([(entrant, now)])


def lock_many_fields(entrants: Iterable[tuple[Entrant, datetime]]) -> None:
    """The same for many entrants, locked, each from its own moment on."""
    fresh = [(entrant, now) for entrant, now in entrants if entrant.locked_at is None]
    for entrant, now in fresh:
        entrant.locked_at = now
    update_rows([entrant for entrant, _now in fresh], "locked_at")


@transaction.atomic
def ask_correction(
    entrant: Entrant, changes: Mapping[str, str], *, reason: str, now: datetime, by: User
) -> EntrantCorrection:
    """Ask to correct locked fields (đơn vị, đối tượng, họ tên, ngày sinh); one open request at a time."""
    entrant = Entrant.objects.select_for_update().select_related("contest").get(pk=entrant.pk)
    if entrant.corrections.filter(decided_at__isnull=True).exists():
        raise Refusal(_("Bạn đã có một đề nghị đang chờ trả lời."), hint=_("Hãy đợi Tổ Thư ký trả lời."))
    if not reason.strip():
        raise Refusal(_("Cần nêu lý do sửa."), hint=_("Hãy viết ngắn gọn vì sao thông tin chưa đúng."))
    correction = EntrantCorrection.objects.create(
        entrant=entrant, changes=dict(changes), reason=reason.strip(), asked_at=now
    )
    _log(entrant, "contests:entrant:correction_asked", now, by, fields=sorted(changes))
    return correction


@transaction.atomic
def decide_correction(
    correction: EntrantCorrection, *, accept: bool, answer: str, now: datetime, by: User
) -> EntrantCorrection:
    """Accept or refuse a request; accepting applies unit and group, results and standings follow.

    Deciding twice changes nothing. Raises Refusal when what is wanted no longer exists or the result is published.
    """
    correction = EntrantCorrection.objects.select_for_update().get(pk=correction.pk)
    if correction.decided_at is not None:
        return correction
    locked = Entrant.objects.select_for_update(of=("self",), no_key=True)
    entrant = locked.select_related("contest", "person", "group", "contest_unit").get(pk=correction.entrant_id)
    if accept:
        _apply_correction(entrant, correction.changes, now)
    correction.decided_at, correction.decided_by = now, by
    correction.accepted, correction.answer = accept, answer.strip()
    correction.save()
    _log(entrant, "contests:entrant:correction_decided", now, by, accepted=accept)
    return correction


def _apply_correction(entrant: Entrant, changes: Mapping[str, str], now: datetime) -> None:
    if "unit" in changes or "group" in changes:
        if entrant.contest.results_published_at is not None:
            raise Refusal(
                _("Kết quả đã công bố nên không đổi đơn vị, đối tượng được nữa."),
                hint=_("Hãy trả lời không chấp nhận."),
            )
        if "unit" in changes:
            entrant.contest_unit = _wanted(entrant.contest.units.filter(code=changes["unit"]))
        if "group" in changes:
            entrant.group = _wanted(entrant.contest.groups.filter(key=changes["group"]))
        _check_belongs(entrant.contest, entrant.group, entrant.contest_unit)
        _place_anew(entrant, now)
    if "full_name" in changes and entrant.person is not None:
        entrant.person.full_name = changes["full_name"]
        entrant.person.save()
        entrant.display_name = entrant.person.full_name
    entrant.save()
    if "unit" in changes or "group" in changes:
        rows = StandingRow.objects.filter(standing__contest=entrant.contest, standing__subject="person")
        rows.filter(subject_id=entrant.pk).delete()  # the former group's board; each kind puts them back
        for kind in registry.kinds.values():
            if kind.follow is not None:
                kind.follow(entrant, now=now)


def _wanted(found: QuerySet[T]) -> T:
    row = found.first()
    if row is None:
        raise Refusal(
            _("Đơn vị hoặc đối tượng được đề nghị không còn trong cuộc thi."), hint=_("Hãy trả lời người gửi.")
        )
    return row


def _place_anew(entrant: Entrant, now: datetime) -> None:
    """What follows from unit and group: the roster row, prizes, counting for the unit."""
    if entrant.group.spec.unit == "none":
        entrant.contest_unit = None
    entrant.counts_for_unit = entrant.group.spec.counts_for_unit
    if entrant.person is not None:
        staff = roster_match(entrant.person, entrant.contest_unit, now)
        entrant.roster_entry = _claimed(staff, entrant.person)
        verdict = verdict_for(entrant.contest, entrant.person, entrant.group, entrant.contest_unit, now)
        if not verdict.may_enter:
            raise NotEligible(verdict)
        entrant.prize_ok = verdict.prize_ok and not any(decided(entrant) for decided in registry.passed_over)


def forget_names(person: Person) -> None:
    """Entrants of an erased person keep their places without the name; requests keep that they were made."""
    Entrant.objects.filter(person=person).update(display_name=person.full_name)
    for correction in EntrantCorrection.objects.filter(entrant__person=person, changes__has_key="full_name"):
        correction.changes["full_name"] = person.full_name
        correction.save(update_fields=["changes"])


@transaction.atomic
def bar_entrant(entrant: Entrant, *, reason: str, now: datetime, by: User | None = None) -> Entrant:
    """Stop somebody from entering further (joined the committee, fraud found); results are handled by decision."""
    entrant = Entrant.objects.select_for_update().select_related("contest").get(pk=entrant.pk)
    entrant.barred_reason = reason
    entrant.save(update_fields=["barred_reason"])
    _log(entrant, "contests:entrant:barred", now, by)
    return entrant


def _log(entrant: Entrant, action: str, now: datetime, by: User | None, **data: object) -> None:
    record(action, now=now, contest_key=entrant.contest.slug, actor=by, target=entrant.code, data=data)
