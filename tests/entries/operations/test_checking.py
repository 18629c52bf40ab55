"""From the file somebody sends to what they read about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from hoithi.audit.models import AuditEvent
from hoithi.core.errors import Refusal
from hoithi.entries.models import MediaJob, WorkFile
from hoithi.entries.operations.queue import AGAIN, LEASE, MOST_TRIES, claim
from hoithi.entries.operations.submit import submit_work
from hoithi.entries.operations.work import attach_file
from hoithi.entries.operations.work_errors import Incomplete
from hoithi.entries.queries.checking import check_state
from hoithi.entries.queries.words import step_reason
from hoithi.entries.spec import said
from hoithi.files.store import store
from tests.entries import clips, media
from tests.entries import factories as works

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_here")]
NOW, AGREED = works.NOW, works.AGREED
Make = Callable[[Path], Path]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("film") / "phim.mp4"
    return clips.write(path, [clips.plain(320, 180)] * 20, options={"movflags": "faststart"})


def _bytes(data: bytes) -> Make:
    def make(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return make


def _half(path: Path) -> Path:
    whole = clips.lasting(path, 300, options={"movflags": "faststart"}).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def _upright(path: Path) -> Path:
    return clips.turned(path, clips.lasting(path.with_name("nam.mp4"), 300))


SENT: dict[str, tuple[Make, list[str], str]] = {
    "zero length": (_bytes(b""), ["not_mp4"], "không phải là video .mp4"),
    "a playlist": (_bytes(b"#EXTM3U\nfile:///etc/passwd\n"), ["not_mp4"], "không phải là video .mp4"),
    "a renamed Matroska": (lambda path: clips.lasting(path, 300, container="matroska"), ["not_mp4"], "nhận ra: mkv"),
    "half a file": (_half, ["truncated"], "thiếu phần cuối"),
    "only sound": (clips.only_sound, ["no_video"], "chỉ có âm thanh"),
    "a phone held upright": (_upright, ["wrong_frame", "wrong_aspect"], "720×1280"),
    "4:3": (lambda path: clips.lasting(path, 300, 640, 480), ["wrong_frame", "wrong_aspect"], "640×480"),
    "4:59": (lambda path: clips.lasting(path, 299), ["too_short"], "Video dài 4:59,000"),
    "10:01": (lambda path: clips.lasting(path, 601), ["too_long"], "Video dài 10:01,000"),
    "just short": (lambda path: clips.lasting(path, Fraction(2994, 10)), ["too_short"], "4:59,400"),
    "within the tolerance": (lambda path: clips.lasting(path, Fraction(2995, 10)), [], ""),
    "5:00": (lambda path: clips.lasting(path, 300), [], ""),
    "10:00": (lambda path: clips.lasting(path, 600), [], ""),
    "HEVC": (lambda path: clips.lasting(path, 300, codec="libx265"), [], ""),
}


@pytest.mark.parametrize("sent", SENT)
def test_what_people_send_and_what_they_read(sent: str, tmp_path: Path) -> None:
    make, codes, sentence = SENT[sent]
    part = media.opened(file=media.RULES)
    by, unit = works.coordinator(part)
    work, file = media.draft_with(make(tmp_path / "phim.mp4"), part, by, unit)
    assert media.worked() == 1, "a draft's file is looked into and no more"
    file.refresh_from_db()
    assert [problem["code"] for problem in file.problems] == codes
    assert any(sentence in said(problem)["message"] for problem in file.problems) or not codes
    assert file.check_state == (WorkFile.FAILED if codes else WorkFile.PASSED)
    assert ("hevc" in str(file.warnings)) == (sent == "HEVC")
    submit_work(work, agreed=AGREED, now=NOW, by=by)
    assert media.state(work) == ("held" if codes else "checking"), "known already, so nobody waits"
    last = work.steps.last()
    assert last is not None
    assert (last.by, sentence in step_reason(last)) == (None, True)


def test_the_uploader_is_told_at_each_moment(film: Path) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    work, file = media.submitted_with(film, part, by, unit)
    assert check_state(file).sentence == "Tệp đang chờ kiểm tra; bạn có thể rời trang này."
    assert media.state(work) == "submitted"
    assert claim(NOW) is not None
    file.refresh_from_db()
    assert (check_state(file).sentence, check_state(file).done) == ("Đang kiểm tra tệp: 0 %.", False)
    media.worked(NOW + LEASE)
    file.refresh_from_db()
    told = check_state(file)
    assert (told.sentence, told.percent, told.done) == ("Tệp đạt quy cách.", 100, True)
    assert media.state(work) == "checking"
    event = AuditEvent.objects.get(action="entries:work:check_passed", target=work.entry.code)
    assert event.actor_label == "hệ thống"


def test_a_better_file_ends_the_hold(film: Path, tmp_path: Path) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    work, _file = media.submitted_with(_bytes(b"")(tmp_path / "rong.mp4"), part, by, unit)
    media.worked()
    assert media.state(work) == "held"
    stored = media.add_file(film, name="phim.mp4", media_type="video/mp4", purpose="x", now=NOW, by=by)
    attach_file(work, stored, now=NOW, by=by)
    assert media.state(work) == "held", "what was handed in counts until the better file is"
    submit_work(work, agreed=AGREED, now=NOW, by=by)
    assert media.state(work) == "submitted"
    media.worked()
    assert media.state(work) == "checking"
    assert [step.step for step in work.steps.all()] == ["submit", "check_failed", "submit", "check_passed"]


def test_a_work_decided_on_meanwhile_stays_decided(film: Path) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    work, file = media.submitted_with(film, part, by, unit)
    work.entry.state = "accepted"
    work.entry.save()
    media.worked()
    file.refresh_from_db()
    assert (media.state(work), file.check_state) == ("accepted", "passed")


def test_a_store_that_does_not_give_a_file_back_is_asked_three_times_and_then_said_so(film: Path) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    work, file = media.submitted_with(film, part, by, unit)
    store().remove(file.file.key)
    now = NOW
    for wait in (*AGAIN, timedelta(0)):
        assert media.worked(now) == 1
        assert media.worked(now) == 0, "not again at once"
        now += wait
    file.refresh_from_db()
    assert [problem["code"] for problem in file.problems] == ["store"]
    assert "tệp của bạn không sai" in said(file.problems[0])["message"]
    assert media.state(work) == "held"
    assert media.worked(now + timedelta(days=1)) == 0, "and never again"
    job = MediaJob.objects.get(file=file)
    assert (job.state, job.tries) == ("failed", MOST_TRIES)
    assert "not in the store" in job.trouble


def test_a_file_that_brings_down_every_worker_is_a_finding_and_no_loop(film: Path) -> None:
    part = media.opened()
    by, unit = works.coordinator(part)
    work, file = media.submitted_with(film, part, by, unit)
    now = NOW
    for _ in range(MOST_TRIES):
        assert claim(now) is not None, "and the worker is killed"
        now += LEASE
    assert media.worked(now) == 1
    file.refresh_from_db()
    assert [problem["code"] for problem in file.problems] == ["unreadable"]
    assert media.state(work) == "held"
    assert media.worked(now + LEASE) == 0


def test_the_same_file_of_another_work_is_refused_where_the_plan_says_so(film: Path) -> None:
    part = media.opened(duplicates={"action": "refuse"})
    by, unit = works.coordinator(part)
    other, neighbour = works.coordinator(part, "Phòng Hai")
    media.submitted_with(film, part, by, unit)
    work, file = media.draft_with(film, part, other, neighbour)
    media.worked()
    file.refresh_from_db()
    assert [problem["code"] for problem in file.problems] == ["duplicate"], "said before handing in"
    with pytest.raises(Incomplete) as error:
        submit_work(work, agreed=AGREED, now=NOW, by=other)
    assert [problem.at for problem in error.value.problems] == ["file"]
    assert "Phòng Một" not in str(error.value), "nobody learns whose it is"
    assert media.state(work) == "draft"


def test_a_performance_and_a_link_have_no_file_to_wait_for() -> None:
    for medium, link in (("none", ""), ("link", "https://example.vn/bai-viet")):
        part = works.opened(
            works.entries_part(media=medium), slug=f"hoi-thi-{medium}", codes={"prefix": medium.upper()}
        )
        by, unit = works.coordinator(part)
        work = works.draft(part, by, unit, link=link)
        submit_work(work, agreed=AGREED, now=NOW, by=by)
        assert media.state(work) == "checking"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://localhost/", "https://a@b.vn/", "ftp://a.vn", "xyz"])
def test_a_link_must_be_the_address_of_a_page(link: str) -> None:
    part = media.opened(media="link")
    by, unit = works.coordinator(part)
    with pytest.raises(Refusal) as error:
        works.draft(part, by, unit, link=link)
    assert [problem.at for problem in getattr(error.value, "problems", [])] == ["link"]
