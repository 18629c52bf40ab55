"""Applying a re-check (phúc tra): exactly what was shown, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hoithi.audit.operations import record
from hoithi.contests.models import Contest, Part
from hoithi.core.text import nfc
from hoithi.documents.models import Document
from hoithi.emulation.models import Month, MonthlyReport, Revision, Verification
from hoithi.emulation.operations.errors import (
    ChangedMeanwhile,
    FiguresWrong,
    NothingSent,
    ReasonMissing,
    RecheckNotAllowed,
)
from hoithi.emulation.operations.reports import keep_version, save
from hoithi.emulation.operations.scores import lock_units, rescore
from hoithi.emulation.operations.verification import checked_signer
from hoithi.emulation.queries.campaign import scored_units
from hoithi.emulation.queries.figures import figures_typed
from hoithi.emulation.queries.recheck import Given, Preview, preview_recheck
from hoithi.emulation.queries.settings import rules_now, settings_of
from hoithi.emulation.queries.words import fault_problem
from hoithi.emulation.rules.stored import stored
from hoithi.files.models import StoredFile
from hoithi.people.models import User

__all__ = ["Given", "Preview", "apply_recheck", "checked_given", "preview_recheck"]


def checked_given(part: Part, given: Sequence[Given]) -> list[Given]:
    """The same with exact figures. Raises FiguresWrong, NothingSent, RecheckNotAllowed."""
    settings = settings_of(part)
    if not settings.recheck.allowed:
        raise RecheckNotAllowed
    found = []
    for one in given:
        sent = MonthlyReport.objects.filter(part=part, unit=one.unit, period=one.period)
        if not sent.filter(first_submitted_at__isnull=False).exists():
            raise NothingSent
        if one.figures is None:
            found.append(one)
            continue
        values, faults, _missing = figures_typed(settings, one.figures)
        if faults:
            raise FiguresWrong([fault_problem(settings, fault) for fault in faults])
        found.append(Given(one.unit, one.period, values, one.truthful))
    return found


@transaction.atomic
def apply_recheck(
    part: Part,
    given: Sequence[Given],
    *,
    newest_rules_from: str | None = None,
    digest: str,
    reason: str,
    authority: str,
    signer: str,
    document: Document | None = None,
    evidence: StoredFile | None = None,
    now: datetime,
    by: User | None,
) -> Revision:
    """Change what `preview_recheck` showed under this digest, closed months included; awards are recalled by whoever
    gives them.

    Raises RecheckNotAllowed, ChangedMeanwhile (the preview would differ by now), ReasonMissing, SignerMissing,
    FiguresWrong, NothingSent.
    """
    Contest.objects.select_for_update(no_key=True).get(pk=part.contest_id)
    given, signer = checked_given(part, given), checked_signer(signer)
    if not reason.strip() or not authority.strip() or not (given or newest_rules_from):
        raise ReasonMissing
    units = sorted(scored_units(part).values_list("pk", flat=True))
    lock_units(units)
    preview = preview_recheck(part, given, newest_rules_from=newest_rules_from, now=now)
    if preview.digest != digest:
        raise ChangedMeanwhile
    for one in given:
        _restate(part, one, reason, signer, evidence, now, by)
    if newest_rules_from:
        newest = rules_now(part).revision
        Month.objects.filter(part=part, period__gte=newest_rules_from).update(rules_revision=newest)
    rescore(part, units if newest_rules_from else sorted({one.unit.pk for one in given}), now=now)
    done = Revision.objects.create(
        part=part,
        no=Revision.objects.filter(part=part).count() + 1,
        period=preview.period,
        given=preview.stated,
        changes=preview.changes,
        digest=digest,
        reason=reason.strip(),
        authority=nfc(authority)[:200],
        signer=signer,
        document=document,
        evidence=evidence,
        at=now,
        by=by,
    )
    data = {"no": done.no, "digest": digest, "recalls": len(preview.recalls), "units": len(preview.scores)}
    slug = part.contest.slug
    record("emulation:recheck:applied", now=now, contest_key=slug, actor=by, target=done.period, data=data)
    return done


def _restate(
    part: Part, one: Given, reason: str, signer: str, evidence: StoredFile | None, now: datetime, by: User | None
) -> None:
    report = MonthlyReport.objects.get(part=part, unit=one.unit, period=one.period)
    report.part = part
    before = report.figures
    if one.figures is not None:
        report.figures = stored(one.figures)
    if one.truthful is not None:
        report.truthful = one.truthful
    changed = report.figures != before
    if not report.truthful:
        report.state = MonthlyReport.UNTRUTHFUL
    else:
        report.state = MonthlyReport.CORRECTED if changed else MonthlyReport.CONFIRMED
    report.verified_at = now
    save(report, now)
    if changed:
        keep_version(report, "recheck", note=reason, now=now, by=by)
    Verification.objects.create(
        report=report,
        decision="recheck",
        before=before,
        figures=report.figures if changed else None,
        reason=reason.strip(),
        evidence=evidence,
        signer=signer,
        at=now,
        by=by,
    )
