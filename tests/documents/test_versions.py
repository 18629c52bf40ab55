"""A paper's way: draft, changes, submission, return, issue with both files and a digest, scan, page of the contest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from hoithi.audit.models import AuditEvent
from hoithi.core.errors import InvalidInput, Refusal
from hoithi.documents import operations as do
from hoithi.documents.models import Document, DocumentTemplate
from hoithi.documents.queries import (
    bytes_of,
    latest_version,
    next_number,
    public_documents,
    register_of,
    template_for,
)
from hoithi.documents.rules.paper import Signature, from_data
from tests.documents import papers
from tests.documents.formats.test_word_template import template
from tests.documents.texts import docx_words, pdf_words
from tests.people import factories as make
from tests.people.factories import NOW

DAY = date(2026, 8, 1)
SIGNED = Signature("TM.", "Ủy ban nhân dân", "Chủ tịch", "Lê Thị Bông")


def drafted(**changed: Any) -> Document:
    return do.draft_paper("quyet_dinh", papers.decision(**changed), contest_key="hoi-thi", by=None, now=NOW)


def issued(document: Document, number: int | None = 5, signature: Signature = SIGNED) -> Any:
    return do.issue_paper(document, number=number, issued_on=DAY, signature=signature, by=None, now=NOW)


@pytest.mark.django_db
def test_issuing_writes_number_day_and_signer_into_both_files() -> None:
    document = drafted(number=None, date=None)
    version = issued(document)
    document.refresh_from_db()
    assert (document.state, document.reference, document.signer) == ("issued", "5/QĐ-UBND", "Lê Thị Bông")
    pdf = bytes_of(version.pdf)
    assert document.file_sha == version.sha256 == hashlib.sha256(pdf).hexdigest()
    words = docx_words(bytes_of(version.docx))
    assert words == pdf_words(pdf)
    assert "5/QĐ-UBND" in words
    assert from_data(version.source).date == DAY
    with pytest.raises(do.DocumentIssued):
        do.change_paper(document, papers.decision(), seen=version.no, by=None, now=NOW)
    with pytest.raises(do.DocumentIssued):
        issued(document, 6)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("number", "signature", "missing"),
    [(None, SIGNED, "số"), (5, replace(SIGNED, name=""), "người ký")],
)
def test_nothing_is_issued_by_halves(number: int | None, signature: Signature, missing: str) -> None:
    document = drafted(signature=replace(SIGNED, name=""))
    with pytest.raises(do.DocumentIncomplete, match=missing):
        issued(document, number, signature)
    document.refresh_from_db()
    assert (document.state, document.versions.count()) == ("draft", 1)


@pytest.mark.django_db
def test_each_save_is_a_version_and_the_second_of_two_is_told() -> None:
    document = drafted()
    second = do.change_paper(document, papers.decision(title="Đã sửa"), seen=1, by=None, now=NOW)
    assert (second.no, document.title) == (2, "Đã sửa")
    with pytest.raises(do.DocumentChanged, match="bản mới hơn"):
        do.change_paper(document, papers.decision(title="Sửa từ bản cũ"), seen=1, by=None, now=NOW)
    first = document.versions.get(no=1)
    assert from_data(first.source) == papers.decision()
    last = latest_version(document)
    assert last is not None
    assert last.no == 2


@pytest.mark.django_db
def test_submitted_papers_are_returned_before_they_change() -> None:
    document = drafted()
    do.submit_document(document, by=None, now=NOW)
    do.submit_document(document, by=None, now=NOW)
    with pytest.raises(do.DocumentSubmitted, match="trả lại"):
        do.change_paper(document, papers.decision(), seen=1, by=None, now=NOW)
    with pytest.raises(do.ReasonMissing):
        do.return_document(document, reason=" ", by=None, now=NOW)
    user = make.account()
    do.return_document(document, reason="Sai tên đơn vị", by=user, now=NOW)
    do.change_paper(document, papers.decision(), seen=1, by=user, now=NOW)
    steps = [(one.what, one.note) for one in document.steps.all()]
    assert steps == [("draft", ""), ("submit", ""), ("return", "Sai tên đơn vị"), ("change", "2")]
    logged = list(AuditEvent.objects.values_list("action", flat=True))
    assert [one.rsplit(":", 1)[1] for one in logged if "document" in one] == ["draft", "submit", "return", "change"]


@pytest.mark.django_db
def test_a_scan_belongs_to_an_issued_paper() -> None:
    document = drafted()
    with pytest.raises(do.DocumentIncomplete, match="ban hành trước"):
        do.add_scan(document, b"%PDF-1.4", by=None, now=NOW)
    issued(document)
    with pytest.raises(InvalidInput, match="PDF, JPEG hoặc PNG"):
        do.add_scan(document, b"MZ", by=None, now=NOW)
    do.add_scan(document, b"%PDF-1.4 ky", by=None, now=NOW)
    assert document.scan is not None
    assert bytes_of(document.scan) == b"%PDF-1.4 ky"
    assert document.steps.last().note == document.scan.sha256


@pytest.mark.django_db
def test_only_issued_papers_are_shown_on_the_contests_page() -> None:
    document = drafted()
    with pytest.raises(do.DocumentIncomplete):
        do.show_document(document, public=True, by=None, now=NOW)
    issued(document)
    assert not public_documents("hoi-thi").exists()
    do.show_document(document, public=True, by=None, now=NOW)
    do.show_document(document, public=True, by=None, now=NOW)
    assert list(public_documents("hoi-thi")) == [document]
    do.show_document(document, public=False, by=None, now=NOW)
    assert not public_documents("hoi-thi").exists()


@pytest.mark.django_db
def test_the_register_is_searched() -> None:
    one, other = drafted(), drafted(title="Về việc thành lập Ban Tổ chức")
    issued(one, 41)
    assert list(register_of("hoi-thi", words="41")) == [one]
    assert list(register_of("hoi-thi", words="ban tổ chức")) == [other]
    assert list(register_of("hoi-thi", state="draft")) == [other]
    assert not register_of("khac").exists()
    assert next_number(papers.HEAD["agency"], "QĐ-UBND", 2026) == 42
    assert next_number(papers.HEAD["agency"], "QĐ-UBND", 2027) == 1


@pytest.mark.django_db
def test_an_offices_own_template_is_used_from_then_on() -> None:
    with pytest.raises(InvalidInput, match="chu_tich"):
        do.add_template("quyet_dinh", template("{{ chu_tich }}"), by=None, now=NOW)
    assert not DocumentTemplate.objects.exists()
    do.add_template("quyet_dinh", template("Mẫu chung {{ trich_yeu }}"), by=None, now=NOW)
    own = do.add_template("quyet_dinh", template("Mẫu riêng {{ trich_yeu }}"), contest_key="hoi-thi", by=None, now=NOW)
    newer = do.add_template("quyet_dinh", template("Mẫu mới"), contest_key="hoi-thi", by=None, now=NOW)
    assert (own.no, newer.no) == (1, 2)
    version = latest_version(drafted())
    assert version is not None
    assert version.template == newer
    assert docx_words(bytes_of(version.docx)) == ["Mẫu", "mới"]
    do.retire_template(newer, by=None, now=NOW)
    common = template_for("quyet_dinh", "hoi-thi")
    assert common is not None
    assert common.contest_key == ""
    assert template_for("ke_hoach", "hoi-thi") is None
    with pytest.raises(do.UnknownDocumentKind, match="la_lam"):
        do.add_template("la_lam", template("x"), by=None, now=NOW)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(20)
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_secretaries_issuing_one_number_at_once() -> None:
    one, other = drafted(number=None, date=None), drafted(number=None, date=None)
    results = at_once(lambda: issued(one, 9), lambda: issued(other, 9))
    assert sorted(type(result).__name__ for result in results) == ["DocumentNumberTaken", "DocumentVersion"]
    assert sorted(Document.objects.values_list("state", flat=True)) == ["draft", "issued"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_presses_issue_one_paper_once() -> None:
    document = drafted(number=None, date=None)
    again = Document.objects.get(pk=document.pk)
    results = at_once(lambda: issued(document, 9), lambda: issued(again, 10))
    assert sorted(type(result).__name__ for result in results) == ["DocumentIssued", "DocumentVersion"]
    assert Document.objects.get().versions.count() == 2
