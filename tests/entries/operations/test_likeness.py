"""Copies reach a person's eyes, other films do not, and nothing is refused by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from hoithi.audit.models import AuditEvent
from hoithi.core.errors import Refusal
from hoithi.entries.formats.fingerprint import VIEWS, keys
from hoithi.entries.models import FrameKey, Likeness, MediaJob, Work
from hoithi.entries.operations.likeness import index_file, judge_likeness
from hoithi.entries.operations.queue import enqueue_again
from hoithi.entries.operations.submit import submit_work
from hoithi.entries.operations.work import attach_file, withdraw_work
from hoithi.entries.queries.likeness import candidates, likenesses_of, open_likenesses
from tests.entries import clips, media
from tests.entries import factories as works

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_here")]
NOW, AGREED = works.NOW, works.AGREED
FRAMES = 120
MINUTE = timedelta(minutes=1)


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("phim")
    pictures = list(clips.scenes(7, FRAMES, 320, 180))
    sent = {
        "original": pictures,
        "mirrored": [picture[:, ::-1] for picture in pictures[20:100]],
        "other": list(clips.scenes(8, FRAMES, 320, 180)),
    }
    return {
        name: clips.write(folder / f"{name}.mp4", content, sound="none", options={"movflags": "faststart"})
        for name, content in sent.items()
    }


def pairs() -> list[tuple[int, int, str]]:
    return [(one.newer_id, one.older_id, one.kind) for one in Likeness.objects.order_by("pk")]


def test_a_mirrored_cut_of_a_work_of_a_past_contest_is_shown_with_its_moments(films: dict[str, Path]) -> None:
    past = works.opened(None, slug="hoi-thi-cu", title="Hội thi cũ", codes={"prefix": "HC"})
    by, unit = works.coordinator(past)
    old, _ = media.submitted_with(films["original"], past, by, unit)
    part = media.opened()
    by, unit = works.coordinator(part)
    stranger, _ = media.submitted_with(films["other"], part, by, unit, NOW + MINUTE)
    copy, _ = media.submitted_with(films["mirrored"], part, by, unit, NOW + 2 * MINUTE)
    media.worked(NOW + 3 * MINUTE)
    assert pairs() == [(copy.pk, old.pk, "near")]
    row = likenesses_of(copy).get()
    assert row.score_permille >= 900
    assert all(abs((there - here) - 2) <= 4.5 for here, there in row.moments), "within one scene"
    assert list(likenesses_of(old)) == [row]
    assert list(open_likenesses(part.pk)) == [row]
    assert not likenesses_of(stranger).exists()
    assert media.state(copy) == "checking", "never an automatic refusal"


def test_the_same_bytes_are_told_as_such_whichever_is_looked_into_first(films: dict[str, Path]) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    other, neighbour = works.coordinator(part, "Phòng Hai")
    first, _ = media.submitted_with(films["original"], part, by, unit, NOW)
    second, _ = media.submitted_with(films["original"], part, other, neighbour, NOW + MINUTE)
    MediaJob.objects.filter(file__work=first).update(queued_at=NOW + 9 * MINUTE)
    media.worked(NOW + 10 * MINUTE)
    assert sorted(pairs()) == [(second.pk, first.pk, "exact"), (second.pk, first.pk, "near")]


def test_drafts_and_what_was_taken_back_are_nobody_elses_original(films: dict[str, Path]) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    other, neighbour = works.coordinator(part, "Phòng Hai")
    media.draft_with(films["original"], part, other, neighbour)
    gone, _ = media.submitted_with(films["original"], part, other, neighbour)
    media.worked()
    withdraw_work(gone, reason="Thôi", now=NOW, by=other)
    media.submitted_with(films["original"], part, by, unit)
    media.worked()
    assert pairs() == []


def test_a_work_that_goes_on_to_a_final_is_no_copy_of_itself(films: dict[str, Path]) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    first, _ = media.submitted_with(films["original"], part, by, unit)
    final, _ = media.submitted_with(films["original"], part, by, unit, NOW + MINUTE)
    final.entry.promoted_from = first.entry
    final.entry.save()
    media.worked(NOW + 2 * MINUTE)
    assert pairs() == []


def test_another_file_takes_its_pairs_with_it_unless_they_were_judged(films: dict[str, Path]) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    other, neighbour = works.coordinator(part, "Phòng Hai")
    media.submitted_with(films["original"], part, other, neighbour)
    work, _ = media.submitted_with(films["original"], part, by, unit, NOW + MINUTE)
    media.worked(NOW + MINUTE)
    assert len(pairs()) == 2
    kept = judge_likeness(Likeness.objects.get(kind="near"), "copy", reason="Trùng cảnh", now=NOW, by=by)
    stored = media.add_file(films["other"], name="x.mp4", media_type="video/mp4", purpose="x", now=NOW, by=by)
    attach_file(work, stored, now=NOW + 2 * MINUTE, by=by)
    submit_work(work, agreed=AGREED, now=NOW + 2 * MINUTE, by=by)
    media.worked(NOW + 2 * MINUTE)
    assert list(Likeness.objects.all()) == [kept]


def test_searching_twice_changes_nothing_and_keeps_the_verdict(films: dict[str, Path]) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    media.submitted_with(films["original"], part, by, unit)
    _work, file = media.submitted_with(films["mirrored"], part, by, unit, NOW + MINUTE)
    media.worked(NOW + MINUTE)
    row = judge_likeness(Likeness.objects.get(), "different", reason="Cùng một đơn vị", now=NOW, by=by)
    before = FrameKey.objects.count()
    enqueue_again(file, MediaJob.LIKENESS, now=NOW)
    media.worked(NOW + MINUTE)
    row.refresh_from_db()
    assert (row.verdict, FrameKey.objects.count()) == ("different", before)
    assert AuditEvent.objects.filter(action="entries:likeness:judged").count() == 1


@pytest.mark.parametrize(("verdict", "reason"), [("copy", " "), ("perhaps", "vì")])
def test_a_verdict_needs_a_reason(verdict: str, reason: str) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    one, two = works.submitted(part, by, unit), works.submitted(part, by, unit)
    row = Likeness.objects.create(newer=two, older=one, kind="near", score_permille=700, found_at=NOW)
    with pytest.raises(Refusal):
        judge_likeness(row, verdict, reason=reason, now=NOW, by=by)
    row.refresh_from_db()
    assert row.verdict == ""


def test_copies_are_not_looked_for_where_the_plan_says_no(films: dict[str, Path]) -> None:
    part = media.opened(duplicates={"near": False, "exact": False})
    by, unit = works.coordinator(part)
    for _ in range(2):
        media.submitted_with(films["original"], part, by, unit)
    media.worked()
    assert (pairs(), FrameKey.objects.count()) == ([], 0)


def test_pictures_are_compared_too(tmp_path: Path) -> None:
    part = media.opened(media="image")
    by, unit = works.coordinator(part)
    picture = next(clips.scenes(5, 1))
    sent: list[Work] = []
    for at, content in enumerate((picture, picture[:, ::-1], next(clips.scenes(6, 1)))):
        path = tmp_path / f"{at}.png"
        clips.save(path, content)
        owner = works.coordinator(part, "Phòng Hai")[1] if at else unit
        sent.append(media.submitted_with(path, part, by, owner, NOW + at * MINUTE)[0])
    media.worked(NOW + 9 * MINUTE)
    assert pairs() == [(sent[1].pk, sent[0].pk, "near")]


@pytest.mark.both
def test_candidates_are_those_who_share_the_rarest_keys() -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    draw = np.random.default_rng(1)
    films = [draw.integers(1, 2**63, (20, VIEWS), dtype=np.uint64) for _ in range(2)]
    common = draw.integers(1, 2**63, (4, VIEWS), dtype=np.uint64)
    files = []
    for content in films:
        work = works.submitted(part, by, unit)
        file = work.files.get()
        index_file(file, np.concatenate([content, common]))
        files.append(file)
    other, neighbour = works.coordinator(part, "Phòng Hai")
    asking = works.submitted(part, other, neighbour).files.get()
    assert candidates(asking, keys(np.concatenate([films[1], common]))) == [files[1].pk, files[0].pk]
    assert candidates(asking, keys(films[0]), most=1) == [files[0].pk]
    assert candidates(asking, keys(draw.integers(1, 2**63, (1, VIEWS), dtype=np.uint64))) == []
    assert candidates(asking, []) == []
