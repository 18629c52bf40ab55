"""The pages for files of questions: preview, picking what is missing, the second press, and taking a bank out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest
from hoithi.quiz.formats.files import FORMATS
from hoithi.quiz.formats.gift_write import write_gift
from hoithi.quiz.models import Question
from tests.contests import factories as make
from tests.quiz import banks
from tests.quiz.formats.items import item
from tests.quiz.formats.word import docx, p, run
from tests.quiz.views.test_bank import BASE, client_of, expected, get, holder, plain, post

pytestmark = pytest.mark.django_db
GOOD = write_gift([item("Ai tiếp nhận hồ sơ?"), item("Hồ sơ nộp ở đâu?")])
BROKEN = GOOD + "\nNgoặc hở {=a ~b\n".encode()


@pytest.fixture
def contest(db: None) -> Contest:
    return banks.contest()


@pytest.fixture
def author(contest: Contest) -> Client:
    return client_of(banks.author(contest))


def upload(client: Client, data: bytes, name: str = "cau-hoi.gift", *, status: int = 200) -> str:
    response = post(client, "nhap/?bo=de-thi", {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == status
    return plain(response)


def token(text: str) -> str:
    found = re.search(r'name="tep" value="(\w+)"', text)
    assert found is not None
    return found[1]


def enter(client: Client, text: str, **given: Any) -> Any:
    return post(client, "nhap/?bo=de-thi", {"enter": "1", "tep": token(text), **given})


PICK = {"topic": "mot-cua", "difficulty": "easy"}


def test_the_preview_shows_everything_and_writes_nothing(author: Client) -> None:
    text = upload(author, BROKEN)
    for words in ("Ai tiếp nhận hồ sơ?", "dòng 13, cột 10", "“Ngoặc hở {=a ~b”", "Nhập 2 câu đúng", "chưa có: <b"):
        assert words in text
    assert 'name="topic"' in text
    assert not Question.objects.exists()


def test_a_bad_question_stops_all_unless_one_says_so(author: Client) -> None:
    text = upload(author, BROKEN)
    assert enter(author, text, **PICK).status_code == 302
    assert not Question.objects.exists()
    enter(author, text, **PICK, skip_bad="1")
    assert Question.objects.count() == 2


def test_what_is_missing_must_be_picked(author: Client) -> None:
    text = upload(author, GOOD)
    for given in ({}, {"topic": "mot-cua"}, {"topic": "la", "difficulty": "easy"}):
        response = enter(author, text, **given)
        assert response.status_code == 400
        assert "Hãy chọn một trong các mục." in plain(response)
    assert not Question.objects.exists()
    enter(author, text, **PICK)
    assert set(Question.objects.values_list("topic", "difficulty")) == {("mot-cua", "easy")}


def test_the_second_press_says_the_same_and_adds_nothing(author: Client) -> None:
    text = upload(author, GOOD)
    for _press in range(2):
        response = enter(author, text, **PICK)
        assert "thêm 2, sửa 0" in plain(author.get(response["Location"]))
    assert Question.objects.count() == 2
    assert AuditEvent.objects.filter(action="quiz:bank:imported").count() == 1


def test_the_same_file_checked_again_is_entered_again(author: Client) -> None:
    enter(author, upload(author, GOOD), **PICK)
    response = enter(author, upload(author, GOOD), **PICK)
    assert "thêm 0, sửa 0, giữ nguyên 2" in plain(author.get(response["Location"]))


def test_a_file_of_another_tab_is_not_entered(author: Client) -> None:
    text = upload(author, GOOD)
    upload(author, write_gift([item("Tệp khác?")]))
    response = enter(author, text, **PICK)
    assert "đã đổi ở trang khác" in plain(author.get(response["Location"]))
    assert not Question.objects.exists()


def test_open_changes_in_word_are_said_with_their_paragraph(author: Client) -> None:
    changed = docx(p("Câu 1: Ai?"), f'<w:p><w:ins w:id="1">{run("A. Một")}</w:ins></w:p>', p("B. Hai"))
    text = upload(author, changed, "a.docx", status=400)
    assert "Accept All" in text
    assert "đoạn 2" in text


def test_twins_within_the_file_and_in_the_bank_are_flagged(contest: Contest, author: Client) -> None:
    banks.written(contest, bank="on-tap", code="O1", text="Cơ quan nào ban hành Nghị quyết số 76/NQ-CP về cải cách?")
    two = [item("Cơ quan nào ban hành nghị quyết số 76/NQ-CP về cải cách"), item("Hồ sơ nộp ở đâu?")]
    text = upload(author, write_gift(two))
    assert "1 cặp câu gần giống nhau" in text
    assert "<b>O1</b>" in text


@pytest.mark.parametrize("form", list(FORMATS))
def test_samples_and_exports_of_every_format(contest: Contest, author: Client, form: str) -> None:
    banks.approved(contest, code="A1")
    out = FORMATS[form]
    for path, ending in (
        (f"mau/{form}/", f"mau-cau-hoi-{form}.{out.ending}"),
        (f"de-thi/xuat/{form}/", f"de-thi.{out.ending}"),
    ):
        response = author.get(BASE + path)
        assert response.status_code == 200
        assert ending in response["Content-Disposition"]
        assert "Hãy chọn" not in upload(author, response.content, f"a.{out.ending}") or form == "aiken"
    event = AuditEvent.objects.get(action="quiz:bank:exported")
    assert (event.target, event.data) == ("de-thi", {"count": 1, "format": form})


def test_a_question_a_format_cannot_hold_stops_the_export(contest: Contest, author: Client) -> None:
    banks.written(contest, code="A1")
    banks.written(contest, code="A2", kind="true_false", options=banks.draft().options[:2])
    response = author.get(f"{BASE}de-thi/xuat/aiken/", follow=True)
    assert "1 câu không ghi được bằng Aiken nên chưa xuất: A2." in plain(response)
    assert not AuditEvent.objects.filter(action="quiz:bank:exported").exists()


def test_an_unknown_bank_or_format_is_not_found(author: Client) -> None:
    for path in ("la/xuat/docx/", "de-thi/xuat/la/", "mau/la/", "xuat/?bo=la"):
        get(author, path, status=404)


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_take_a_bank_out_or_see_samples(contest: Contest, role: str) -> None:
    banks.approved(contest, code="A1")
    client = client_of(holder(role, contest))
    for path, allowed in (
        ("xuat/", {"author", "reviewer"}),
        ("de-thi/xuat/docx/", {"author", "reviewer"}),
        ("de-thi/xuat/gift/", {"author", "reviewer"}),
        ("mau/docx/", {"author"}),
    ):
        assert client.get(BASE + path).status_code == expected(role, allowed), path


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_cost_a_fixed_number_of_queries(
    contest: Contest, author: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        banks.approved(contest)
    author.get(f"{BASE}xuat/")
    with django_assert_num_queries(9):
        author.get(f"{BASE}xuat/?bo=de-thi")
    with django_assert_num_queries(10):
        author.get(f"{BASE}de-thi/xuat/docx/")
