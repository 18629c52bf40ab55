"""Works that look alike (tác phẩm giống nhau): found through an index, shown to a person, never refused by themselves.

First the new file's keys are stored and seen by everybody, then it is searched: of two works looked into at the same
time at least one sees the other.
"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hoithi.audit.operations import record
from hoithi.core.errors import Refusal
from hoithi.entries.formats.compare import better, glance, hashes_of, hashes_of_picture
from hoithi.entries.formats.fingerprint import STEP_MS, VERSION, Hashes, Match, keys, packed, unpacked
from hoithi.entries.formats.limited import Tick
from hoithi.entries.models import Fingerprint, FrameKey, Likeness, MediaJob, Work, WorkFile
from hoithi.entries.operations.queue import finish
from hoithi.entries.queries.checking import exact_copies
from hoithi.entries.queries.likeness import candidates
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.rules.likeness import ALIKE, MOST_KEYS, permille
from hoithi.people.models import User

BATCH = 1000


def search_copies(job: MediaJob, source: Path, tick: Tick, *, now: datetime) -> list[Likeness]:
    """Index a file and look for works it is alike to. Raises LimitReached, GivenUp."""
    file, settings = job.file, settings_of(job.file.work.entry.part)
    found: dict[int, Match] = {}
    if settings.duplicates.near and settings.media in ("video", "image"):
        look = (
            hashes_of_picture(source) if settings.media == "image" else hashes_of(source, lambda p: tick(p * 9 // 10))
        )
        index_file(file, look[0])
        threshold = settings.duplicates.threshold
        found = near_matches(file, *look, threshold=ALIKE if threshold is None else Fraction(threshold))
    tick(98)
    return store_likeness(job, found, now=now)


@transaction.atomic
def index_file(file: WorkFile, hashes: Hashes) -> None:
    """Keep a file's fingerprint and its keys; done again, it takes the place of the former one."""
    FrameKey.objects.filter(file=file).delete()
    kept = {"version": VERSION, "frames": packed(hashes), "step_ms": STEP_MS}
    Fingerprint.objects.update_or_create(file=file, defaults=kept)
    rows = [FrameKey(file=file, key=key) for key in keys(hashes, MOST_KEYS)]
    FrameKey.objects.bulk_create(rows, batch_size=BATCH)


def near_matches(file: WorkFile, straight: Hashes, mirrored: Hashes, *, threshold: Fraction) -> dict[int, Match]:
    """{id of the other file: match}; candidates come from the index, and those alike at a glance are compared whole."""
    asked = sorted({*keys(straight), *keys(mirrored)})
    found: dict[int, Match] = {}
    for other in Fingerprint.objects.filter(pk__in=candidates(file, asked), version=VERSION):
        theirs = unpacked(bytes(other.frames))
        if max(glance(straight, theirs), glance(mirrored, theirs)) < threshold / 4:
            continue
        match = better(straight, mirrored, theirs)
        if match.score >= threshold:
            found[other.pk] = match
    return found


@transaction.atomic
def store_likeness(job: MediaJob, near: dict[int, Match], *, now: datetime) -> list[Likeness]:
    """Rows for what was found; a verdict given stays unless the likeness changed. Raises GivenUp."""
    finish(job, now=now)
    file = WorkFile.objects.select_related("file", "work__entry__part__contest").get(pk=job.file_id)
    rows: list[Likeness] = []
    if settings_of(file.work.entry.part).duplicates.exact:
        for other in exact_copies(file.file.sha256, file.work).select_related("work"):
            rows.append(_row(file, other, Likeness.EXACT, Match(Fraction(1), ()), now))
    others = WorkFile.objects.select_related("work").in_bulk(near)
    rows += [_row(file, others[pk], Likeness.NEAR, match, now) for pk, match in near.items() if pk in others]
    stale = Likeness.objects.filter(newer=file.work, verdict="").exclude(pk__in=[row.pk for row in rows])
    if not file.work.files.filter(role=WorkFile.ORIGINAL, replaced_at__isnull=True).exclude(pk=file.pk).exists():
        stale.delete()
    return rows


def _row(file: WorkFile, other: WorkFile, kind: str, match: Match, now: datetime) -> Likeness:
    """The pair in the order they were handed in, whichever was looked into first."""
    pairs = [[float(a), float(b)] for a, b in match.moments]
    newer, older = file.work, other.work
    if (other.handed_in_at, other.pk) > (file.handed_in_at, file.pk):
        newer, older, pairs = older, newer, [[b, a] for a, b in pairs]
    row = Likeness.objects.filter(newer=newer, older=older, kind=kind).first() or Likeness(
        newer=newer, older=older, kind=kind
    )
    score = permille(match.score)
    if row.pk is not None and row.score_permille == score:
        return row
    row.score_permille, row.moments, row.found_at = score, pairs, now
    row.verdict, row.verdict_reason, row.verdict_by, row.verdict_at = "", "", None, None
    row.save()
    return row


@transaction.atomic
def judge_likeness(likeness: Likeness, verdict: str, *, reason: str, now: datetime, by: User) -> Likeness:
    """A person says whether it is a copy; what becomes of the work is decided apart. Raises Refusal."""
    if verdict not in ("copy", "different"):
        raise Refusal(_("Hãy chọn “sao chép” hoặc “khác nhau”."))
    if not reason.strip():
        raise Refusal(_("Cần nêu lý do của kết luận."), hint=_("Hãy viết ngắn gọn điều đã đối chiếu."))
    row = Likeness.objects.select_for_update(of=("self",)).get(pk=likeness.pk)
    row.verdict, row.verdict_reason, row.verdict_by, row.verdict_at = verdict, reason.strip(), by, now
    row.save(update_fields=["verdict", "verdict_reason", "verdict_by", "verdict_at"])
    work = Work.objects.select_related("entry__part__contest").get(pk=row.newer_id)
    data = {"verdict": verdict, "kind": row.kind, "score": row.score_permille, "other": row.older.entry.code}
    slug = work.entry.part.contest.slug
    record("entries:likeness:judged", now=now, contest_key=slug, actor=by, target=work.entry.code, data=data)
    return row
