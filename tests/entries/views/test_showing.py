"""Gallery, public pages and files: who reaches what before and after publication, and how much is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from hoithi.contests.models import Entry
from hoithi.core import clock
from hoithi.entries.models import Work, WorkFile
from hoithi.entries.operations.publications import Placed, note_publication
from hoithi.entries.operations.publishing import take_down_work, withdraw_for_owner
from hoithi.entries.slots import Slot, slots
from hoithi.files.store import store
from tests.contests import factories as make
from tests.entries import factories as works
from tests.entries import showing

pytestmark = pytest.mark.django_db
PAGE, LATER = showing.PAGE, showing.LATER
FILM, POSTER, CAPTIONS = b"film " * 1000, b"\xff\xd8poster", b"WEBVTT\n"
FILES = ("phim/", "anh-bia/", "phu-de/vi/", "tep/1/")
GALLERY, WORK = 5, 3
"""Queries of a visitor's page, whatever the number of works."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Any:
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path)}
    store.cache_clear()
    yield tmp_path
    store.cache_clear()


def with_files(work: Work) -> Work:
    showing.bytes_of(work, FILM)
    showing.bytes_of(work, POSTER, WorkFile.POSTER, name="bia.jpg", media_type="image/jpeg")
    showing.bytes_of(work, CAPTIONS, WorkFile.CAPTIONS, name="phu-de.vtt", media_type="text/vtt")
    return work


def read(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("role", make.ROLES)
def test_before_publication_only_owner_and_committee(client: Client, role: str) -> None:
    part = showing.opened()
    work = with_files(showing.accepted(part))
    with showing.as_role(client, role, part):
        good = 200 if role in showing.COMMITTEE else 404
        for path in ("", *FILES):
            answer = client.get(f"{PAGE}{work.number}/{path}")
            assert answer.status_code == good, path
            if good == 200 and not path:
                assert "noindex" in answer.content.decode()
                assert "og:image" not in answer.content.decode()
        told = client.get(PAGE).content.decode()
        assert work.entry.title not in told
        assert client.get(f"{PAGE}?q=mot+cua").content.decode().count(work.entry.title) == 0
        assert client.get(f"/tac-pham/{work.entry.code}/phim/").status_code in (302, 404)


@pytest.mark.parametrize("state", ["draft", "submitted", "held", "refused"])
def test_no_state_before_publication_leaks(client: Client, state: str) -> None:
    part = showing.opened()
    work = with_files(showing.handed_in(part))
    Work.objects.filter(pk=work.pk).update(published_at=None)
    work.entry.state = state
    work.entry.save()
    with clock.frozen_at(LATER):
        assert all(client.get(f"{PAGE}{work.number}/{path}").status_code == 404 for path in ("", *FILES))


def test_the_owner_sees_the_preview_and_the_files(client: Client) -> None:
    part = showing.opened()
    work = with_files(showing.accepted(part))
    assert work.started_by is not None
    client.force_login(work.started_by)
    with clock.frozen_at(LATER):
        page = client.get(f"{PAGE}{work.number}/")
        assert "chưa được đăng" in page.content.decode()
        assert page["Cache-Control"] == "private, no-store"
        assert all(client.get(f"{PAGE}{work.number}/{path}").status_code == 200 for path in FILES)
        assert read(client.get(f"/tac-pham/{work.entry.code}/phim/")) == FILM


@pytest.mark.parametrize("role", make.ROLES)
def test_published_is_for_everybody(client: Client, role: str) -> None:
    part = showing.opened()
    work = with_files(showing.published(part))
    with showing.as_role(client, role, part):
        assert work.entry.title in client.get(PAGE).content.decode()
        assert [client.get(f"{PAGE}{work.number}/{path}").status_code for path in ("", *FILES)] == [200] * 5


def test_a_page_names_authors_and_nothing_else_of_them(client: Client) -> None:
    part = showing.opened()
    author = works.Named(
        "Nguyễn Văn Mẫu", "Chuyên viên", "Phòng Một", "Số 5 đường Bí Mật", "0912000111", "mau@vidu.example"
    )
    work = with_files(showing.published(part, authors=[author]))
    note_publication(work, Placed("bao", "https://bao.example/1", "", LATER), now=LATER, by=showing.moderator(part))
    with clock.frozen_at(LATER):
        for path in (PAGE, f"{PAGE}{work.number}/"):
            told = client.get(path).content.decode()
            assert "Nguyễn Văn Mẫu" in told
            for secret in ("Bí Mật", "0912000111", "912 000 111", "mau@vidu", work.entry.code, "Phim cua chi Lan"):
                assert secret not in told
        page = client.get(f"{PAGE}{work.number}/").content.decode()
    for shown in (
        "https://bao.example/1",
        "Báo tỉnh",
        "HT24-1-001",
        'property="og:image"',
        "anh-bia/",
        "<track",
        "5:02",
    ):
        assert shown in page or shown == "5:02"
    assert "chi Lan" not in client.get(f"{PAGE}{work.number}/phim/")["Content-Disposition"]


def test_cards_show_small_pictures_and_shared_links_a_jpeg(client: Client) -> None:
    """Four posters stand beside a film: large and small, WebP and JPEG; a work with one shows that one everywhere."""
    part = showing.opened()
    work, plain = with_files(showing.published(part)), with_files(showing.published(part, "Phòng Hai"))
    work.files.filter(role=WorkFile.POSTER).delete()
    for place, (width, kind) in enumerate([(1280, "webp"), (1280, "jpeg"), (480, "webp"), (480, "jpeg")], 1):
        row = showing.bytes_of(work, b"%d" % place, WorkFile.POSTER, name=f"bia.{kind}", media_type=f"image/{kind}")
        row.place, row.facts = place, {"width": width, "height": width * 9 // 16}
        row.save()
    with clock.frozen_at(LATER):
        gallery, page = (client.get(at).content.decode() for at in (PAGE, f"{PAGE}{work.number}/"))
        shared = client.get(f"{PAGE}{work.number}/anh-bia/2/")
        assert shared["Content-Type"] == "image/jpeg"
    assert f'src="{PAGE}{work.number}/anh-bia/3/"' in gallery
    assert 'width="480"' in gallery
    assert f'src="{PAGE}{plain.number}/anh-bia/1/"' in gallery
    assert f'content="http://testserver{PAGE}{work.number}/anh-bia/2/"' in page
    assert '<meta property="og:image:width" content="1280">' in page
    for name in ("site_name", "locale", "type", "title", "description", "url", "image", "image:alt"):
        assert f'property="og:{name}"' in page


def test_a_film_is_sought_by_range(client: Client) -> None:
    work = with_files(showing.published(showing.opened()))
    answer = client.get(f"{PAGE}{work.number}/phim/", headers={"Range": "bytes=10-19", "Accept-Encoding": "gzip"})
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes 10-19/{len(FILM)}")
    assert read(answer) == FILM[10:20]


@pytest.mark.parametrize("away", [take_down_work, withdraw_for_owner])
def test_what_was_taken_away_says_so_and_its_files_are_gone_at_once(client: Client, away: Any) -> None:
    part = showing.opened()
    work = with_files(showing.published(part))
    away(work, public="Nhạc có bản quyền", reason="Đơn riêng của ông B", now=LATER, by=showing.moderator(part))
    with clock.frozen_at(LATER):
        page = client.get(f"{PAGE}{work.number}/")
        told = page.content.decode()
        assert page.status_code == 410
        assert "Nhạc có bản quyền" in told
        assert "Đơn riêng" not in told
        assert work.entry.title not in told
        assert all(client.get(f"{PAGE}{work.number}/{path}").status_code == 404 for path in FILES)
        assert work.entry.title not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("path", ["khong-co/tac-pham/", "video/tac-pham/999/", "video/tac-pham/999/phim/"])
def test_what_is_not_there(client: Client, path: str) -> None:
    showing.opened()
    assert client.get(f"/cuoc-thi/{showing.SLUG}/{path}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_gallery_asks_the_same_for_one_and_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    part = showing.opened()
    showing.many(part, count, "published")
    with clock.frozen_at(LATER), django_assert_num_queries(GALLERY):
        assert client.get(PAGE).content.decode().count('<article class="work') == count


def test_five_thousand_works_are_one_page_of_the_same_queries(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    part = showing.opened()
    first = showing.many(part, 1, "published")[0]
    entries = Entry.objects.bulk_create(
        Entry(part=part, owner=first.entry.owner, code=f"N{n}", title=f"Phim {n}", state="published", created_at=LATER)
        for n in range(2, 5001)
    )
    started = {"started_by": first.started_by, "updated_at": LATER, "published_at": LATER}
    Work.objects.bulk_create(Work(entry=one, number=n, **started) for n, one in enumerate(entries, 2))
    with clock.frozen_at(LATER), django_assert_num_queries(GALLERY):
        told = client.get(f"{PAGE}?sau=3000").content
    assert told.count(b'<article class="work') == 24
    assert len(told) < 100_000


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_the_same_for_one_and_three(
    client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    part = showing.opened()
    work = showing.many(part, count, "published")[0]
    with clock.frozen_at(LATER), django_assert_num_queries(WORK):
        assert client.get(f"{PAGE}{work.number}/").status_code == 200


def shown(client: Client, query: str = "") -> list[int]:
    page = client.get(PAGE + query).context["page"]
    return [work.number for work in page.works]


@pytest.mark.both
def test_search_and_filters(client: Client) -> None:
    part = showing.opened()
    one = showing.published(part, title="Ra đồng vẫn nộp được hồ sơ", topics=["vneid"], genre="phong-su")
    two = showing.published(part, "Phòng Hai", title="Đọc hiểu chỉ số", topics=["dich-vu-cong"], genre="hoat-hinh")
    assert one.entry.owner.contest_unit is not None
    assert shown(client, "?q=ra+dong") == [one.number]
    assert shown(client, "?q=ĐỌC hiểu") == [two.number]
    assert shown(client, "?q=phong+hai") == [two.number]
    assert shown(client, f"?don-vi={one.entry.owner.contest_unit.code}") == [one.number]
    assert shown(client, "?the-loai=hoat-hinh") == [two.number]
    assert shown(client, "?chu-de=vneid") == [one.number]
    assert shown(client, "?chu-de=khong-co") == [one.number, two.number]
    assert shown(client, "?q=khong-thay-gi&sau=x&truoc=-1") == []
    assert "Không tìm thấy tác phẩm nào" in client.get(f"{PAGE}?q=xyz").content.decode()


def test_an_empty_gallery_says_what_comes(client: Client) -> None:
    showing.opened()
    assert "Chưa có tác phẩm nào được đăng" in client.get(PAGE).content.decode()


def test_the_contest_page_leads_to_the_gallery_once_there_is_something(client: Client) -> None:
    part = showing.opened()
    with clock.frozen_at(LATER):
        assert PAGE not in client.get(f"/cuoc-thi/{showing.SLUG}/").content.decode()
        showing.published(part)
        assert PAGE in client.get(f"/cuoc-thi/{showing.SLUG}/").content.decode()


def walked(client: Client) -> list[int]:
    numbers, page = [], client.get(PAGE)
    while True:
        numbers += [work.number for work in page.context["page"].works]
        if not page.context["older"]:
            return numbers
        page = client.get(page.context["older"])


@pytest.mark.both
def test_pages_go_through_everything_once_and_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoithi.entries.queries.gallery.PAGE", 2)
    showing.many(showing.opened(), 5, "published")
    assert walked(client) == [1, 2, 3, 4, 5]
    third = client.get(f"{PAGE}?sau=4").context
    back = client.get(third["newer"]).context
    assert [work.number for work in back["page"].works] == [3, 4]
    assert shown(client, "?sau=77") == [1, 2]


def test_while_people_vote_each_has_an_order_of_their_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hoithi.entries.queries.gallery.PAGE", 4)
    monkeypatch.setattr(slots, "shuffled", [lambda part, now: True])
    part = showing.opened()
    showing.many(part, 9, "published")
    first = walked(client)
    assert sorted(first) == list(range(1, 10))
    assert walked(client) == first != list(range(1, 10))
    others = [walked(Client(REMOTE_ADDR=f"10.0.0.{n}")) for n in range(1, 4)]
    assert len({tuple(order) for order in [first, *others]}) == 4
    assert "Thứ tự ngẫu nhiên" in client.get(PAGE).content.decode()
    assert shown(client, "?thu-tu=1") == first[:4]


def test_rooms_above_add_their_buttons_where_they_belong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    part = showing.opened()
    one, two = showing.published(part), showing.published(part, "Phòng Hai")
    empty = Slot("core/_empty.html", {}, dock="core/_empty.html", marked=True)
    monkeypatch.setattr(slots, "cards", [lambda request, part, works: {one.pk: empty}])
    monkeypatch.setattr(slots, "pages", [lambda request, work: empty if work == one else None])
    assert client.get(PAGE).content.decode().count("voted") == 1
    assert 'class="dock' in client.get(f"{PAGE}{one.number}/").content.decode()
    assert 'class="dock' not in client.get(f"{PAGE}{two.number}/").content.decode()


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ("image", "<img"),
        ("document", "Mở tài liệu 1"),
        ("link", "Xem bài đã đăng"),
        ("none", "Mã tác phẩm"),
    ],
)
def test_other_media(client: Client, media: str, words: str) -> None:
    part = showing.opened(media=media)
    by, owner = works.coordinator(part)
    work = works.draft(part, by, owner, link="https://vidu.example/bai")
    if media in ("image", "document"):
        works.with_file(work, by)
    work = works.submit_work(work, agreed=works.AGREED, now=works.NOW, by=by)
    work.entry.state = "published"
    work.entry.save()
    told = client.get(f"{PAGE}{work.number}/").content.decode()
    assert words in told
    assert "<video" not in told
