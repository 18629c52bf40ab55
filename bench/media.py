"""Checking a film beside reading it with the bare library, and finding a copy among many works through the index."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.figure import Figure, best_of, ms, s

if TYPE_CHECKING:
    from hoithi.entries.models import WorkFile

GROUP = "Media"
FRAMES = 600
"""Half seconds of a film of five minutes."""
CLIP_S, FPS = 10, 25
BARE = """
import sys, av
with av.open(sys.argv[1], format="mp4") as film:
    sum(packet.size for packet in film.demux(film.streams.video[0]))
"""


def measure(*, seconds: int, few: int, many: int) -> list[Figure]:
    from bench.scratch import database

    with database() as folder:
        return [*_checking(_film(folder / "phim.mp4", seconds), seconds), *_searching(few, many)]


def _film(path: Path, seconds: int) -> Path:
    """An HD film as a camera leaves it: ten seconds of moving, grainy pictures, looped by stream copy."""
    import av
    import numpy as np

    draw = np.random.default_rng(1)
    grain = [draw.integers(-12, 12, (720, 1280, 1), dtype=np.int16) for _ in range(5)]
    slope = np.linspace(0, 180, 1280)[None, :, None] + np.zeros((720, 1, 3))
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as out:
        video: Any = out.add_stream("libx264", rate=FPS)
        video.width, video.height, video.pix_fmt = 1280, 720, "yuv420p"
        video.options = {"preset": "ultrafast", "crf": "26", "bf": "0", "g": "50"}
        packets = []
        for at in range(CLIP_S * FPS):
            picture = np.roll(slope, 9 * at, axis=1).astype(np.int16) + grain[at % 5] + 40
            frame: Any = av.VideoFrame.from_ndarray(picture.clip(0, 255).astype(np.uint8), format="rgb24")
            frame.pts, frame.time_base = at, Fraction(1, FPS)
            packets += video.encode(frame)
        packets = [(bytes(packet), packet.is_keyframe) for packet in packets + video.encode(None) if packet.size]
        for at in range(seconds * FPS):
            data, is_key = packets[at % len(packets)]
            packet: Any = av.Packet(data)
            packet.stream, packet.time_base, packet.is_keyframe = video, Fraction(1, FPS), is_key
            packet.pts = packet.dts = at
            packet.duration = 1
            out.mux(packet)
    return path


def _checking(film: Path, seconds: int) -> Iterator[Figure]:
    from hoithi.entries.formats.inspect import checked

    bare = best_of(3, lambda: subprocess.run([sys.executable, "-c", BARE, str(film)], check=True))
    ours = best_of(3, lambda: checked(film, None))
    size = film.stat().st_size / 1e6
    yield Figure(
        GROUP,
        f"check of an HD film of {seconds // 60} minutes, {size:.0f} MB, in its limited process",
        f"a process that reads all its packets with the bare library ({s(bare)})",
        ours / bare,
        s(ours),
        wanted="about 1",
    )


def _searching(few: int, many: int) -> Iterator[Figure]:
    import numpy as np
    from django.db import transaction

    from hoithi.entries.formats.fingerprint import VIEWS, compare, keys
    from hoithi.entries.operations.likeness import near_matches
    from hoithi.entries.queries.likeness import candidates

    draw = np.random.default_rng(7)
    asking, *files = _files(many + 1)
    films, took = [], {}
    for at, file in enumerate(files, 1):
        films.append(_scenes(draw, VIEWS))
        with transaction.atomic():
            _index(file, films[-1])
        if at in (few, many):
            wanted = files[at // 2]
            copy = _copied(draw, films[at // 2])
            mirror = _scenes(draw, VIEWS)
            found = near_matches(asking, copy, mirror, threshold=Fraction(1, 5))
            assert set(found) == {wanted.pk}, "the copy is found and nothing else"
            asked = sorted({*keys(copy), *keys(mirror)})
            took[at] = (
                best_of(3, lambda: candidates(asking, asked)),  # noqa: B023  # called here and now
                best_of(3, lambda: near_matches(asking, copy, mirror, threshold=Fraction(1, 5))),  # noqa: B023
            )
    one = best_of(3, lambda: compare(films[0], films[1])) * 2
    yield Figure(
        GROUP,
        f"candidates for a film of five minutes among {many:,} works, by the index",
        f"the same among {few:,} works ({ms(took[few][0])})",
        took[many][0] / took[few][0],
        ms(took[many][0]),
    )
    yield Figure(
        GROUP,
        f"search for copies among {many:,} works: index, then the likeliest frame by frame, mirrored too",
        f"comparing it with each of the {many:,} ({s(one * many)}, from one pair)",
        took[many][1] / (one * many),
        s(took[many][1]),
        wanted="far below 1",
    )


def _scenes(draw: Any, views: int) -> Any:
    """Hashes of a film with a cut every two seconds; within a scene a few bits change from frame to frame."""
    import numpy as np

    scenes = draw.integers(1, 2**63, (FRAMES // 4, views), dtype=np.uint64)
    return _copied(draw, np.repeat(scenes, 4, axis=0), share=4)


def _copied(draw: Any, hashes: Any, *, share: int = 8) -> Any:
    """The same after encoding anew: `share` of 64 bits at random are others."""
    import numpy as np

    turned = np.zeros_like(hashes)
    for _ in range(share):
        turned |= np.uint64(1) << draw.integers(0, 64, hashes.shape, dtype=np.uint64)
    return np.bitwise_xor(hashes, turned)


def _index(file: WorkFile, hashes: Any) -> None:
    """As `index_file` does, without a row's object for each of a million keys."""
    from django.db import connection

    from hoithi.entries.formats.fingerprint import STEP_MS, VERSION, keys, packed
    from hoithi.entries.models import Fingerprint
    from hoithi.entries.rules.likeness import MOST_KEYS

    Fingerprint.objects.create(file=file, version=VERSION, frames=packed(hashes), step_ms=STEP_MS)
    with connection.cursor() as cursor:
        rows = [(file.pk, key) for key in keys(hashes, MOST_KEYS)]
        cursor.executemany("INSERT INTO entries_framekey (file_id, key) VALUES (%s, %s)", rows)


def _files(count: int) -> list[WorkFile]:
    """Works handed in, each with a file whose bytes nobody asks for."""
    from hoithi.contests.models import Contest, Entrant, Entry
    from hoithi.core import clock
    from hoithi.entries.models import Work, WorkFile
    from hoithi.files.models import StoredFile
    from hoithi.plans.files import load_plan
    from hoithi.plans.operations import apply_plan

    now = clock.now()
    plan = load_plan(Path(__file__).parents[1] / "plans" / "vinh-linh-2024.toml")
    apply_plan(plan, now=now)
    contest = Contest.objects.get(slug=plan.slug)
    part, group = contest.parts.filter(kind="entries").get(), contest.groups.first()
    fields = {"contest": contest, "group": group, "kind": "team", "display_name": "Nhóm mẫu", "registered_at": now}
    owner = Entrant.objects.create(code="BENCH", **fields)
    entries = [Entry(part=part, owner=owner, code=f"B{at}", title="x", created_at=now) for at in range(count)]
    for entry in entries:
        entry.state = "checking"
    works = Work.objects.bulk_create(
        [Work(entry=entry, updated_at=now) for entry in Entry.objects.bulk_create(entries)]
    )
    stored = StoredFile.objects.bulk_create(
        [
            StoredFile(key=f"b/{at}", name="x", size=1, sha256=f"{at:064x}", purpose="bench", stored_at=now)
            for at in range(count)
        ]
    )
    times = {"added_at": now, "handed_in_at": now}
    rows = [WorkFile(work=work, role="original", file=file, **times) for work, file in zip(works, stored, strict=True)]
    return WorkFile.objects.bulk_create(rows)
