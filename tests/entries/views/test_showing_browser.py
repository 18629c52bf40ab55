"""Gallery, public page and moderators' pages in a real browser: axe, no sideways scrolling, keys, a film that plays."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from hoithi.core import clock
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.operations.publications import Placed, note_publication
from hoithi.entries.operations.publishing import take_down_work
from hoithi.files.store import store
from tests.entries import clips, showing
from tests.entries import factories as works

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("HOITHI_SHOTS", "")
"""A folder for pictures of every page, to be looked at."""


def violations(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_core_python.sync_playwright").Axe()
    return [f"{v['id']}: {node['html'][:160]}" for v in axe.run(page)["violations"] for node in v["nodes"]]


def poster(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (640, 360), colour).save(data, "JPEG")
    return data.getvalue()


class World:
    """Published works with films, one waiting with findings, one taken down."""

    def __init__(self, folder: Path) -> None:
        film = clips.write(folder / "phim.mp4", clips.scenes(7, 80, 320, 180)).read_bytes()
        self.part = showing.opened(handover=["Trung tâm Văn hóa"])
        self.shown = showing.published(self.part, title="Khai sinh cho con, ba bước tại nhà")
        self.waiting = showing.handed_in(self.part, title="Một cửa về làng, chuyện ở bộ phận tiếp nhận")
        second = showing.published(self.part, "Phòng Hai", title="Ra đồng vẫn nộp được hồ sơ")
        works.juror(self.part, "Nguyễn Văn Mẫu")
        for work, colour in ((self.shown, "#1B4B7E"), (second, "#7E2F1B"), (self.waiting, "#17664A")):
            self.files(work, film, colour)
        finding = {
            "code": "too_long",
            "found": "11:42",
        }
        WorkFile.objects.filter(work=self.waiting, role="original").update(
            problems=[finding | {"required": "10:00"}],
            facts={"duration_s": 702, "container": "mp4", "width": 1920, "height": 1080, "video_codec": "h264"},
        )
        self.pair = showing.alike(self.waiting, self.shown)
        by = showing.moderator(self.part)
        place = Placed("cong", "https://cong.vidu.example/bai/17", "", showing.LATER)
        note_publication(self.shown, place, now=showing.LATER, by=by)
        self.gone = showing.published(self.part, "Phòng Hai")
        take_down_work(self.gone, public="Nhạc nền có bản quyền", now=showing.LATER, by=by)
        self.client = Client()
        self.client.force_login(showing.moderator(self.part, "secretary"))

    def files(self, work: Work, film: bytes, colour: str) -> None:
        showing.bytes_of(work, film + b"\0" * work.pk)
        showing.bytes_of(work, poster(colour), WorkFile.POSTER, name="bia.jpg", media_type="image/jpeg")
        words = "WEBVTT\n\n00:00.000 --> 00:05.000\nChỉ cần tài khoản định danh mức 2.\n".encode()
        showing.bytes_of(work, words + b"\n" * work.pk, WorkFile.CAPTIONS, name="p.vtt", media_type="text/vtt")


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path / "kho")}
    store.cache_clear()
    clock.set_offset(showing.LATER - clock.now())
    yield World(tmp_path)
    store.cache_clear()


def test_pages(world: World, live_server: Any, open_page: Callable[..., Any]) -> None:
    """axe on each page once, phone by day and desk by night in turn; the width at both sizes."""
    page, wrong = open_page(360, 800), []
    page.expected.append("410")
    queue, log = showing.QUEUE, showing.LOG
    paths = [
        *(showing.PAGE, f"{showing.PAGE}{world.shown.number}/", f"{showing.PAGE}?q=khong", queue),
        *(f"{showing.PAGE}{world.gone.number}/", f"{queue}{world.waiting.number}/", f"{queue}?loc=da-duyet"),
        *(f"{queue}giong-nhau/{world.pair.pk}/", f"{queue}{world.shown.number}/go/", f"{queue}hang-loat/"),
        *(log, f"{log}{world.shown.number}/", f"{log}nhap/", showing.HANDOVER, f"{queue}{world.shown.number}/"),
    ]
    cookie = {"name": "sessionid", "value": world.client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    for turn, path in enumerate(paths):
        here, other = (360, 1280) if turn % 2 else (1280, 360)
        for width in (other, here):
            page.emulate_media(color_scheme="dark" if turn % 3 == 2 else "light")
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(live_server.url + path)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wrong.append(f"{path}: wider than {width}")
            if SHOTS:
                page.wait_for_timeout(200)
                page.screenshot(path=f"{SHOTS}/{turn:02}-{width}.png", full_page=True)
        wrong += [f"{path}: {line}" for line in violations(page)]
    assert wrong == []


def test_a_film_plays_by_key_and_a_decision_is_taken_by_key(
    world: World, live_server: Any, open_page: Callable[..., Any]
) -> None:
    page = open_page(1280, 900)
    page.goto(f"{live_server.url}{showing.PAGE}{world.shown.number}/")
    page.wait_for_function("document.querySelector('video').readyState >= 1")
    page.keyboard.press("l")
    page.wait_for_function("document.querySelector('video').currentTime > 1")
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "showing"
    page.keyboard.press("c")
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "hidden"
    page.click("[data-keys-toggle]")
    page.keyboard.press("c")
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "hidden"
    page.click("[data-keys-toggle]")
    page.context.add_cookies(
        [{"name": "sessionid", "value": world.client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{showing.QUEUE}{world.waiting.number}/")
    for key in ("1", "2", "3", "4"):
        page.keyboard.press(key)
    page.keyboard.press("d")
    page.wait_for_selector(".note-ok")
    world.waiting.entry.refresh_from_db()
    assert world.waiting.entry.state == "accepted"
    page.goto(f"{live_server.url}{showing.QUEUE}giong-nhau/{world.pair.pk}/")
    page.wait_for_function("[...document.querySelectorAll('video')].every((one) => one.readyState >= 1)")
    page.click("[data-moment] >> nth=0")
    page.wait_for_function("document.getElementById('newer').currentTime > 2.9")
    page.wait_for_function("document.getElementById('older').currentTime > 6")
