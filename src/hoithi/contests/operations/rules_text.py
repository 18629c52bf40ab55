"""Thể lệ: drafted, published, never changed afterwards; a new text is a new version."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, RulesText
from hoithi.core.errors import Refusal
from hoithi.documents.models import Document
from hoithi.people.models import User


@transaction.atomic
def draft_rules(contest: Contest, *, title: str, body: str, now: datetime, by: User | None = None) -> RulesText:
    """Write the next version, or the draft that is still open."""
    Contest.objects.select_for_update().get(pk=contest.pk)
    text = contest.rules_texts.filter(published_at__isnull=True).first()
    if text is None:
        text = RulesText(contest=contest, version=contest.rules_texts.count() + 1)
    text.title, text.body = title, body
    text.save()
    _log(text, "contests:rules:drafted", now, by)
    return text


@transaction.atomic
def publish_rules(
    text: RulesText, *, now: datetime, by: User | None = None, document: Document | None = None
) -> RulesText:
    """Publish a draft (ban hành). Publishing twice changes nothing."""
    text = RulesText.objects.select_for_update().select_related("contest").get(pk=text.pk)
    if text.published_at is not None:
        return text
    if not text.body.strip():
        raise Refusal(_("Thể lệ chưa có nội dung nên chưa ban hành được."), hint=_("Hãy soạn nội dung trước."))
    text.published_at, text.document = now, document
    text.save(update_fields=["published_at", "document"])
    _log(text, "contests:rules:published", now, by)
    return text


def _log(text: RulesText, action: str, now: datetime, by: User | None) -> None:
    record(action, now=now, contest_key=text.contest.slug, actor=by, target=text.title, data={"version": text.version})
