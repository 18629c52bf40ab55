"""The files of works as pages show them: what plays, its poster, captions, and how long it runs. One query a page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from hoithi.entries.models import Work, WorkFile

MADE = (WorkFile.POSTER, WorkFile.PLAY, WorkFile.HLS)


@dataclass
class Shown:
    """Files in force of one work; `play` is the original where no copy for playing was made."""

    originals: list[WorkFile] = field(default_factory=list)
    posters: list[WorkFile] = field(default_factory=list)
    """By place: 1 large WebP, 2 large JPEG, 3 small WebP, 4 small JPEG; `facts` holds width and height."""
    hls: list[WorkFile] = field(default_factory=list)
    """Playlist and media, where HLS is on."""
    copy: WorkFile | None = None
    captions: list[WorkFile] = field(default_factory=list)

    @property
    def play(self) -> WorkFile | None:
        return self.copy or next(iter(self.originals), None)

    @property
    def poster(self) -> WorkFile | None:
        return next(iter(self.posters), None)

    @property
    def small(self) -> WorkFile | None:
        """For cards: 480 pixels instead of 1280."""
        return self._poster(3)

    @property
    def share(self) -> WorkFile | None:
        """For link previews of other sites, which read JPEG."""
        return self._poster(2)

    def _poster(self, place: int) -> WorkFile | None:
        return next((one for one in self.posters if one.place == place), self.poster)

    @property
    def duration(self) -> str:
        """ "5:02"; "" where nothing runs or nothing is known."""
        ms = next((ms for one in self.originals if (ms := duration_ms(one))), 0)
        return f"{ms // 60_000}:{ms // 1000 % 60:02}" if ms else ""


def duration_ms(file: WorkFile) -> int:
    found = file.facts.get("duration_s")
    return round(float(found) * 1000) if isinstance(found, int | float | str) and found else 0


def in_force() -> QuerySet[WorkFile]:
    """Originals that were handed in, what was made from them, and captions; nothing that was replaced."""
    original = Q(role=WorkFile.ORIGINAL, handed_in_at__isnull=False)
    made = Q(role__in=MADE, made_from__handed_in_at__isnull=False, made_from__replaced_at__isnull=True)
    found = WorkFile.objects.filter(original | made | Q(role=WorkFile.CAPTIONS), replaced_at__isnull=True)
    return found.filter(file__removed_at__isnull=True).select_related("file").order_by("place", "id")


def shown_files(works: Collection[Work]) -> dict[int, Shown]:
    """Of every one of these works, by its pk."""
    found = {work.pk: Shown() for work in works}
    for row in in_force().filter(work__in=list(found)):
        shown = found[row.work_id]
        if row.role == WorkFile.ORIGINAL:
            shown.originals.append(row)
        elif row.role == WorkFile.CAPTIONS:
            shown.captions.append(row)
        elif row.role == WorkFile.POSTER:
            shown.posters.append(row)
        elif row.role == WorkFile.PLAY:
            shown.copy = shown.copy or row
        elif row.role == WorkFile.HLS:
            shown.hls.append(row)
    return found
