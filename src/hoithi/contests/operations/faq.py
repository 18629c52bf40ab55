"""Questions people ask and their answers (hỏi đáp), shown on the contest page."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, Faq
from hoithi.core.text import nfc
from hoithi.people.models import User


@transaction.atomic
def save_faq(
    contest: Contest, *, question: str, answer: str, now: datetime, by: User | None, faq: Faq | None = None
) -> Faq:
    """Add a question at the end, or correct one."""
    Contest.objects.select_for_update().only("pk").get(pk=contest.pk)
    if faq is None:
        last = contest.faqs.aggregate(last=Max("position"))["last"]
        faq = Faq(contest=contest, position=0 if last is None else last + 1)
    faq.question, faq.answer = nfc(question), answer.strip()
    faq.save()
    record("contests:faq:saved", now=now, contest_key=contest.slug, actor=by, target=faq.question[:80])
    return faq


@transaction.atomic
def remove_faq(faq: Faq, *, now: datetime, by: User | None) -> None:
    """Take a question off the page. Removing it twice changes nothing."""
    if Faq.objects.filter(pk=faq.pk).delete()[0]:
        record("contests:faq:removed", now=now, contest_key=faq.contest.slug, actor=by, target=faq.question[:80])
