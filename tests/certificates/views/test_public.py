"""The check page for anybody, and the papers of their holders."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.certificates.models import Certificate, Design
from hoithi.certificates.operations.issue import ensure_file, issue_awards
from hoithi.certificates.operations.revoke import revoke_certificate
from hoithi.contests.models import Entrant
from hoithi.files.store import store
from tests.awards.ended import LATER
from tests.certificates import factories as own
from tests.contests import factories as make

pytestmark = pytest.mark.django_db
MINE = "/cuoc-thi/hoi-thi-thu/giay-cua-toi/"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def design() -> Design:
    contest = own.contest()
    found = own.designs(contest)["giay-chung-nhan"]
    issue_awards(found, issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)
    return found


def first(design: Design) -> Certificate:
    return design.certificates.select_related("design__contest", "entrant__person").get(no=1)


def of_person(paper: Certificate) -> Client:
    assert paper.entrant is not None
    client = Client()
    client.force_login(make.User.objects.create(person=paper.entrant.person, email="a@example.vn"))
    return client


class TestChecking:
    def test_a_genuine_paper_is_shown_and_nothing_else_of_its_holder(self, client: Client, design: Design) -> None:
        answer = client.get(f"/giay/{first(design).code}/")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "Giấy thật, cấp ngày 1/7/2024, còn hiệu lực" in page
        assert "Người A" in page
        assert "1990" not in page  # the birth year
        paper = first(design)
        assert paper.entrant is not None
        assert paper.entrant.code not in page

    def test_a_revoked_paper_is_told_so_without_the_reason(self, client: Client, design: Design) -> None:
        revoke_certificate(first(design), reason="Thi hộ người khác", now=LATER, by=None)
        page = client.get(f"/giay/{first(design).code}/").content.decode()
        assert "Giấy đã bị thu hồi" in page
        assert "Thi hộ" not in page

    def test_an_unknown_code(self, client: Client, design: Design) -> None:
        answer = client.get("/giay/", {"ma": "SS24-2222-2222-2222-2222-2222"})
        assert answer.status_code == 404
        assert "Không có giấy nào mang mã này" in answer.content.decode()
        assert client.get("/giay/").status_code == 200

    def test_guessing_runs_out(self, client: Client, design: Design) -> None:
        for _ in range(300):
            client.get("/giay/22222222222222222222/")
        assert client.get("/giay/22222222222222222223/").status_code == 429

    def test_a_downloaded_file_is_compared(self, client: Client, design: Design) -> None:
        data = b"".join(store().blocks(ensure_file(first(design), now=LATER).key))
        good = client.post("/giay/tep/", {"tep": SimpleUploadedFile("a.pdf", data)})
        assert "đúng từng byte" in good.content.decode()
        bad = client.post("/giay/tep/", {"tep": SimpleUploadedFile("a.pdf", data + b" ")})
        assert bad.status_code == 404
        assert "Không có giấy nào trùng với tệp này" in bad.content.decode()
        assert client.post("/giay/tep/").status_code == 400


class TestOwn:
    def test_a_winner_takes_the_file(self, design: Design) -> None:
        paper = first(design)
        client = of_person(paper)
        assert "01/GCN-BTC" in client.get(MINE).content.decode()
        answer = client.get(f"{MINE}{paper.code}.pdf")
        assert answer.status_code == 200
        assert b"".join(answer).startswith(b"%PDF")  # type: ignore[arg-type]

    def test_nobody_takes_somebody_elses(self, design: Design) -> None:
        other = design.certificates.select_related("entrant__person").get(no=2)
        assert of_person(other).get(f"{MINE}{first(design).code}.pdf").status_code == 404
        assert Client().get(f"{MINE}{other.code}.pdf").status_code == 302

    def test_a_revoked_paper_cannot_be_taken(self, design: Design) -> None:
        paper = first(design)
        revoke_certificate(paper, reason="In sai tên", now=LATER, by=None)
        client = of_person(paper)
        assert "Đã thu hồi" in client.get(MINE).content.decode()
        assert client.get(f"{MINE}{paper.code}.pdf").status_code == 404

    def test_whoever_took_part_fetches_a_paper_once(self, design: Design) -> None:
        entrant = Entrant.objects.select_related("person").get(display_name="Người E")
        client = Client()
        client.force_login(make.User.objects.create(person=entrant.person, email="e@example.vn"))
        page = client.get(MINE).content.decode()
        assert "Nhận giấy (PDF)" in page
        answer = client.post(f"{MINE}tham-gia/")
        assert re.fullmatch(rf"{MINE}[2-9A-Z]{{20}}\.pdf", answer["Location"])
        assert client.get(answer["Location"]).status_code == 200
        client.post(f"{MINE}tham-gia/")
        assert Certificate.objects.filter(entrant=entrant).count() == 1
        assert "Nhận giấy (PDF)" not in client.get(MINE).content.decode()

    def test_a_stranger_has_no_such_page(self, design: Design) -> None:
        client = Client()
        client.force_login(make.user("Người Lạ Mẫu"))
        assert client.get(MINE).status_code == 404

    def test_before_publication_the_page_says_when(self) -> None:
        contest = own.contest(public=False)
        found = own.designs(contest)["giay-chung-nhan"]
        issue_awards(found, issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)
        paper = first(found)
        client = of_person(paper)
        page = client.get(MINE).content.decode()
        assert "Chưa công bố kết quả" in page
        assert paper.number not in page
        assert client.get(f"{MINE}{paper.code}.pdf").status_code == 404
        assert client.get(f"/giay/{paper.code}/").status_code == 404

    def test_a_coordinator_takes_the_papers_of_the_unit(self) -> None:
        contest = own.contest()
        found = own.designs(contest)["giay-khen"]
        issue_awards(found, issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)
        paper = found.certificates.select_related("contest_unit").get()
        client = Client()
        user = make.holder_of("coordinator", contest, paper.contest_unit)
        assert user is not None
        client.force_login(user)
        assert "Giấy của đơn vị" in client.get(MINE).content.decode()
        assert client.get(f"{MINE}{paper.code}.pdf").status_code == 200
