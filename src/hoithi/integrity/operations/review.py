"""Working on a case (xem xét hồ sơ): assign, comment, ask the person, take their answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Contest
from hoithi.core.errors import Refusal
from hoithi.integrity.errors import NothingAsked, OwnCase
from hoithi.integrity.models import Case, CaseNote, CaseSubject
from hoithi.integrity.operations.notify import ASKED, tell
from hoithi.people.models import User


class EmptyText(Refusal):
    """Nothing was written."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_("Chưa có nội dung."), hint=_("Hãy viết rồi gửi lại."))


def locked_case(pk: int) -> tuple[Contest, Case]:
    """The case under the contest's lock first: rulings, seals and publications of one contest follow each other."""
    contest = Contest.objects.select_for_update().get(pk=Case.objects.values_list("contest_id", flat=True).get(pk=pk))
    case = Case.objects.select_for_update().get(pk=pk)
    case.contest = contest
    return contest, case


def check_not_own(case: Case, by: User) -> None:
    """Raises OwnCase for somebody the case is about."""
    if by.person_id is not None and case.subjects.filter(entrant__person=by.person_id).exists():
        raise OwnCase(
            _("Hồ sơ này có liên quan đến bạn nên bạn không xem xét được."), hint=_("Hãy để người khác xem xét.")
        )


@transaction.atomic
def assign_case(case: Case, to: User | None, *, now: datetime, by: User) -> Case:
    """Say who looks at it; nobody is `None`. Raises OwnCase."""
    _contest, case = locked_case(case.pk)
    check_not_own(case, by)
    if to is not None:
        check_not_own(case, to)
    if case.assigned_to_id == (to.pk if to else None):
        return case
    case.assigned_to, case.updated_at = to, now
    case.save(update_fields=["assigned_to", "updated_at"])
    _log(case, "integrity:case:assigned", now, by, to=to.pk if to else 0)
    return case


@transaction.atomic
def comment_case(case: Case, text: str, *, now: datetime, by: User) -> CaseNote:
    """A remark for colleagues. Raises EmptyText, OwnCase."""
    _contest, case = locked_case(case.pk)
    check_not_own(case, by)
    return _note(case, CaseNote.COMMENT, text, now, by, "integrity:case:commented")


@transaction.atomic
def ask_person(subject: CaseSubject, text: str, *, now: datetime, by: User) -> CaseNote:
    """Ask the person for an explanation, on their page of the contest; a letter says so. Raises EmptyText, OwnCase."""
    _contest, case = locked_case(subject.case_id)
    check_not_own(case, by)
    note = _note(case, CaseNote.QUESTION, text, now, by, "integrity:case:asked", subject)
    CaseSubject.objects.filter(pk=subject.pk).update(asked_at=now, answered_at=None)
    _touch(case, now)
    tell(subject.entrant, ASKED, key=f"asked:{note.pk}", now=now)
    return note


@transaction.atomic
def answer_question(subject: CaseSubject, text: str, *, now: datetime, by: User) -> CaseNote:
    """The person's own words. Raises EmptyText, NothingAsked."""
    _contest, case = locked_case(subject.case_id)
    subject = CaseSubject.objects.select_for_update(of=("self",)).select_related("entrant").get(pk=subject.pk)
    if subject.asked_at is None or subject.entrant.person_id != by.person_id or case.state == Case.CLOSED:
        raise NothingAsked(_("Ban Tổ chức không đề nghị bạn giải trình ở đây, hoặc việc xem xét đã kết thúc."))
    note = _note(case, CaseNote.ANSWER, text, now, by, "integrity:case:answered", subject)
    CaseSubject.objects.filter(pk=subject.pk).update(answered_at=now)
    _touch(case, now)  # who is about to decide has not read it yet
    return note


def _note(
    case: Case, kind: str, text: str, now: datetime, by: User, action: str, subject: CaseSubject | None = None
) -> CaseNote:
    if not text.strip():
        raise EmptyText
    note = CaseNote.objects.create(case=case, kind=kind, subject=subject, by=by, text=text.strip(), at=now)
    _log(case, action, now, by)
    return note


def _touch(case: Case, now: datetime) -> None:
    case.version, case.updated_at = case.version + 1, now
    case.save(update_fields=["version", "updated_at"])


def _log(case: Case, action: str, now: datetime, by: User, **data: object) -> None:
    record(action, now=now, contest_key=case.contest.slug, actor=by, target=str(case.no), data=data)
