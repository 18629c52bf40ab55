"""What plans may ask for besides films, each from the plan to the gallery: pictures, documents, posts, nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hoithi.contests.models import Part
from hoithi.core import clock
from hoithi.entries.models import Work
from hoithi.entries.operations.media_work import work_off
from hoithi.entries.operations.moderation import accept_work
from hoithi.entries.operations.publishing import publish_work
from hoithi.entries.operations.uploads import target_of
from hoithi.entries.queries.moderation import version_of
from tests.entries import clips, media, showing
from tests.entries import factories as works
from tests.entries.formats.test_papers import docx, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kept_here")]
Sent = tuple[str, str, Callable[[], bytes]]


def picture(width: int = 1600, height: int = 1200) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (width, height), "#1B4B7E").save(data, "JPEG")
    return data.getvalue()


MEDIA: dict[str, tuple[str, dict[str, Any], Sent]] = {
    "a picture": ("image", {}, ("tranh.jpg", "image/jpeg", picture)),
    "a PDF": ("document", {"max_pages": 5}, ("bai-viet.pdf", "application/pdf", pdf)),
    "a Word file": (
        "document",
        {"containers": ["docx"]},
        ("bai.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    ),
}


def sent_to(client: Client, work: Work, sent: Sent, place: int = 1) -> Any:
    """Through the form of a browser without scripts."""
    name, kind, make = sent
    fields = {"purpose": "entries.original", "target": target_of(work, place)}
    return client.post("/tai-len/gui/", {**fields, "file": SimpleUploadedFile(name, make(), kind)})


def shown_to_all(part: Part, work: Work, client: Client) -> str:
    """Handed in, checked, accepted, published; what the public page says."""
    page = f"/tac-pham/{work.entry.code}/"
    with clock.frozen_at(works.NOW):
        answer = client.post(f"{page}nop/", {"declaration-ban-quyen": "on"})
        assert answer.headers.get("Location") == f"{page}bien-nhan/", answer.content.decode()
        work_off(lambda: works.NOW)
    work.refresh_from_db()
    assert media.state(work) == "checking"
    by = showing.moderator(part)
    ticked = showing.everything(part, work)
    accept_work(work, ticked=ticked, version=version_of(work), now=showing.LATER, by=by)
    publish_work(work, now=showing.LATER, by=by)
    with clock.frozen_at(showing.LATER + timedelta(hours=1)):
        visitor = Client()
        assert work.entry.title in visitor.get(showing.PAGE).content.decode()
        answer = visitor.get(f"{showing.PAGE}{work.number}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def draft(part: Part, client: Client, **fields: Any) -> Work:
    by, owner = works.coordinator(part)
    client.force_login(by)
    return works.draft(part, by, owner, **fields)


@pytest.mark.parametrize("what", MEDIA)
def test_from_the_upload_to_the_gallery(what: str, client: Client) -> None:
    kind, rules, (name, media_type, make) = MEDIA[what]
    data = make()  # once: a Word file made a moment later carries another time
    sent: Sent = (name, media_type, lambda: data)
    part = showing.opened(media=kind, file=rules)
    work = draft(part, client)
    with clock.frozen_at(works.NOW):
        assert sent_to(client, work, sent).status_code == 302
    html = shown_to_all(part, work, client)
    address = f"{showing.PAGE}{work.number}/tep/1/"
    assert address in html
    answer = Client().get(address)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == data  # type: ignore[attr-defined]
    shown = what != "a Word file"
    assert answer.headers["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert (Client().get(f"{showing.PAGE}{work.number}/anh-bia/").status_code == 200) == (kind == "image")


def test_several_pictures_of_one_work(client: Client) -> None:
    part = showing.opened(media="image", file={"count": 2})
    work = draft(part, client)
    with clock.frozen_at(works.NOW):
        for place in (1, 2):
            assert sent_to(client, work, MEDIA["a picture"][2], place).status_code == 302
        assert sent_to(client, work, MEDIA["a picture"][2], 3).status_code == 404
    html = shown_to_all(part, work, client)
    assert all(f"{showing.PAGE}{work.number}/tep/{place}/" in html for place in (1, 2))


@pytest.mark.parametrize(
    ("kind", "rules", "sent", "code"),
    [
        ("image", {"max_mb": 1}, ("bom.jpg", "image/jpeg", lambda: picture() + bytes(900_000)), ""),
        ("image", {"containers": ["png"]}, ("tranh.jpg", "image/jpeg", picture), "wrong_type"),
        ("image", {}, ("tranh.jpg", "image/jpeg", lambda: picture()[:-2000]), "truncated"),
        ("image", {}, ("tranh.jpg", "image/jpeg", lambda: b"<svg onload='x'/>"), "wrong_type"),
        ("document", {"max_pages": 2}, ("dai.pdf", "application/pdf", lambda: pdf(3)), "too_many_pages"),
        ("document", {}, ("may.docx", "x/y", lambda: docx(**{"word/vbaProject.bin": b"x"})), "active"),
    ],
)
def test_what_the_plan_does_not_take_is_held_with_its_reason(
    kind: str, rules: dict[str, Any], sent: Sent, code: str, client: Client
) -> None:
    part = showing.opened(media=kind, file=rules)
    work = draft(part, client)
    with clock.frozen_at(works.NOW):
        assert sent_to(client, work, sent).status_code == 302
        client.post(f"/tac-pham/{work.entry.code}/nop/", {"declaration-ban-quyen": "on"})
        work_off(lambda: works.NOW)
    assert media.state(work) == ("held" if code else "checking")
    last = work.steps.last()
    assert last is not None
    assert [one["code"] for one in last.findings] == ([code] if code else [])


def test_a_file_above_the_plans_size_is_refused_before_it_is_sent(client: Client) -> None:
    work = draft(showing.opened(media="image", file={"max_mb": 1}), client)
    with clock.frozen_at(works.NOW):
        answer = sent_to(client, work, ("lon.jpg", "image/jpeg", lambda: bytes(1_000_001)))
    assert answer.status_code == 413
    assert not work.files.exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://127.0.0.1/x", "https://a:b@vidu.example/", "x"])
def test_an_address_that_is_no_post_is_said_at_its_field(address: str, client: Client) -> None:
    part = showing.opened(media="link")
    work = draft(part, client, link="https://mang.vidu.example/bai/17")
    fields = {"title": "Bài đăng", "link": address, "tac-gia-TOTAL_FORMS": "0", "tac-gia-INITIAL_FORMS": "0"}
    with clock.frozen_at(works.NOW):
        answer = client.post(f"/tac-pham/{work.entry.code}/sua/", fields)
    assert answer.status_code in (400, 409)
    work.refresh_from_db()
    assert work.link == "https://mang.vidu.example/bai/17"


def test_a_published_post(client: Client) -> None:
    part = showing.opened(media="link")
    work = draft(part, client, link="https://mang.vidu.example/bai/17")
    with clock.frozen_at(works.NOW):
        assert sent_to(client, work, MEDIA["a picture"][2]).status_code == 409, "no file is taken"
    html = shown_to_all(part, work, client)
    assert 'href="https://mang.vidu.example/bai/17"' in html
    assert 'rel="noopener nofollow external"' in html


def test_a_part_without_any_file(client: Client) -> None:
    part = showing.opened(media="none")
    html = shown_to_all(part, draft(part, client), client)
    assert "Chưa có tệp để xem." not in html


def test_hls_is_served_like_the_film_where_it_is_on(tmp_path: Path, settings: Any, client: Client) -> None:
    settings.MEDIA_HLS = True
    part = showing.opened()
    by, owner = works.coordinator(part)
    film = clips.write(tmp_path / "phim.mp4", [clips.plain(320, 180)] * 30, options={"movflags": "faststart"})
    work, _file = media.submitted_with(film, part, by, owner)
    media.worked()
    work.refresh_from_db()
    page = f"{showing.PAGE}{work.number}/"
    paths = (f"{page}hls/phim.m3u8", f"{page}hls/hls.ts")
    assert [client.get(path).status_code for path in paths] == [404, 404], "not published yet"
    client.force_login(by)
    own = f"/tac-pham/{work.entry.code}/hls/phim.m3u8"
    assert [client.get(path).status_code for path in (*paths, own)] == [200, 200, 200]
    moderator = showing.moderator(part)
    ticked = showing.everything(part, work)
    accept_work(work, ticked=ticked, version=version_of(work), now=showing.LATER, by=moderator)
    publish_work(work, now=showing.LATER, by=moderator)
    visitor = Client()
    assert f'src="{paths[0]}"' in visitor.get(page).content.decode()
    playlist = visitor.get(paths[0])
    assert playlist.headers["Content-Type"] == "application/vnd.apple.mpegurl"
    assert "#EXT-X-BYTERANGE" in playlist.content.decode()
    assert "\nhls.ts\n" in playlist.content.decode()
    piece = visitor.get(paths[1], headers={"Range": "bytes=0-187"})
    assert (piece.status_code, b"".join(piece.streaming_content)[:1]) == (206, b"G")  # type: ignore[attr-defined]


def test_a_stranger_sends_nothing_to_somebodys_work(client: Client) -> None:
    part = showing.opened(media="image")
    work = draft(part, client)
    stranger, _owner = works.person(part, "Người Lạ Mẫu")
    other, _unit = works.coordinator(part, "Phòng Hai")
    with clock.frozen_at(works.NOW):
        for account in (stranger, other):
            client.force_login(account)
            answer = sent_to(client, work, MEDIA["a picture"][2])
            assert answer.status_code == 404
            assert "Không tìm thấy tác phẩm này." in answer.content.decode()
    assert not work.files.exists()
