"""Making what shows a work (poster, bản phát): the original stays as it is, and its digest with it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings as site
from django.db import transaction

from hoithi.entries.formats.limited import Tick, look
from hoithi.entries.models import MediaJob, WorkFile
from hoithi.entries.operations.queue import enqueue, finish
from hoithi.entries.operations.work_steps import locked_work
from hoithi.entries.queries.settings import settings_of
from hoithi.entries.rules.playing import plays_everywhere, wants_copy
from hoithi.files.models import StoredFile
from hoithi.files.operations import add_file, remove_file

SLACK = 200_000_000
"""Bytes a made file may be larger than its original."""
CONVERT_S = 6 * 3600
Json = dict[str, Any]
Made = list[tuple[str, Path, Json]]
"""(role, file, {"file", "media_type", …})"""


def prepare_file(job: MediaJob, source: Path, folder: Path, tick: Tick) -> Made:
    """Poster, and a copy that starts at once where the original does not. Raises LimitReached."""
    file, media = job.file, settings_of(job.file.work.entry.part).media
    if media == "document":
        return []
    if media == "image":
        return _made(WorkFile.POSTER, look("picture_poster", source, folder, writes=SLACK, tick=tick), folder)
    found = _made(WorkFile.POSTER, look("poster", source, folder, writes=SLACK, tick=tick), folder)
    room = file.file.size + SLACK
    if wants_copy(file.facts):
        found += _made(WorkFile.PLAY, look("faststart", source, folder, writes=room, tick=tick), folder)
    if site.MEDIA_HLS and plays_everywhere(file.facts):
        found += _made(WorkFile.HLS, look("hls", source, folder, writes=room, tick=tick), folder)
    return found


def convert_file(source: Path, folder: Path, tick: Tick) -> Made:
    """H.264 in 720 lines for what browsers do not play. Raises LimitReached."""
    limits = {"cpu_s": 4 * CONVERT_S, "wall_s": CONVERT_S, "writes": 2**40}
    return _made(WorkFile.PLAY, look("convert", source, folder, tick=tick, **limits), folder)


def _made(role: str, report: Json, folder: Path) -> Made:
    return [(role, folder / one["file"], {**one, "at_ms": report.get("at_ms")}) for one in report["files"]]


def store_made(job: MediaJob, made: Made, *, now: datetime) -> list[WorkFile]:
    """Keep what was made; made again, the newer takes the place of the older. Raises GivenUp; then nothing is kept.

    Bytes go to the store before any lock is taken: a large copy must not hold up those who hand in.
    """
    code = job.file.work.entry.code
    kept = [
        add_file(path, name=f"{code}{path.suffix}", media_type=about["media_type"], purpose=f"entries.{role}", now=now)
        for role, path, about in made
    ]
    try:
        return _rows(job, list(zip(made, kept, strict=True)), now)
    except BaseException:
        for stored in kept:
            remove_file(stored, now=now, keep_row=False)
        raise


@transaction.atomic
def _rows(job: MediaJob, pairs: list[tuple[tuple[str, Path, Json], StoredFile]], now: datetime) -> list[WorkFile]:
    work = locked_work(job.file.work_id)
    finish(job, now=now)
    places = dict.fromkeys((role for (role, _path, _about), _stored in pairs), 0)
    job.file.made.filter(role__in=places, replaced_at__isnull=True).update(replaced_at=now)
    rows = []
    for (role, _path, about), stored in pairs:
        places[role] += 1
        facts = {key: value for key, value in about.items() if key not in ("file", "media_type")}
        made = {"made_from": job.file, "check_state": WorkFile.PASSED, "progress": 100, "facts": facts}
        rows.append(work.files.create(role=role, place=places[role], file=stored, added_at=now, **made))
    if job.kind == MediaJob.PREPARE and _wants_converting(job.file):
        enqueue(job.file, MediaJob.CONVERT, now=now)
    return rows


def _wants_converting(file: WorkFile) -> bool:
    return bool(site.MEDIA_TRANSCODE and file.facts.get("video_codec") and not plays_everywhere(file.facts))
