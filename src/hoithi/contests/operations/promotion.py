"""Admitting people to a part that takes its entrants from a standing: by rule, or by a decision with its document."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, Entry, Part, PartEntrant, Standing
from hoithi.contests.operations.standings import is_settled, refresh_standing
from hoithi.contests.queries.facts import scopes_of
from hoithi.contests.queries.promotion import Proposal, admitted_units, entrants_of, proposal, source_of
from hoithi.contests.registry import registry
from hoithi.core.canonical import random_code
from hoithi.core.errors import Refusal
from hoithi.documents.models import Document
from hoithi.people.models import User

logger = logging.getLogger(__name__)
CODE_LENGTH = 16
"""Symbols of a carried entry's code."""


class CannotPromote(Refusal):
    """Nobody can be admitted yet, or not these: what is missing."""


@transaction.atomic
def promote_entrants(
    part: Part,
    *,
    now: datetime,
    by: User | None = None,
    document: Document | None = None,
    chosen: Collection[int] | None = None,
) -> int:
    """Admit whom the source standing (or, by decision, the document) names; returns how many entrants are admitted.

    Identity is kept: the same entrant goes on. Doing it again changes nothing; before the part opens a new choice
    replaces the old one, afterwards nobody is taken out any more. Raises CannotPromote.
    """
    contest = Contest.objects.select_for_update(no_key=True).get(pk=part.contest_id)
    part = contest.parts.select_for_update().get(pk=part.pk)
    part.contest = contest
    standing, source = source_of(part), part.spec.entrants_from
    if standing is None or source is None:
        raise CannotPromote(_("Phần thi này không chọn người từ bảng xếp hạng nào."))
    _check_settled(standing, now)
    found = proposal(part)
    if found is None:
        raise CannotPromote(_("Chưa chọn công thức xếp hạng “%(title)s”.") % {"title": standing.title})
    subjects = _decided(found, chosen, document) if source.by == "decision" else _by_rule(found)
    entrants = entrants_of(part, standing, subjects)
    held = PartEntrant.objects.filter(part=part)
    if part.opens is None or now < part.opens:
        held.exclude(entrant__in=[one.pk for one in entrants]).delete()
    known = set(held.values_list("entrant_id", flat=True))
    new = [one for one in entrants if one.pk not in known]
    PartEntrant.objects.bulk_create(
        [PartEntrant(part=part, entrant=one, source_standing=standing, decision=document) for one in new],
        ignore_conflicts=True,
    )
    if standing.subject == "entry" and source.carry == "entry":
        _carry_entries(part, subjects, now)
    kind = registry.kinds.get(part.kind)
    if kind is not None and kind.admitted is not None:
        kind.admitted(part, entrants, now=now)
    if new:
        data = {"count": len(known) + len(new), "part": part.key, "standing": standing.key}
        record("contests:entrants:promoted", now=now, contest_key=contest.slug, actor=by, target=part.title, data=data)
    return len(known) + len(new)


def _check_settled(standing: Standing, now: datetime) -> None:
    if not all(is_settled(standing, now, scope) for scope in scopes_of(standing)):
        raise CannotPromote(
            _("Chưa chọn được vì “%(title)s” chưa chốt.") % {"title": standing.title},
            hint=_("Hãy chờ đến khi phần thi trước kết thúc và mọi bài thi đã được chốt."),
        )


def _by_rule(found: Proposal) -> tuple[int, ...]:
    if found.undecided:
        raise CannotPromote(
            _("Còn %(n)s chỗ bằng nhau ở ranh giới được chọn.") % {"n": len(found.undecided)},
            hint=_("Hãy xếp thứ tự theo biên bản rồi chọn lại."),
        )
    return found.promoted


def _decided(found: Proposal, chosen: Collection[int] | None, document: Document | None) -> tuple[int, ...]:
    """Those a decision names, among the candidates and within the number the plan allows."""
    if document is None or not chosen:
        raise CannotPromote(
            _("Phần thi này chọn người theo quyết định."),
            hint=_("Hãy chọn từng người, đơn vị và nhập văn bản quyết định."),
        )
    by_subject = {one.subject: one for one in found.candidates}
    if not set(chosen) <= set(by_subject):
        raise CannotPromote(
            _("Danh sách có người, đơn vị không thuộc diện được chọn."), hint=_("Hãy tải lại trang và chọn lại.")
        )
    headings: dict[str, int] = {}
    for subject in set(chosen):
        heading = by_subject[subject].heading
        headings[heading] = headings.get(heading, 0) + 1
    top = found.room // max(1, len({one.heading for one in found.candidates}))
    if any(count > top for count in headings.values()):
        raise CannotPromote(
            _("Chọn nhiều hơn %(n)s suất theo kế hoạch.") % {"n": top}, hint=_("Hãy bỏ bớt rồi ghi quyết định.")
        )
    return tuple(sorted(set(chosen)))


def _carry_entries(part: Part, subjects: Collection[int], now: datetime) -> None:
    """The same work goes on: a new entry pointing at its source. Until the opening a new choice counts."""
    if part.opens is None or now < part.opens:
        carried = Entry.objects.filter(part=part, promoted_from__isnull=False)
        carried.exclude(promoted_from__in=subjects).update(state="withdrawn")
        carried.filter(promoted_from__in=subjects, state="withdrawn").update(state="accepted")
    for entry in Entry.objects.filter(pk__in=subjects):
        Entry.objects.get_or_create(
            part=part,
            promoted_from=entry,
            defaults={
                "owner_id": entry.owner_id,
                "code": random_code(CODE_LENGTH),
                "title": entry.title,
                "state": entry.state,
                "created_at": now,
            },
        )


def promote_due(now: datetime) -> int:
    """Admit by rule where the source has settled; those of an admitted unit who registered since are let in too."""
    count = 0
    for part in Part.objects.filter(frozen_at__isnull=False, closes__gt=now).select_related("contest"):
        if part.spec.entrants_from is None:
            continue
        try:
            count += _promoted(part, now)
        except CannotPromote:
            continue
        except Exception:  # one part must not hold up the others
            logger.exception("entrants of part %s could not be promoted", part.pk)
    return count


def _promoted(part: Part, now: datetime) -> int:
    source = part.spec.entrants_from
    known = PartEntrant.objects.filter(part=part).exists()
    if source is None or (not known and source.by == "decision"):
        return 0
    if not known:
        return promote_entrants(part, now=now)
    standing = source_of(part)
    if standing is None or standing.subject != "unit":
        return 0
    late = [one for one in entrants_of(part, standing, admitted_units(part)) if not one.admissions.filter(part=part)]
    rows = [PartEntrant(part=part, entrant=one, source_standing=standing) for one in late]
    kind = registry.kinds.get(part.kind)
    if late and kind is not None and kind.admitted is not None:
        kind.admitted(part, late, now=now)
    return len(PartEntrant.objects.bulk_create(rows, ignore_conflicts=True))


def refresh_source(part: Part, *, now: datetime) -> None:
    """Bring the source standing up to date, so that its stored places are those people go on by."""
    standing = source_of(part)
    if standing is not None:
        refresh_standing(standing, now=now)
