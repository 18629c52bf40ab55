"""Checking files (kiểm tra tệp): what the reader found goes to the file, and with a work handed in to its state."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.actor import Actor, acting_as
from hoithi.contests.models import Part
from hoithi.core.errors import Problem
from hoithi.entries.formats.inspect import checked, problem_of, unreadable
from hoithi.entries.formats.limited import Tick
from hoithi.entries.models import MediaJob, Work, WorkFile, WorkStep
from hoithi.entries.operations.letters import tell_owner
from hoithi.entries.operations.queue import enqueue, finish
from hoithi.entries.operations.work_steps import locked_work, take_step
from hoithi.entries.queries.checking import exact_copies, files_in_force
from hoithi.entries.queries.moderation import is_open
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.rules.filecheck import Finding
from hoithi.entries.rules.states import Step, after
from hoithi.entries.schema import EntriesSettings

Json = dict[str, Any]
SYSTEM = Actor(label="hệ thống")
FILE_MEDIA = ("video", "image", "document")


def ask_check(file: WorkFile, *, now: datetime) -> None:
    """A file was attached to a work: have it looked into. In the caller's transaction; captions are read at once."""
    if file.role == WorkFile.ORIGINAL:
        enqueue(file, MediaJob.CHECK, now=now)


def follow_submission(work: Work, *, now: datetime) -> None:
    """A work was handed in, in the caller's transaction: where its files are checked already, it goes on at once."""
    for file in files_in_force(work):
        enqueue(file, MediaJob.CHECK, now=now)
        if file.check_state == WorkFile.PASSED:
            _ask_more(file, now)
    settle_check(work, now=now)


def copy_problems(work: Work, settings: EntriesSettings, files: list[WorkFile]) -> list[Problem]:
    """What stands against handing in where the plan refuses the very same file of another work."""
    if settings.duplicates.action != "refuse" or not settings.duplicates.exact:
        return []
    same = [file for file in files if exact_copies(file.file.sha256, work).exists()]
    return [Problem("file", _("tệp trùng khớp từng byte với tệp của một tác phẩm khác đã nộp"))] if same else []


def check_file(job: MediaJob, source: Path, tick: Tick) -> Json:
    """Look into the file, without any lock. Raises LimitReached where the reader went down."""
    settings = settings_of(job.file.work.entry.part)
    return checked(source, settings.file, media=settings.media, tick=tick)


def report_unreadable(source: Path | None) -> Json:
    """What is said of a file that could not be read three times: the file's fault, or the store's (None)."""
    if source is not None:
        return unreadable(source)
    return {"accepted": False, "problems": [problem_of(Finding("store", "?", ""))], "warnings": [], "facts": {}}


@transaction.atomic
def store_check(job: MediaJob, report: Json, *, now: datetime, trouble: str = "") -> WorkFile:
    """What was found, and for a work handed in the step that follows. Raises GivenUp; then nothing is stored."""
    work = locked_work(job.file.work_id)
    finish(job, now=now, state=MediaJob.FAILED if trouble else MediaJob.DONE, trouble=trouble)
    file = WorkFile.objects.select_related("file").get(pk=job.file_id)
    settings = settings_of(work.entry.part)
    problems = list(report["problems"])
    if file.handed_in_at is None and copy_problems(work, settings, [file]):
        problems.append(problem_of(Finding("duplicate", "", "")))
    file.facts, file.problems, file.warnings = report["facts"], problems, report["warnings"]
    file.check_state, file.progress = (WorkFile.FAILED if problems else WorkFile.PASSED), 100
    file.save(update_fields=["facts", "problems", "warnings", "check_state", "progress"])
    if file.handed_in_at is not None and file.replaced_at is None:
        if not problems:
            _ask_more(file, now)
        settle_check(work, now=now)
    return file


def settle_check(work: Work, *, now: datetime) -> WorkStep | None:
    """Take a locked work on once all its files are checked: passed, or held with the reasons. None: nothing to do."""
    files = files_in_force(work)
    needed = settings_of(work.entry.part).media in FILE_MEDIA
    if (needed and not files) or any(file.check_state not in (WorkFile.PASSED, WorkFile.FAILED) for file in files):
        return None
    findings = [problem for file in files for problem in file.problems]
    step: Step = "check_failed" if findings else "check_passed"
    if after(work.entry.state, step) is None:
        return None
    with acting_as(SYSTEM):
        done = take_step(work, step, now=now, by=None, findings=findings)
    tell_owner(work, done)
    return accept_by_itself(work, now=now) or done


def accept_by_itself(work: Work, *, now: datetime) -> WorkStep | None:
    """Where the plan asks for no approval, a checked work is accepted from when it would be decided on.

    Not before: until the close its owner may still replace it. None where a person decides, or not yet.
    """
    part = work.entry.part
    if settings_of(part).moderation.required or work.entry.state != "checking" or not is_open(part, now):
        return None
    with acting_as(SYSTEM):
        step = take_step(work, "accept", now=now, by=None)
    tell_owner(work, step)
    return step


def accept_unmoderated(now: datetime) -> int:
    """Works whose time came while they waited for nothing else; how many were accepted."""
    parts = Part.objects.filter(kind="entries", frozen_at__isnull=False, entries__state="checking").distinct()
    done = 0
    for part in parts.select_related("contest"):
        if settings_of(part).moderation.required or not is_open(part, now):
            continue
        for pk in part.entries.filter(state="checking").values_list("pk", flat=True):
            with transaction.atomic():
                done += accept_by_itself(locked_work(pk), now=now) is not None
    return done


def _ask_more(file: WorkFile, now: datetime) -> None:
    """What a checked file of a work handed in still needs: things to show it by, and a search for copies."""
    enqueue(file, MediaJob.PREPARE, now=now)
    enqueue(file, MediaJob.LIKENESS, now=now)
