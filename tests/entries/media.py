"""Real files in a store of the test's own, and the queue worked off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.test import override_settings

from hoithi.contests.models import Entrant, Part
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.operations.media_work import work_off
from hoithi.entries.operations.submit import submit_work
from hoithi.entries.operations.work import attach_file
from hoithi.files.operations import add_file
from hoithi.files.store import store
from hoithi.people.models import User
from tests.entries import factories as works

RULES: dict[str, Any] = {
    "containers": ["mp4"],
    "frames": ["1280x720", "1920x1080"],
    "aspect": "16:9",
    "min_seconds": 300,
    "max_seconds": 600,
}


@contextmanager
def store_in(folder: Path) -> Iterator[None]:
    with override_settings(FILES_STORE={"backend": "local", "folder": str(folder)}):
        store.cache_clear()
        yield
    store.cache_clear()


def opened(**settings: Any) -> Part:
    """A part that takes films of any kind, or what `settings` of its `entries` say."""
    return works.opened(works.entries_part(**settings))


def draft_with(path: Path, part: Part, by: User, owner: Entrant, now: datetime = works.NOW) -> tuple[Work, WorkFile]:
    work = works.draft(part, by, owner, now)
    stored = add_file(path, name=path.name, media_type="video/mp4", purpose="entries.original", now=now, by=by)
    return work, attach_file(work, stored, now=now, by=by)


def submitted_with(
    path: Path, part: Part, by: User, owner: Entrant, now: datetime = works.NOW
) -> tuple[Work, WorkFile]:
    """Handed in and not looked into yet."""
    work, file = draft_with(path, part, by, owner, now)
    return submit_work(work, agreed=works.AGREED, now=now, by=by), file


def worked(now: datetime = works.NOW, most: int | None = None) -> int:
    return work_off(lambda: now, most=most)


def state(work: Work) -> str:
    work.entry.refresh_from_db()
    return work.entry.state
