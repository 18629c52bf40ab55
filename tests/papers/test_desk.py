"""The desk of papers, page by page: who may, what happens, what is refused, how many queries."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.core import clock
from hoithi.documents.models import Document, DocumentTemplate
from hoithi.documents.rules.paper import from_data
from hoithi.papers.kinds import KINDS
from hoithi.papers.operations import write_paper
from tests.contests import factories as make
from tests.documents.formats.test_word_template import template

pytestmark = pytest.mark.django_db
DESK = "/cuoc-thi/{}/dieu-hanh/van-ban/"
READ = {"secretary", "organiser", "leader"}
ALL = (
    "anonymous",
    "contestant",
    "coordinator",
    "author",
    "reviewer",
    "juror",
    *sorted(READ),
    "administrator",
)


@pytest.fixture(autouse=True)
def _now() -> Any:
    clock.set_offset(make.NOW - clock.now())
    yield
    clock.set_offset(timedelta(0))


@pytest.fixture
def contest() -> Any:
    return make.contest()


def as_(role: str, contest: Any) -> Client:
    client = Client()
    unit = make.units(contest, f"Phòng {role}")[0] if role == "coordinator" else None
    holder = make.holder_of(role, contest, unit)
    if holder is not None:
        client.force_login(holder)
    return client


def drafted(contest: Any, kind: str = "ke_hoach") -> Document:
    return write_paper(contest, kind, by=None, now=make.NOW)


def address(contest: Any, document: Document | None = None, more: str = "") -> str:
    return DESK.format(contest.slug) + (f"{document.pk}/" if document else "") + more


@pytest.mark.parametrize("role", ALL)
def test_who_may_read_and_who_may_write(role: str, contest: Any) -> None:
    client, document = as_(role, contest), drafted(contest)
    reads = 200 if role in READ else 302 if role == "anonymous" else None
    writes = 200 if role == "secretary" else reads if role == "anonymous" else None
    for more in ("", "1/word/", "1/pdf/", "1/trang-1.png"):
        assert client.get(address(contest, document, more)).status_code in ({reads} if reads else {403, 404})
    assert client.get(address(contest)).status_code in ({reads} if reads else {403, 404})
    for more in ("soan/", "mau/", f"{document.pk}/sua/", f"{document.pk}/ban-hanh/"):
        assert client.get(address(contest) + more).status_code in ({writes} if writes else {403, 404})
    done = client.post(address(contest, document, "trinh-ky/")).status_code
    document.refresh_from_db()
    assert (document.state == "submitted") == (role == "secretary")
    assert done in ({302} if role in ("secretary", "anonymous") else {403, 404})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drafted_by_one_press(kind: str, contest: Any) -> None:
    client = as_("secretary", contest)
    answer = client.post(address(contest, more="soan/"), {"loai": kind})
    document = Document.objects.get()
    assert answer.headers["Location"] == address(contest, document)
    page = client.get(address(contest, document)).content.decode()
    assert str(KINDS[kind].title) in page
    assert client.post(address(contest, more="soan/"), {"loai": "la"}).status_code == 404


def test_the_whole_way_of_a_paper(contest: Any) -> None:
    secretary, leader, document = as_("secretary", contest), as_("leader", contest), drafted(contest)
    assert b"%PDF" in b"".join(secretary.get(address(contest, document, "1/pdf/")))  # type: ignore[arg-type]
    assert b"".join(secretary.get(address(contest, document, "1/word/")))[:2] == b"PK"  # type: ignore[arg-type]
    assert secretary.get(address(contest, document, "1/trang-99.png")).status_code == 404
    assert secretary.get(address(contest, document, "9/pdf/")).status_code == 404

    form = secretary.get(address(contest, document, "sua/")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed |= {"title": "Tổ chức lại", "body": "# I. MỘT\n\nCâu đã sửa.", "signer": "Lê Thị Bông"}
    assert secretary.post(address(contest, document, "sua/"), typed).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.versions.count(), document.signer) == ("Tổ chức lại", 2, "Lê Thị Bông")
    late = secretary.post(address(contest, document, "sua/"), typed)
    assert late.status_code == 400
    assert "bản mới hơn" in late.content.decode()
    assert secretary.post(address(contest, document, "sua/"), typed | {"title": ""}).status_code == 400

    assert secretary.post(address(contest, document, "lay-lai-so-lieu/")).status_code == 302
    last = document.versions.first()
    assert last is not None
    assert from_data(last.source).title == "Tổ chức lại"
    assert len(from_data(last.source).blocks) > 3

    secretary.post(address(contest, document, "trinh-ky/"))
    assert secretary.post(address(contest, document, "lay-lai-so-lieu/")).status_code == 409
    assert leader.get(address(contest, document, "tra-lai/")).status_code == 200
    assert leader.post(address(contest, document, "tra-lai/"), {"reason": ""}).status_code == 400
    leader.post(address(contest, document, "tra-lai/"), {"reason": "Thiếu căn cứ"})
    document.refresh_from_db()
    assert document.state == "draft"
    assert "Thiếu căn cứ" in secretary.get(address(contest, document)).content.decode()

    assert leader.post(address(contest, document, "ban-hanh/")).status_code == 403
    day = {"issued_on_day": "5", "issued_on_month": "6", "issued_on_year": "2024"}
    issue = {"number": "12", "power": "TM.", "on_behalf": "Ủy ban nhân dân", "signer_title": "Chủ tịch"} | day
    assert secretary.post(address(contest, document, "ban-hanh/"), issue | {"signer": ""}).status_code == 400
    assert secretary.post(address(contest, document, "ban-hanh/"), issue | {"signer": "Lê Thị Bông"}).status_code == 302
    document.refresh_from_db()
    assert (document.state, document.number) == ("issued", 12)
    assert secretary.post(address(contest, document, "ban-hanh/"), issue | {"signer": "X"}).status_code == 400

    bad = SimpleUploadedFile("a.exe", b"MZ")
    assert (
        "PDF, JPEG hoặc PNG"
        in secretary.post(address(contest, document, "ban-ky/"), {"file": bad}, follow=True).content.decode()
    )
    scan = SimpleUploadedFile("a.pdf", b"%PDF-1.4 signed")
    secretary.post(address(contest, document, "ban-ky/"), {"file": scan})
    assert b"signed" in b"".join(leader.get(address(contest, document, "ban-ky/")))  # type: ignore[arg-type]
    assert leader.post(address(contest, document, "ban-ky/"), {"file": scan}).status_code == 403


def test_what_everybody_may_read(contest: Any) -> None:
    secretary, anybody, document = as_("secretary", contest), Client(), drafted(contest)
    listed, file = f"/cuoc-thi/{contest.slug}/van-ban/", f"/cuoc-thi/{contest.slug}/van-ban/{document.pk}/"
    assert anybody.get(listed).status_code == 200
    assert anybody.get(file).status_code == 404
    assert secretary.post(address(contest, document, "cong-khai/"), {"cong_khai": "1"}).status_code == 400
    Document.objects.filter(pk=document.pk).update(state="issued", number=1, issued_on=make.NOW.date(), signer="A")
    assert anybody.get(file).status_code == 404
    secretary.post(address(contest, document, "cong-khai/"), {"cong_khai": "1"})
    assert document.title in anybody.get(listed).content.decode()
    assert b"%PDF" in b"".join(anybody.get(file))  # type: ignore[arg-type]
    secretary.post(address(contest, document, "cong-khai/"))
    assert anybody.get(file).status_code == 404


def test_results_are_not_shown_before_their_publication(contest: Any) -> None:
    secretary, document = as_("secretary", contest), drafted(contest, "tb_ket_qua")
    Document.objects.filter(pk=document.pk).update(state="issued", number=1, issued_on=make.NOW.date(), signer="A")
    refused = secretary.post(address(contest, document, "cong-khai/"), {"cong_khai": "1"})
    assert refused.status_code == 409
    assert "chưa công bố" in refused.content.decode()


def test_a_document_of_another_contest_is_not_there(contest: Any) -> None:
    other = make.contest(slug="cuoc-thi-khac")
    assert as_("secretary", contest).get(address(contest, drafted(other))).status_code == 404


def test_an_offices_template_is_taken_or_told_what_is_wrong(contest: Any) -> None:
    client = as_("secretary", contest)
    page = client.get(address(contest, more="mau/")).content.decode()
    assert "{{p noi_dung }}" in page
    sample = client.get(address(contest, more="mau/mau-co-san.docx")).content
    assert sample[:2] == b"PK"
    bad = SimpleUploadedFile("mau.docx", template("Một", "{{ chu_tich }}"))
    refused = client.post(address(contest, more="mau/"), {"kind": "ke_hoach", "file": bad})
    assert refused.status_code == 400
    assert "không có chỗ điền “chu_tich”" in refused.content.decode()
    good = SimpleUploadedFile("mau.docx", sample)
    assert client.post(address(contest, more="mau/"), {"kind": "ke_hoach", "file": good}).status_code == 302
    own = DocumentTemplate.objects.get()
    assert b"".join(client.get(address(contest, more=f"mau/{own.pk}/tep/")))[:2] == b"PK"  # type: ignore[arg-type]
    version = drafted(contest).versions.first()
    assert version is not None
    assert version.template == own
    client.post(address(contest, more=f"mau/{own.pk}/bo/"))
    own.refresh_from_db()
    assert own.retired_at is not None


def test_the_register_is_filtered(contest: Any) -> None:
    client = as_("secretary", contest)
    assert "Chưa có văn bản nào" in client.get(address(contest)).content.decode()
    drafted(contest), drafted(contest, "giay_moi")
    shown = client.get(address(contest), {"loai": "giay_moi"}).context["rows"]
    assert [one.kind for one, _title in shown] == ["giay_moi"]
    assert "Không có văn bản nào như vậy" in client.get(address(contest), {"q": "zzz"}).content.decode()
    assert len(client.get(address(contest), {"trang_thai": "draft", "trang": "9"}).context["rows"]) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_the_same_number_of_times(count: int, contest: Any, django_assert_num_queries: Any) -> None:
    client = as_("secretary", contest)
    for _n in range(count):
        drafted(contest)
    client.get(address(contest))
    with django_assert_num_queries(8):
        client.get(address(contest))


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_asks_the_same_number_of_times(
    count: int, contest: Any, django_assert_num_queries: Any
) -> None:
    for number in range(1, count + 1):
        pk = drafted(contest).pk
        Document.objects.filter(pk=pk).update(
            state="issued", number=number, issued_on=make.NOW.date(), signer="A", public=True
        )
    client, listed = Client(), f"/cuoc-thi/{contest.slug}/van-ban/"
    assert len(client.get(listed).context["rows"]) == count
    with django_assert_num_queries(6):
        client.get(listed)


def test_a_doubtful_signer_is_told_with_the_article(contest: Any) -> None:
    client, document = as_("secretary", contest), drafted(contest, "qd_khen_thuong")
    version = document.versions.get()
    source = version.source | {"signature": {"prefix": "", "on_behalf": "", "title": "Trưởng Ban Tổ chức", "name": "A"}}
    type(version).objects.filter(pk=version.pk).update(source=source)
    assert "Điều 80 Luật Thi đua, khen thưởng 2022" in client.get(address(contest, document)).content.decode()


def test_pages_of_a_picture_are_pictures(contest: Any) -> None:
    from PIL import Image

    answer = as_("leader", contest).get(address(contest, drafted(contest), "1/trang-1.png"))
    assert Image.open(io.BytesIO(answer.content)).width > 500
