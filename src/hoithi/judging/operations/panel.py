"""Opening the marking of a part, its criteria, the method, its close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from hoithi.audit.operations import record
from hoithi.contests.models import Part
from hoithi.core.canonical import digest
from hoithi.core.errors import InvalidInput, Problem, Refusal
from hoithi.core.randomness import random_bytes
from hoithi.judging.errors import MarkingClosed, NoReason
from hoithi.judging.models import Panel, Rubric, Sheet
from hoithi.judging.operations.marking import mark_standings
from hoithi.judging.queries.settings import method_of, rubric_of, settings_of
from hoithi.judging.rules.aggregate import METHODS, Method
from hoithi.judging.schema import JurySettings
from hoithi.people.models import User


@transaction.atomic
def open_panel(part: Part, *, now: datetime, by: User | None = None) -> Panel:
    """The marking of a part, made once: its seed is committed to before anybody marks. Criteria come from the plan."""
    Part.objects.select_for_update(of=("self",), no_key=True).get(pk=part.pk)
    found = Panel.objects.filter(part=part).first()
    if found is None:
        seed = random_bytes(32)
        found = Panel.objects.create(part=part, seed=seed, commitment=sha256(seed).hexdigest(), opened_at=now)
        found.part = part
        data = {"part": part.key, "commitment": found.commitment}
        record("judging:panel:opened", now=now, contest_key=part.contest.slug, actor=by, target=part.title, data=data)
        if criteria := settings_of(part).criteria:
            _write(found, [one.model_dump(mode="json") for one in criteria], _("Theo kế hoạch"), now, by)
    found.part = part
    return found


def locked_panel(pk: int) -> Panel:
    """The panel with its part and contest, locked: assignment, signing and closing take their turns."""
    rows = Panel.objects.select_for_update(of=("self",), no_key=True).select_related("part__contest")
    return rows.get(pk=pk)


@transaction.atomic
def write_rubric(
    panel: Panel, criteria: Sequence[dict[str, Any]], *, reason: str, now: datetime, by: User | None
) -> Rubric:
    """A new version of the criteria, while no sheet is signed; sheets begun keep the marks that still fit it.

    Raises InvalidInput (what a criterion lacks), NoReason, Refusal once a sheet is signed.
    """
    panel = locked_panel(panel.pk)
    if panel.closed_at:
        raise MarkingClosed
    if not reason.strip():
        raise NoReason
    if Sheet.objects.filter(juror__panel=panel, signed_at__isnull=False).exists():
        raise Refusal(
            _("Đã có phiếu được ký theo tiêu chí hiện hành nên không đổi tiêu chí được."),
            hint=_("Muốn đổi, phải mở khóa mọi phiếu đã ký, có nêu lý do."),
        )
    return _write(panel, _checked(criteria), reason, now, by)


def _checked(criteria: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    if not criteria:
        raise InvalidInput([Problem("", _("Cần ít nhất một tiêu chí."))])
    try:
        found = JurySettings.model_validate({"criteria": list(criteria)})
    except ValidationError as error:
        problems = [_problem(one["loc"], str(one["msg"])) for one in error.errors()]
        raise InvalidInput(problems) from error
    return [one.model_dump(mode="json") for one in found.criteria]


def _problem(at: tuple[Any, ...], message: str) -> Problem:
    line = next((part + 1 for part in at if isinstance(part, int)), None)
    message = message.removeprefix("Value error, ")
    words = _("Tiêu chí %(n)s: %(message)s") % {"n": line, "message": message} if line else message
    return Problem("", words)


def _write(panel: Panel, criteria: list[dict[str, Any]], reason: str, now: datetime, by: User | None) -> Rubric:
    last = rubric_of(panel)
    rubric = Rubric.objects.create(
        panel=panel,
        version=last.version + 1 if last else 1,
        criteria=criteria,
        hash=digest(criteria),
        reason=reason.strip(),
        by=by,
        from_at=now,
    )
    most = {one["key"]: one for one in criteria}
    open_sheets = Sheet.objects.select_for_update(no_key=True).filter(juror__panel=panel, signed_at=None)
    for sheet in open_sheets.order_by("pk"):
        sheet.rubric = rubric
        sheet.marks = {key: value for key, value in sheet.marks.items() if key in most and _fits(most[key], value)}
        sheet.revision += 1
        sheet.save(update_fields=["rubric", "marks", "revision"])
    data = {"part": panel.part.key, "version": rubric.version, "hash": rubric.hash}
    slug = panel.part.contest.slug
    record("judging:rubric:written", now=now, contest_key=slug, actor=by, target=panel.part.title, data=data)
    return rubric


def _fits(criterion: dict[str, Any], value: str) -> bool:
    from fractions import Fraction

    mark = Fraction(value)
    whole = (mark / Fraction(str(criterion["step"]))).denominator == 1
    return whole and mark <= Fraction(str(criterion["maximum"]))


@transaction.atomic
def fix_method(panel: Panel, method: Method, *, reason: str, now: datetime, by: User | None) -> None:
    """The committee chooses how sheets become one score, once, where the plan leaves it open. Raises Refusal."""
    panel = locked_panel(panel.pk)
    if method not in METHODS:
        raise Refusal(_("Không có cách tính điểm này."), hint=_("Hãy chọn một cách trong bảng đối chiếu."))
    if settings_of(panel.part).aggregation != "open" or panel.method:
        raise Refusal(
            _("Cách tính điểm đã được ấn định nên không đổi ở đây được."),
            hint=_("Thay đổi phải bằng văn bản sửa đổi kế hoạch, thể lệ."),
        )
    if not reason.strip():
        raise NoReason
    panel.method, panel.method_reason, panel.method_at, panel.method_by = method, reason.strip(), now, by
    panel.method_signed = Sheet.objects.filter(juror__panel=panel, signed_at__isnull=False).count()
    panel.save(update_fields=["method", "method_reason", "method_at", "method_by", "method_signed"])
    data = {"part": panel.part.key, "method": method, "signed": panel.method_signed}
    slug = panel.part.contest.slug
    record("judging:panel:method", now=now, contest_key=slug, actor=by, target=panel.part.title, data=data)
    mark_standings(panel.part)


@transaction.atomic
def close_panel(panel: Panel, *, reason: str, now: datetime, by: User | None) -> None:
    """End the marking: what is signed counts, nothing changes any more. A reason is owed while sheets are open."""
    panel = locked_panel(panel.pk)
    if panel.closed_at:
        return
    if method_of(panel) is None:
        raise Refusal(_("Chưa chốt cách tính điểm nên chưa kết thúc chấm được."), hint=_("Hãy chốt ở bảng đối chiếu."))
    if panel.discussions.filter(closed_at=None).exists():
        raise Refusal(
            _("Còn tác phẩm đang thảo luận thống nhất điểm."), hint=_("Hãy kết thúc thảo luận trước khi kết thúc chấm.")
        )
    if not reason.strip() and Sheet.objects.filter(juror__panel=panel, dropped_at=None, signed_at=None).exists():
        raise NoReason
    panel.closed_at, panel.closed_reason, panel.closed_by = now, reason.strip(), by
    panel.save(update_fields=["closed_at", "closed_reason", "closed_by"])
    slug = panel.part.contest.slug
    record("judging:panel:closed", now=now, contest_key=slug, actor=by, target=panel.part.title, data={})
    mark_standings(panel.part)


@transaction.atomic
def reopen_panel(panel: Panel, *, reason: str, now: datetime, by: User | None) -> None:
    """Go on marking after an early end; refused once results are published."""
    panel = locked_panel(panel.pk)
    if not reason.strip():
        raise NoReason
    if panel.part.results_published_at or panel.part.contest.results_published_at:
        raise Refusal(_("Kết quả đã công bố nên không mở lại đợt chấm được."), hint=_("Hãy dùng quy trình khiếu nại."))
    panel.closed_at, panel.closed_reason, panel.closed_by = None, "", None
    panel.save(update_fields=["closed_at", "closed_reason", "closed_by"])
    slug = panel.part.contest.slug
    data = {"reason": reason.strip()}
    record("judging:panel:reopened", now=now, contest_key=slug, actor=by, target=panel.part.title, data=data)
    mark_standings(panel.part)
