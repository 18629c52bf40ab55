"""All papers of a contest in one go, for rehearsals and demonstrations: designs completed with what is at hand."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from hoithi.certificates.errors import NobodyToGive
from hoithi.certificates.models import Design
from hoithi.certificates.operations.designs import suggest_designs
from hoithi.certificates.operations.issue import issue_awards
from hoithi.contests.models import Contest
from hoithi.people.models import User


def issue_everything(contest: Contest, *, signer: str, now: datetime, by: User | None = None, address: str = "") -> int:
    """A number for every decided award, by designs of the plan; blanks are filled in with `signer` and the organiser.

    Returns how many papers were given; their files follow in the background. Doing it again gives none.
    """
    given = 0
    for design in suggest_designs(contest, now=now, by=by):
        _complete(design, signer)
        if design.paper == Design.Paper.PARTICIPATION:
            continue
        try:
            given += issue_awards(design, issued_on=now.date(), now=now, by=by, address=address).wanted
        except NobodyToGive:
            continue
    return given


def _complete(design: Design, signer: str) -> None:
    with translation.override("vi"):
        chair = _("Trưởng ban")
    plan = design.contest.plan
    blanks = {
        "signer": signer,
        "signer_title": chair,
        "place": plan.document.place or plan.organiser.of or plan.organiser.name,
    }
    for name, value in blanks.items():
        if not getattr(design, name):
            setattr(design, name, value)
    design.save(update_fields=list(blanks))
