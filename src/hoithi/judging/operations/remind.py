"""Reminding jurors (đôn đốc chấm): a letter to the account's address, a line on their page, once a day at most."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings as site
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.core.clock import VIETNAM
from hoithi.judging.models import Juror, Panel
from hoithi.judging.queries.board import juror_lines
from hoithi.people.models import User
from hoithi.people.operations.outbox import queue_letter

AGAIN = timedelta(hours=12)


@transaction.atomic
def remind_jurors(panel: Panel, *, now: datetime, by: User | None) -> tuple[int, int]:
    """Everybody with sheets to sign, unless reminded a moment ago; returns (reminded, letters written)."""
    reminded = letters = 0
    slug = panel.part.contest.slug
    for line in juror_lines(panel, now):
        juror = line.juror
        recent = juror.reminded_at is not None and now - juror.reminded_at < AGAIN
        if juror.left_at or not line.waiting or recent:
            continue
        juror.reminded_at = now
        juror.save(update_fields=["reminded_at"])
        letters += _write(panel, juror, line.waiting, now)
        reminded += 1
        data = {"juror": juror.code, "waiting": line.waiting}
        record("judging:juror:reminded", now=now, contest_key=slug, actor=by, target=panel.part.title, data=data)
    return reminded, letters


def _write(panel: Panel, juror: Juror, waiting: int, now: datetime) -> int:
    contest = panel.part.contest
    words = {"contest": contest.short_title, "part": panel.part.title, "n": waiting}
    path = reverse("judging:queue", args=[contest.slug, panel.part.key])
    text = _("Kính gửi giám khảo,\n\nCòn {n} phiếu chấm của phần “{part}” ({contest}) chờ bạn ký.").format(**words)
    text += f"\n\n{getattr(site, 'SITE_URL', '').rstrip('/')}{path}"
    day = now.astimezone(VIETNAM)
    written = 0
    for address in _addresses(juror):
        key = f"judging:{juror.pk}:{day:%Y%m%d%H}"
        subject = _("{contest}: nhắc chấm điểm").format(**words)
        written += queue_letter(address, subject, text, key=key, now=now)
    return written


def _addresses(juror: Juror) -> Iterable[str]:
    accounts = User.objects.filter(person=juror.person_id, email__isnull=False)
    return [address for address in accounts.values_list("email", flat=True)[:1] if address]
