"""Until when a part receives works, and the document that moved it (gia hạn)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hoithi.contests.models import Part
from hoithi.core.spoken import end_moment
from hoithi.documents.kinds import kind_title
from hoithi.documents.models import Document


@dataclass(frozen=True)
class Deadline:
    """`sentence` names the document where one moved the deadline."""

    closes: datetime | None
    sentence: str
    extended: bool = False


def deadline_of(part: Part) -> Deadline:
    """The deadline of a part in words; one query for its amendments."""
    if part.closes is None:
        return Deadline(None, _("Chưa ấn định thời hạn nhận tác phẩm."))
    end = end_moment(part.closes)
    document = _moved_by(part)
    if document is None:
        return Deadline(part.closes, _("Nhận tác phẩm đến {end}.").format(end=end))
    title = f"{kind_title(document.kind)} {_('số')} {document.reference}" if document.reference else str(document)
    return Deadline(
        part.closes, _("Thời hạn nộp đã đổi: đến {end}, theo {document}.").format(end=end, document=title), True
    )


def _moved_by(part: Part) -> Document | None:
    """The document of the last amendment of this part's close."""
    at = f"part[{part.plan_key}].closes"
    revisions = part.contest.revisions.filter(kind="amendment", document__isnull=False).select_related("document")
    for revision in reversed(revisions):
        if any(change["at"].startswith(at) for change in revision.changes):
            return revision.document
    return None
