"""Files of works and what was found in them: the ones in force, their state, jobs in trouble."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hoithi.entries.models import MediaJob, Work, WorkFile
from hoithi.entries.queries.shown import shown_files
from hoithi.files.models import StoredFile

UNSEEN_STATES = ("draft", "withdrawn")
"""Works nobody else is compared with: not handed in, or taken back by their owner."""


def files_in_force(work: Work) -> list[WorkFile]:
    """The originals of the last submission, with their stored files."""
    rows = work.files.filter(role=WorkFile.ORIGINAL, handed_in_at__isnull=False, replaced_at__isnull=True)
    return list(rows.select_related("file"))


def originals_of_others(work: Work) -> QuerySet[WorkFile]:
    """Originals in force of every other work handed in, of this contest and of all before it.

    The same work in a later round (promoted) is no other work.
    """
    rows = WorkFile.objects.filter(role=WorkFile.ORIGINAL, handed_in_at__isnull=False, replaced_at__isnull=True)
    rows = rows.exclude(work=work).exclude(work__entry__promoted_from=work.pk)
    if work.entry.promoted_from_id is not None:
        rows = rows.exclude(work=work.entry.promoted_from_id)
    return rows.exclude(work__entry__state__in=UNSEEN_STATES)


def exact_copies(sha256: str, work: Work) -> QuerySet[WorkFile]:
    """Originals of other works with the same bytes."""
    return originals_of_others(work).filter(file__sha256=sha256)


@dataclass(frozen=True)
class CheckState:
    """What the owner reads about a file."""

    file: WorkFile
    sentence: str
    percent: int
    done: bool


def check_state(file: WorkFile) -> CheckState:
    """Waiting, being read (percent), fine, or what is wrong with it."""
    sentences = {
        WorkFile.WAITING: _("Tệp đang chờ kiểm tra; bạn có thể rời trang này."),
        WorkFile.RUNNING: _("Đang kiểm tra tệp: {percent} %.").format(percent=file.progress),
        WorkFile.PASSED: _("Tệp đạt quy cách."),
        WorkFile.FAILED: _("Tệp chưa đạt quy cách. Hãy sửa rồi tải lên lại trước hạn nộp."),
    }
    done = file.check_state in (WorkFile.PASSED, WorkFile.FAILED)
    return CheckState(file, sentences[file.check_state], 100 if done else file.progress, done)


@dataclass(frozen=True)
class Showing:
    """What one work is shown by; None or empty where it is not made (yet)."""

    play: StoredFile | None
    """The copy whose index stands first, else the original itself."""
    posters: tuple[WorkFile, ...]
    captions: tuple[WorkFile, ...]
    hls: tuple[WorkFile, ...]
    alt: str


def showing_of(work: Work) -> Showing:
    """Player, posters and captions of a work's first file, and words for its picture; one query."""
    files = shown_files([work])[work.pk]
    play = files.play.file if files.play else None
    alt = _("Hình trong tác phẩm “{title}”").format(title=work.entry.title)
    return Showing(play, tuple(files.posters), tuple(files.captions), tuple(files.hls), alt)


def jobs_in_trouble() -> QuerySet[MediaJob]:
    """Jobs that were given up or failed lately, for the system's health page."""
    return MediaJob.objects.exclude(trouble="").select_related("file__work__entry").order_by("-queued_at")
