"""Numbers, codes, files: nobody gets two papers, numbers have no gaps, a paper once made never changes."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from hoithi.audit.models import AuditEvent
from hoithi.awards.operations.revoke import revoke_award
from hoithi.certificates.errors import AlreadyRevoked, DesignIncomplete, NobodyToGive, NotYours
from hoithi.certificates.models import Batch, Certificate, Design
from hoithi.certificates.operations.designs import change_design, suggest_designs
from hoithi.certificates.operations.issue import (
    ensure_file,
    issue_awards,
    own_certificate,
    paper_bytes,
    print_book,
    work_on_batches,
)
from hoithi.certificates.operations.revoke import revoke_certificate
from hoithi.certificates.queries.check import certificate_of_file, check_of, find_certificate
from hoithi.contests.models import Entrant
from hoithi.core.errors import InvalidInput
from hoithi.files.store import store
from tests.awards import ended
from tests.awards.ended import LATER
from tests.certificates import factories as own
from tests.contests import factories as make

pytestmark = pytest.mark.django_db


def text_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def issued(public: bool = True) -> tuple[Design, Batch]:
    contest = own.contest(public=public)
    design = own.designs(contest)["giay-chung-nhan"]
    return design, issue_awards(design, issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)


def test_the_plan_names_the_papers_and_suggesting_again_changes_nothing() -> None:
    contest = own.contest()
    made = suggest_designs(contest, now=LATER)
    assert [design.key for design in made] == ["giay-chung-nhan", "giay-khen", "tham-gia"]
    assert made[0].prizes == ["nhat", "nhi", "xet-ca-nhan"]
    assert [design.pk for design in suggest_designs(contest, now=LATER)] == [design.pk for design in made]


def test_each_decided_award_gets_one_paper_and_asking_again_gives_none() -> None:
    design, batch = issued()
    papers = list(design.certificates.all())
    assert [(paper.no, paper.holder, paper.prize) for paper in papers] == [
        (1, "Người A", "Giải nhất"),
        (2, "Người B", "Giải nhì"),
        (3, "Người C", "Giải nhì"),
    ]
    assert batch.wanted == 3
    assert all(len(paper.code) == 20 for paper in papers)
    assert [paper.entrant.display_name for paper in papers if paper.entrant] == ["Người A", "Người B", "Người C"]
    with pytest.raises(NobodyToGive):
        issue_awards(design, issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)
    assert AuditEvent.objects.filter(action="certificates:batch:asked").count() == 1


def test_before_the_decision_nobody_gets_a_paper() -> None:
    contest, _units, _people = ended.contest_over(prize=own.prizes())
    design = own.designs(contest)["giay-chung-nhan"]
    with pytest.raises(NobodyToGive):
        issue_awards(design, issued_on=own.ON, now=LATER, by=None)


def test_a_design_without_a_signer_gives_nothing() -> None:
    contest = own.contest()
    design = own.designs(contest)["giay-chung-nhan"]
    design.signer = ""
    design.save()
    with pytest.raises(DesignIncomplete, match="Người ký"):
        issue_awards(design, issued_on=own.ON, now=LATER, by=None)
    assert not Certificate.objects.exists()


def test_the_file_says_what_the_row_says_and_is_stored_once() -> None:
    design, batch = issued()
    assert work_on_batches(LATER) == 3
    assert work_on_batches(LATER) == 0
    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.wanted) == ("done", 3, 3)
    paper = design.certificates.select_related("file", "design__contest").get(no=2)
    assert paper.file is not None
    data = b"".join(store().blocks(paper.file.key))
    assert hashlib.sha256(data).hexdigest() == paper.sha256 == paper.file.sha256
    text = text_of(data)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Người B" in text
    assert "GIẢI NHÌ" in text
    assert "02/GCN-BTC" in text
    assert paper.shown_code in text
    assert "Xã Mẫu, ngày 01 tháng 7 năm 2024" in text
    assert paper_bytes(paper) == data  # the same words give the same bytes


def test_a_changed_design_leaves_papers_already_given_alone() -> None:
    design, _batch = issued()
    words = {name: getattr(design, name) for name in ("over", "issuer", "heading", "opening", "body", "closing")}
    words |= own.SIGNED | {"heading": "GIẤY MỚI", "prefix": ""}
    design.refresh_from_db()
    change_design(design, words, framed=True, version=design.version, now=LATER, by=None)
    paper = design.certificates.select_related("design__contest").get(no=1)
    assert paper.sheet["heading"] == "GIẤY CHỨNG NHẬN"
    assert "GIẤY CHỨNG NHẬN" in text_of(paper_bytes(paper))


def test_a_wording_with_an_unknown_place_is_refused_with_its_name() -> None:
    contest = own.contest()
    design = own.designs(contest)["giay-chung-nhan"]
    words = own.SIGNED | {"issuer": "A", "heading": "B", "body": "{ho_ten} [đạt"}
    with pytest.raises(InvalidInput) as refused:
        change_design(design, words, framed=True, version=design.version, now=LATER, by=None)
    assert [problem.at for problem in refused.value.problems] == ["body", "body"]
    assert "{ho_ten}" in str(refused.value)


def test_a_book_has_a_page_for_every_paper_in_force() -> None:
    design, _batch = issued()
    revoke_certificate(design.certificates.get(no=2), reason="In sai tên", now=LATER, by=None)
    pages = PdfReader(io.BytesIO(print_book(design, now=LATER))).pages
    assert len(pages) == 2
    assert "Người C" in pages[1].extract_text()


def test_a_name_and_wording_of_any_length_stay_on_one_page() -> None:
    contest = own.contest()
    design = own.designs(contest)["giay-chung-nhan"]
    design.closing = "Một câu rất dài về thành tích trong công tác cải cách hành chính. " * 12
    design.save()
    award = ended.the(contest, "nhat")
    award.holder_name = "Nhóm tác giả " + ", ".join(f"Nguyễn Thị Ví Dụ {n}" for n in range(9))
    award.save()
    issue_awards(design, issued_on=own.ON, now=LATER, by=None, awards=[award.pk], address=own.ADDRESS)
    paper = design.certificates.select_related("design__contest").get()
    assert len(PdfReader(io.BytesIO(paper_bytes(paper))).pages) == 1


class TestRevoking:
    def test_a_paper_taken_back_is_told_so_and_may_be_given_again(self) -> None:
        design, _batch = issued()
        paper = design.certificates.get(no=1)
        revoke_certificate(paper, reason="In sai tên", now=LATER, by=None)
        found = find_certificate(paper.code)
        assert found is not None
        assert check_of(found).valid is False
        with pytest.raises(AlreadyRevoked):
            revoke_certificate(paper, reason="Lại", now=LATER, by=None)
        issue_awards(design, issued_on=own.ON, now=LATER, by=None, address=own.ADDRESS)
        assert design.certificates.filter(revoked_at=None).order_by("no").values_list("no", flat=True).last() == 4

    def test_without_a_reason_nothing_happens(self) -> None:
        design, _batch = issued()
        with pytest.raises(InvalidInput):
            revoke_certificate(design.certificates.get(no=1), reason="  ", now=LATER, by=None)
        assert not design.certificates.filter(revoked_at__isnull=False).exists()

    def test_a_revoked_award_takes_its_paper_along(self) -> None:
        design, _batch = issued()
        award = ended.the(design.contest, "nhat")
        document = ended.paper(award.contest, number=99)
        revoke_award(award, reason="Thi hộ", document=document, move_up=False, now=LATER, by=None)
        assert design.certificates.get(no=1).revoked_at == LATER


class TestChecking:
    def test_a_code_is_found_however_it_is_typed(self) -> None:
        design, _batch = issued()
        paper = design.certificates.select_related("design__contest").get(no=1)
        for typed in (paper.code, paper.shown_code, paper.shown_code.lower().replace("-", " ")):
            assert find_certificate(typed) == paper

    def test_before_the_announcement_no_paper_is_known(self) -> None:
        design, _batch = issued(public=False)
        assert find_certificate(design.certificates.get(no=1).code) is None

    def test_a_file_is_known_by_its_digest_alone(self) -> None:
        design, _batch = issued()
        paper = design.certificates.select_related("design__contest").get(no=1)
        stored = ensure_file(paper, now=LATER)
        assert certificate_of_file(stored.sha256) == paper
        assert certificate_of_file("0" * 64) is None
        assert certificate_of_file("") is None


class TestParticipation:
    def test_whoever_took_part_fetches_one_paper(self) -> None:
        contest = own.contest()
        design = own.designs(contest)["tham-gia"]
        entrant = Entrant.objects.get(display_name="Người E")
        paper = own_certificate(design, entrant, now=LATER, address=own.ADDRESS)
        assert (paper.no, paper.holder, paper.prize) == (1, "Người E", "")
        assert own_certificate(design, entrant, now=LATER + timedelta(days=1), address=own.ADDRESS).pk == paper.pk
        text = text_of(paper_bytes(paper))
        assert "đã tham gia" in text
        assert "Phòng Một" in text

    def test_before_publication_there_is_none(self) -> None:
        contest = own.contest(public=False)
        design = own.designs(contest)["tham-gia"]
        with pytest.raises(NotYours):
            own_certificate(design, Entrant.objects.get(display_name="Người E"), now=LATER)

    def test_somebody_who_never_sat_gets_none(self) -> None:
        contest = own.contest()
        design = own.designs(contest)["tham-gia"]
        idle = make.person("Người Không Thi")
        entrant = Entrant.objects.create(
            contest=contest,
            code="Z" * 20,
            kind="person",
            person=idle,
            group=contest.groups.get(key="cong-dan"),
            display_name="Người Không Thi",
            registered_at=make.NOW,
        )
        with pytest.raises(NotYours):
            own_certificate(design, entrant, now=LATER)
