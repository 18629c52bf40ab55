"""The vote of a part: its settings, its phase, and who sees counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hoithi.contests.models import Contest, Part
from hoithi.contests.models.parsed import parsed
from hoithi.contests.queries.roles import Visitor, roles_of
from hoithi.voting.errors import NoVote
from hoithi.voting.rules.casting import Phase, phase
from hoithi.voting.schema import VoteSettings

SEES_ALL = frozenset({"secretary", "organiser", "leader"})
"""Roles that run the contest: they see counts at any time, as they would a hidden standing."""


def has_vote(part: Part) -> bool:
    return part.kind == "entries" and "vote" in part.content.get("settings", {})


def settings_of(part: Part) -> VoteSettings:
    """The vote of a part. Raises NoVote."""
    if not has_vote(part):
        raise NoVote(_("Phần thi này không có bình chọn."), hint=_("Hãy vào từ trang cuộc thi."))
    return parsed(VoteSettings, part.settings_of("vote"))


def vote_part(slug: str, key: str) -> Part:
    """A part that has a vote. Raises NoVote."""
    part = Part.objects.select_related("contest").filter(contest__slug=slug, key=key).first()
    if part is None or not has_vote(part):
        raise NoVote(_("Không có trang bình chọn này."), hint=_("Hãy vào từ trang cuộc thi."))
    return part


def vote_parts(contest: Contest) -> list[Part]:
    """Every part of a contest that has a vote, in the contest's order."""
    found: Iterable[Part] = contest.parts.filter(kind="entries")
    parts = [part for part in found if has_vote(part)]
    for part in parts:
        part.contest = contest
    return parts


def open_parts() -> QuerySet[Part]:
    """Parts of works anywhere; whether they have a vote is in their settings."""
    return Part.objects.filter(kind="entries").select_related("contest")


def phase_of(part: Part, now: datetime) -> Phase:
    settings = settings_of(part)
    return phase(settings.opens, settings.closes, now)


def is_open(part: Part, now: datetime) -> bool:
    """Whether people vote here at this moment; False for a part without a vote of ours."""
    return has_vote(part) and settings_of(part).on_platform and phase_of(part, now) == "open"


def is_published(part: Part) -> bool:
    """Whether the results of the part are public."""
    return part.results_published_at is not None or part.contest.results_published_at is not None


def counts_visible(user: Visitor, part: Part, now: datetime) -> bool:
    """Whether this person may see how many votes works have (số phiếu có được hiện).

    Jurors see none before the results are public, whatever the plan shows and whatever else they are: their marks come
    first. The secretariat, organisers and leaders see them always; everybody else what the plan says.
    """
    roles = roles_of(user, part.contest, now)
    if is_published(part):
        return True
    if "juror" in roles:
        return False
    return not roles.isdisjoint(SEES_ALL) or public_counts(part, now)


def public_counts(part: Part, now: datetime) -> bool:
    """Whether everybody may see counts at this moment: live and rounded always, else after the close or publication.

    Where people vote on an outside page alone and the plan names no close, the snapshot is the close: whoever looks at
    that page sees the figures anyway, and here they stand with their day. A plan that wants them hidden says `hidden`.
    """
    settings = settings_of(part)
    if is_published(part) or settings.display in ("live", "rounded"):
        return True
    over = phase(settings.opens, settings.closes, now) == "closed"
    if settings.source == "snapshot":
        over = settings.closes is None or now >= settings.closes
    return settings.display == "after_close" and over


def withheld(part: Part, now: datetime) -> bool:
    """Whether a standing that reads votes must not tell them yet: where exact counts are not public."""
    rounded = settings_of(part).display == "rounded" and phase_of(part, now) != "closed" and not is_published(part)
    return rounded or not public_counts(part, now)


def only_rounded(user: Visitor, part: Part, now: datetime) -> bool:
    """Whether what this person sees is rounded down while people vote."""
    if settings_of(part).display != "rounded" or phase_of(part, now) == "closed" or is_published(part):
        return False
    return roles_of(user, part.contest, now).isdisjoint(SEES_ALL)
