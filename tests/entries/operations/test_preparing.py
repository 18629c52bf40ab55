"""What is made for showing, and the original that stays as it was."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from hoithi.entries.formats.inspect import sha256_of
from hoithi.entries.models import MediaJob, Work, WorkFile
from hoithi.entries.operations.preparing import store_made
from hoithi.entries.operations.queue import LEASE, GivenUp, claim, enqueue_again
from hoithi.entries.queries.shown import Shown, shown_files
from hoithi.files.models import StoredFile
from hoithi.files.queries import local_path
from tests.entries import clips, media
from tests.entries import factories as works

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_here")]
NOW = works.NOW


def showing_of(work: Work) -> Shown:
    return shown_files([work])[work.pk]


def shown(path: Path, **settings: object) -> tuple[Work, WorkFile, Shown]:
    part = media.opened(**settings)
    by, unit = works.coordinator(part)
    work, file = media.submitted_with(path, part, by, unit)
    media.worked()
    assert set(MediaJob.objects.values_list("state", flat=True)) == {"done"}, MediaJob.objects.values("kind", "trouble")
    with local_path(file.file) as original:
        assert sha256_of(original) == file.file.sha256 == sha256_of(path), "the original is untouched"
    return work, file, showing_of(work)


def facts(row: WorkFile | None) -> tuple[str, bool, int]:
    """(codec, index first, brightest third) of a stored film."""
    assert row is not None
    with local_path(row.file) as path:
        data = path.read_bytes()
        with av.open(str(path)) as film:
            frame = next(film.decode(video=0))
            picture = np.rot90(frame.to_ndarray(format="gray"), k=round(frame.rotation) // 90 % 4)
            codec = film.streams.video[0].codec_context.name
    bright = [int(side.mean()) for side in (picture[:, -20:], picture[-20:], picture[:, :20], picture[:20])]
    return codec, data.index(b"moov") < data.index(b"mdat"), bright.index(max(bright))


def test_a_film_gets_posters_in_two_sizes_and_a_copy_that_starts_at_once(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "phim.mp4", clips.scenes(1, 30, 1280, 720))
    _work, _file, showing = shown(path)
    sizes = [(one.facts["width"], one.facts["height"], one.file.media_type) for one in showing.posters]
    assert sizes == [
        (1280, 720, "image/webp"),
        (1280, 720, "image/jpeg"),
        (480, 270, "image/webp"),
        (480, 270, "image/jpeg"),
    ]
    for poster in showing.posters:
        with local_path(poster.file) as made, Image.open(made) as picture:
            assert picture.size == (poster.facts["width"], poster.facts["height"])
    assert facts(showing.play)[:2] == ("h264", True)


def test_a_film_that_starts_at_once_needs_no_copy(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "phim.mp4", [clips.plain(320, 180)] * 10, options={"movflags": "faststart"})
    _work, file, showing = shown(path)
    assert showing.play == file


def test_a_black_beginning_is_no_poster(tmp_path: Path) -> None:
    black = [np.zeros((180, 320, 3), np.uint8)] * 20
    path = clips.write(tmp_path / "phim.mp4", [*black, *[clips.plain(320, 180)] * 40])
    _work, _file, showing = shown(path)
    assert showing.posters[0].facts["at_ms"] == 3000


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_phone_film_stands_upright_in_poster_copy_and_conversion(
    tmp_path: Path, degrees: int, settings: pytest.FixtureRequest
) -> None:
    settings.MEDIA_TRANSCODE = True  # type: ignore[attr-defined]
    flat = clips.write(tmp_path / "nam.mp4", [clips.plain(320, 180)] * 10, codec="libx265")
    path = clips.turned(tmp_path / "phim.mp4", flat, degrees)
    with av.open(str(path)) as film:
        frame = next(film.decode(video=0))
        seen = np.rot90(frame.to_ndarray(format="gray"), k=round(frame.rotation) // 90 % 4)
    bright = [int(side.mean()) for side in (seen[:, -20:], seen[-20:], seen[:, :20], seen[:20])]
    _work, _file, showing = shown(path)
    assert facts(showing.play) == ("h264", True, bright.index(max(bright)))
    with local_path(showing.posters[1].file) as made, Image.open(made) as picture:
        told = np.asarray(picture.convert("L"))
    assert told.shape == seen.shape
    assert abs(told.astype(int) - seen.astype(int)).mean() < 20


def test_hevc_is_converted_only_where_the_setting_says_so(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "phim.mp4", [clips.plain(320, 180)] * 10, codec="libx265")
    shown(path)
    assert not MediaJob.objects.filter(kind="convert").exists()


def test_hls_over_one_file_where_it_is_on(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.MEDIA_HLS = True  # type: ignore[attr-defined]
    path = clips.write(tmp_path / "phim.mp4", clips.scenes(1, 100, 320, 180))
    _work, _file, showing = shown(path)
    assert [one.file.media_type for one in showing.hls] == ["application/vnd.apple.mpegurl", "video/mp2t"]
    with local_path(showing.hls[0].file) as playlist:
        assert "#EXT-X-BYTERANGE" in playlist.read_text()


def test_a_picture_gets_posters_without_what_the_camera_noted(tmp_path: Path) -> None:
    path = tmp_path / "anh.jpg"
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Máy của Mẫu"
    Image.fromarray(clips.plain(900, 600)).save(path, exif=exif)
    _work, _file, showing = shown(path, media="image")
    with local_path(showing.posters[1].file) as made, Image.open(made) as picture:
        assert (picture.size, dict(picture.getexif())) == ((600, 900), {})


def test_made_again_the_newer_takes_the_place_and_a_worker_given_up_leaves_nothing(tmp_path: Path) -> None:
    path = clips.write(tmp_path / "phim.mp4", [clips.plain(320, 180)] * 10)
    work, file, before = shown(path)
    enqueue_again(file, MediaJob.PREPARE, now=NOW)
    media.worked()
    after = showing_of(work)
    assert [len(after.posters), after.play == before.play] == [4, False]
    enqueue_again(file, MediaJob.PREPARE, now=NOW)
    slow = claim(NOW)
    assert slow is not None
    assert claim(NOW + LEASE) is not None, "somebody else goes on"
    count = StoredFile.objects.count()
    with pytest.raises(GivenUp):
        store_made(slow, [("poster", path, {"media_type": "image/webp"})], now=NOW)
    assert StoredFile.objects.count() == count
