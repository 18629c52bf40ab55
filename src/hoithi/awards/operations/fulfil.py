"""What awards bring besides money (việc kèm theo giải): names proposed, points noted, papers sent, with evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.awards.errors import Missing, TooMany
from hoithi.awards.models import Fulfilment
from hoithi.awards.operations.steps import locked_contest
from hoithi.core.text import nfc
from hoithi.people.models import User

NAMES = "propose_individuals"


@transaction.atomic
def propose_individuals(
    row: Fulfilment, names: Sequence[dict[str, str]], *, now: datetime, by: User | None
) -> Fulfilment:
    """Set the individuals a prize lets its holder propose: [{"name", "position", "unit"}]. Raises TooMany, Missing."""
    row = _locked(row)
    kept = [{key: nfc(one.get(key, "")).strip()[:200] for key in ("name", "position", "unit")} for one in names]
    kept = [one for one in kept if any(one.values())]
    if any(not one["name"] for one in kept):
        raise Missing(_("Mỗi cá nhân được đề nghị cần có họ và tên."), hint=_("Hãy điền họ tên hoặc xóa dòng."))
    if row.amount is not None and len(kept) > row.amount:
        raise TooMany(row.title, row.amount)
    if row.names != kept:
        row.names = kept
        row.save(update_fields=["names"])
        _log(row, "awards:fulfilment:names", {"count": len(kept)}, now, by)
    return row


@transaction.atomic
def fulfil(row: Fulfilment, *, evidence: str, now: datetime, by: User | None) -> Fulfilment:
    """Note that it is done, and what shows it; doing it again changes nothing. Raises Missing."""
    row = _locked(row)
    if row.done_at is not None:
        return row
    if not evidence.strip():
        raise Missing(_("Cần căn cứ đã làm xong."), hint=_("Hãy ghi số, ngày văn bản hoặc nơi lưu."))
    if row.kind == NAMES and not row.names:
        raise Missing(_("Chưa có tên cá nhân nào được đề nghị."), hint=_("Hãy nhập danh sách trước."))
    row.evidence, row.done_at, row.done_by = nfc(evidence.strip())[:500], now, by
    row.save(update_fields=["evidence", "done_at", "done_by"])
    _log(row, "awards:fulfilment:done", {"kind": row.kind}, now, by)
    return row


def _locked(row: Fulfilment) -> Fulfilment:
    locked_contest(row.award.contest)
    return Fulfilment.objects.select_related("award__contest").get(pk=row.pk)


def _log(row: Fulfilment, action: str, data: dict[str, object], now: datetime, by: User | None) -> None:
    record(action, now=now, contest_key=row.award.contest.slug, actor=by, target=str(row.award_id), data=data)
