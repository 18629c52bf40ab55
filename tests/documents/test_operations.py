from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hoithi.audit.models import AuditEvent
from hoithi.documents.kinds import kind_title, kinds, known, register_kind
from hoithi.documents.models import Document
from hoithi.documents.operations import (
    DocumentIncomplete,
    DocumentIssued,
    DocumentNumberTaken,
    UnknownDocumentKind,
    draft_document,
    issue_document,
    submit_document,
)
from tests.people.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]
HOW = {"by": None, "now": NOW}
DAY = date(2026, 8, 1)


def draft(**fields):
    fields.setdefault("symbol", "KH-UBND")
    return draft_document("ke_hoach", "Kế hoạch tổ chức hội thi", issuer_unit_name="UBND huyện A", **fields, **HOW)


def test_a_blank_number_is_no_trouble_until_issue():
    document = draft(signer="Nguyễn Văn A", contest_key="hoi-thi")
    assert (document.state, document.reference) == ("draft", "/KH-UBND")
    submit_document(document, **HOW)
    assert document.state == "submitted"
    issue_document(document, number=12, issued_on=DAY, prefix="TM.", **HOW)
    document.refresh_from_db()
    assert (document.state, document.reference, document.prefix) == ("issued", "12/KH-UBND", "TM.")
    assert list(AuditEvent.objects.values_list("action", "contest_key")) == [
        ("documents:document:draft", "hoi-thi"),
        ("documents:document:submit", "hoi-thi"),
        ("documents:document:issue", "hoi-thi"),
    ]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"number": None}, "số"),
        ({"issued_on": None}, "ngày ban hành"),
        ({"signer": ""}, "người ký"),
        ({"number": None, "issued_on": None, "signer": ""}, "số, ngày ban hành, người ký"),
    ],
)
def test_issue_names_what_is_missing(given, missing):
    document = draft()
    with pytest.raises(DocumentIncomplete, match=f"vì thiếu {missing}\\."):
        issue_document(document, **{"number": 1, "issued_on": DAY, "signer": "A", **given}, **HOW)
    assert Document.objects.get().state == "draft"


def test_issued_documents_do_not_change():
    document = issue_document(draft(), number=12, issued_on=DAY, signer="Nguyễn Văn A", **HOW)
    with pytest.raises(DocumentIssued, match="Kế hoạch số 12/KH-UBND đã ban hành"):
        issue_document(document, number=13, issued_on=DAY, signer="B", **HOW)
    with pytest.raises(DocumentIssued):
        submit_document(document, **HOW)


def test_a_number_is_used_once_a_year():
    issue_document(draft(), number=12, issued_on=DAY, signer="A", **HOW)
    with pytest.raises(DocumentNumberTaken, match="Số 12/KH-UBND đã dùng trong năm 2026"):
        issue_document(draft(), number=12, issued_on=date(2026, 12, 31), signer="A", **HOW)
    issue_document(draft(), number=12, issued_on=date(2027, 1, 2), signer="A", **HOW)
    assert Document.objects.filter(state="issued").count() == 2


def test_the_database_itself_refuses_an_incomplete_issue():
    document = draft()
    document.state = "issued"
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save()


def test_kinds_are_data():
    assert {"ke_hoach", "quyet_dinh", "bien_ban"} <= {kind.key for kind in kinds()}
    register_kind("phieu_trinh", "Phiếu trình")
    assert known("phieu_trinh")
    assert (kind_title("phieu_trinh"), kind_title("la")) == ("Phiếu trình", "la")
    with pytest.raises(UnknownDocumentKind):
        draft_document("la", "…", **HOW)
