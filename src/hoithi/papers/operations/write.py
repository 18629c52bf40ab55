"""A paper of a contest: drafted from its data, edited by hand, filled anew, shown once nothing is under embargo."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from hoithi.contests.models import Contest
from hoithi.core.errors import NotFound, Refusal
from hoithi.documents.models import Document, DocumentVersion
from hoithi.documents.operations import change_paper, draft_paper, show_document
from hoithi.documents.queries import latest_version
from hoithi.documents.rules.paper import Paper, from_data
from hoithi.papers.kinds import FINISH, KINDS, PaperKind
from hoithi.papers.queries.facts import gather
from hoithi.people.models import User


class UnknownPaper(NotFound):
    """No such kind of paper."""


class StillSecret(Refusal):
    """Results are not public yet, so no paper about them is."""


def kind_of(key: str) -> PaperKind:
    if key not in KINDS:
        raise UnknownPaper(_("Không có loại văn bản này."))
    return KINDS[key]


def write_paper(contest: Contest, key: str, *, by: User | None, now: datetime) -> Document:
    """A draft of this kind, filled from the contest as it is now. Raises UnknownPaper."""
    paper = kind_of(key).build(gather(contest, now=now))
    return draft_paper(key, paper, contest_key=contest.slug, by=by, now=now)


def edit_paper(document: Document, paper: Paper, *, seen: int, by: User | None, now: datetime) -> DocumentVersion:
    """The next version of a draft as somebody wrote it. Raises DocumentChanged, DocumentSubmitted, DocumentIssued."""
    return change_paper(document, paper, seen=seen, by=by, now=now)


def refill_paper(contest: Contest, document: Document, *, seen: int, by: User | None, now: datetime) -> DocumentVersion:
    """The next version with the body of today's data; head, bases, recipients and signature stay as they were."""
    fresh = kind_of(document.kind).build(gather(contest, now=now))
    last = latest_version(document)
    kept = from_data(last.source) if last else fresh
    return change_paper(document, replace(kept, blocks=fresh.blocks), seen=seen, by=by, now=now)


def show_paper(contest: Contest, document: Document, *, public: bool, by: User | None, now: datetime) -> None:
    """On the contest's page or off it; what tells results waits for their publication. Raises StillSecret."""
    kind = KINDS.get(document.kind)
    if public and kind is not None and kind.step == FINISH and contest.results_published_at is None:
        raise StillSecret(
            _("Kết quả chưa công bố nên văn bản này chưa công khai được."), hint=_("Hãy công bố kết quả trước.")
        )
    show_document(document, public=public, by=by, now=now)
