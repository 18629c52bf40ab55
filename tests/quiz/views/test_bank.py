"""The bank over HTTP: who may enter which page, that no key leaks, and each outcome of each page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoithi.audit.models import AuditEvent
from hoithi.contests.models import Contest
from hoithi.core import clock
from hoithi.core.tables import Sheet, write_xlsx
from hoithi.people.models import User
from hoithi.quiz.models import Bank, Question
from tests.contests import factories as make
from tests.quiz import banks
from tests.quiz.banks import NOW
from tests.quiz.operations.test_bank_import import HEAD, book, row

pytestmark = pytest.mark.django_db
BASE = "/cuoc-thi/hoi-thi-thu/ngan-hang/"
SECRET = "Phương án mật mã XYZ"
OUT, NONE, NO, YES = 302, 404, 403, 200
READERS = {"author", "reviewer"}
ALLOWED = {
    "": READERS,
    "do-phu/": READERS | {"secretary", "organiser"},
    "soan/": {"author"},
    "nhap/": {"author"},
    "mau.xlsx": {"author"},
    "tham-dinh/": {"reviewer"},
    "cau/{pk}/": READERS,
    "cau/{pk}/sua/": {"author"},
    "cau/{pk}/rut/": {"author"},
    "de-thi.xlsx": READERS,
    "on-tap.xlsx": READERS,
}
POSTS = {
    "soan/": {"author"},
    "trinh/": {"author"},
    "nhap/": {"author"},
    "tham-dinh/": {"reviewer"},
    "cau/{pk}/sua/": {"author"},
    "cau/{pk}/rut/": {"author"},
}


@pytest.fixture
def contest(db: None) -> Contest:
    return banks.contest()


def options() -> tuple[banks.Option, ...]:
    return (banks.Option(SECRET, True), banks.Option("Phương án khác"))


def client_of(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def get(client: Client, path: str, *, status: int = 200) -> str:
    with clock.frozen_at(NOW):
        response = client.get(path if path.startswith("/") else BASE + path)
    assert response.status_code == status, response.content.decode()[:2000]
    return "" if "xlsx" in path else plain(response)


def plain(response: Any) -> str:
    """The page with its white space folded: how a template is indented is nobody's business here."""
    return " ".join(response.content.decode().split())


def post(client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
    with clock.frozen_at(NOW):
        return client.post(BASE + path, data or {})


def expected(role: str, allowed: set[str]) -> int:
    if role in allowed:
        return YES
    if role == "anonymous":
        return OUT
    return NONE if role == "contestant" else NO


def holder(role: str, contest: Contest) -> User | None:
    unit = make.units(contest, "Phòng Ví dụ")[0] if role == "coordinator" else None
    return make.holder_of(role, contest, unit)


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_open_which_page_and_no_key_leaks(contest: Contest, role: str) -> None:
    version = banks.submitted(contest, options=options(), text="Câu hỏi mật về vòi rồng?")
    client = client_of(holder(role, contest))
    for path, allowed in ALLOWED.items():
        with clock.frozen_at(NOW):
            response = client.get(BASE + path.format(pk=version.question_id))
        wanted = expected(role, allowed)
        if path == "" and role in ("secretary", "organiser"):
            wanted = OUT
        assert response.status_code == wanted, (role, path)
        text = response.content.decode(errors="ignore")
        if role not in READERS:
            assert SECRET not in text
            assert "vòi rồng" not in text


@pytest.mark.parametrize("role", make.ROLES)
def test_who_may_write_where(contest: Contest, role: str) -> None:
    version = banks.submitted(contest)
    client = client_of(holder(role, contest))
    for path, allowed in POSTS.items():
        if role not in allowed:
            response = post(client, path.format(pk=version.question_id), {"version": version.pk, "verdict": "duyet"})
            assert response.status_code == expected(role, allowed), (role, path)
    assert (Question.objects.get().state, Question.objects.count()) == ("submitted", 1)


def test_a_secretary_is_led_to_the_counts(contest: Contest) -> None:
    banks.approved(contest, options=options(), text="Câu hỏi mật về vòi rồng?")
    client = client_of(make.holder_of("secretary", contest))
    with clock.frozen_at(NOW):
        text = client.get(BASE, follow=True).content.decode()
    assert "Độ phủ ma trận đề" in text
    assert "Còn thiếu ở 2 ô" in text
    assert "1/2" in text
    assert "vòi rồng" not in text


def test_a_full_bank_says_so(contest: Contest) -> None:
    for fields in ({}, {}, {"topic": "de-an-06", "difficulty": "hard"}):
        banks.approved(contest, **fields)
    assert "Đủ cho ma trận đề" in get(client_of(make.holder_of("organiser", contest)), "do-phu/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_a_fixed_number_of_queries(contest: Contest, count: int, django_assert_num_queries: Any) -> None:
    author = banks.author(contest)
    for _ in range(count):
        banks.approved(contest, author)
    client = client_of(author)
    get(client, "")
    with django_assert_num_queries(11):
        get(client, "")


@pytest.mark.parametrize("count", [1, 3])
def test_coverage_costs_a_fixed_number_of_queries(contest: Contest, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        banks.approved(contest)
    client = client_of(make.holder_of("secretary", contest))
    get(client, "do-phu/")
    with django_assert_num_queries(12):
        get(client, "do-phu/")


def test_the_list_is_filtered_and_searched_without_diacritics(contest: Contest) -> None:
    author = banks.author(contest)
    banks.written(contest, author, code="A1", text="Thủ tục đăng ký khai sinh ở đâu?")
    banks.approved(contest, code="A2", text="Căn cước điện tử là gì?", topic="de-an-06", difficulty="hard")
    banks.written(contest, bank="on-tap", code="A3", text="Một cửa liên thông là gì?")
    client = client_of(author)

    def codes(query: str) -> set[str]:
        return set(re.findall(r'<span class="num">(\w+)</span>', get(client, f"?{query}")))

    assert codes("") == {"A1", "A2", "A3"}
    assert codes("q=khai+sinh") == codes("q=KHAI+SINH+dang") == codes("cua_toi=1") == {"A1"}
    assert codes("q=a2") == codes("trang_thai=approved") == codes("chu_de=de-an-06") == {"A2"}
    assert codes("bo=on-tap") == {"A3"}
    assert codes("muc_do=easy&bo=de-thi") == {"A1"}
    assert codes("q=%00%FF'\"&sau=x~y") == set()
    assert "Không có câu nào như vậy" in get(client, "?q=khong+co")


def test_long_lists_go_on_behind_the_last_code(contest: Contest) -> None:
    author = banks.author(contest)
    rows = [row(f"K{n:03}", f"Câu số {n}?") for n in range(120)]
    banks_import = {"file": SimpleUploadedFile("a.xlsx", book(*rows))}
    client = client_of(author)
    post(client, "nhap/?bo=de-thi", banks_import)
    post(client, "nhap/?bo=de-thi", {"enter": "1"})
    seen: list[str] = []
    path = ""
    while True:
        text = get(client, path)
        seen += re.findall(r'<span class="num">(K\d+)</span>', text)
        after = re.search(r'href="(\?sau=[^"]+)" rel="next"', text)
        if after is None:
            break
        path = after[1]
    assert seen == [f"K{n:03}" for n in range(120)]


FORM = {
    "topic": "mot-cua",
    "difficulty": "easy",
    "kind": "single",
    "text": "Ai tiếp nhận hồ sơ?",
    "option_1": "Bộ phận Một cửa",
    "option_2": "",
    "option_3": "Văn thư",
    "right": ["1"],
    "citation": "Nghị định số 61",
    "dong": "6",
}


def test_an_author_writes_a_question_without_scripts(contest: Contest) -> None:
    author = banks.author(contest)
    client = client_of(author)
    assert get(client, "soan/").count('name="option_') == 6
    response = post(client, "soan/?bo=de-thi", {**FORM, "trinh": "1"})
    question = Question.objects.select_related("pending", "bank").get()
    assert response["Location"] == f"{BASE}cau/{question.pk}/"
    assert (question.state, question.bank.key, question.pending.author) == ("submitted", "de-thi", author)
    assert [option["text"] for option in question.pending.options] == ["Bộ phận Một cửa", "Văn thư"]
    assert "Ai tiếp nhận hồ sơ?" in get(client, f"cau/{question.pk}/")


def test_more_option_rows_keep_what_was_typed(contest: Contest) -> None:
    client = client_of(banks.author(contest))
    text = plain(post(client, "soan/", {**FORM, "them": "1"}))
    assert text.count('name="option_') == 8
    assert 'value="Văn thư"' in text
    assert re.search(r'name="right" value="1" checked', text)
    assert post(client, "soan/", {**FORM, "dong": "10", "them": "1"}).content.decode().count('name="option_') == 10
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": ""}, "Chỗ này còn để trống"),
        ({"topic": "la"}, "Chủ đề"),
        ({"right": []}, "Cần chọn đúng một đáp án"),
        ({"option_3": ""}, "Cần ít nhất 2 phương án"),
        ({"option_3": "BO PHAN một cửa"}, "Trùng với một phương án khác"),
        ({"option_1": "", "option_2": "x"}, "Chỗ này còn để trống"),
        ({"kind": "multiple", "right": ["1", "3"]}, "ít nhất một phương án sai"),
    ],
)
def test_a_bad_question_stays_on_the_page_with_its_sentence(
    contest: Contest, changes: dict[str, Any], sentence: str
) -> None:
    response = post(client_of(banks.author(contest)), "soan/", {**FORM, **changes})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Question.objects.exists()


def test_an_unknown_bank_or_question_is_not_found(contest: Contest) -> None:
    client = client_of(banks.author(contest))
    other = banks.written(banks.contest(slug="khac"))
    for path in ("soan/?bo=la", "nhap/?bo=la", f"cau/{other.pk}/", f"cau/{other.pk}/sua/", "cau/99999999999999999999/"):
        get(client, path, status=404)
    get(client, "la.xlsx", status=404)


def test_editing_an_approved_question_makes_a_version_beside_it(contest: Contest) -> None:
    author = banks.author(contest)
    question = banks.approved(contest, author)
    client = client_of(author)
    assert "phải thẩm định lại" in get(client, f"cau/{question.pk}/")
    text = get(client, f"cau/{question.pk}/sua/")
    assert 'value="Ủy ban xã"' in text
    post(client, f"cau/{question.pk}/sua/", {**FORM, "luu": "1"})
    question.refresh_from_db()
    assert (question.state, question.current.no, question.pending.no) == ("approved", 1, 2)
    assert "Bản sửa: bản nháp" in get(client, f"cau/{question.pk}/")


def test_near_twins_and_a_missing_document_are_pointed_out(contest: Contest) -> None:
    author = banks.author(contest)
    banks.written(contest, bank="on-tap", code="O7", text="Hồ sơ nộp ở đâu và khi nào thì có kết quả?")
    question = banks.written(contest, author, text="Hồ sơ nộp ở đâu và khi nào thì có kết quả", citation="")
    text = get(client_of(author), f"cau/{question.pk}/")
    assert "Gần giống 1 câu khác" in text
    assert ">O7</span></a>" in text
    assert "Căn cứ: Chưa có" in text


def test_all_drafts_of_ones_own_are_handed_over_at_once(contest: Contest) -> None:
    author = banks.author(contest)
    for _ in range(2):
        banks.written(contest, author)
    other = banks.written(contest)
    client = client_of(author)
    assert "Bạn có 2 bản nháp" in get(client, "")
    post(client, "trinh/")
    other.refresh_from_db()
    assert (Question.objects.filter(state="submitted").count(), other.state) == (2, "draft")
    assert "Không có bản nháp nào" in client.post(BASE + "trinh/", follow=True).content.decode()


def test_retiring_asks_first(contest: Contest) -> None:
    author = banks.author(contest)
    question = banks.approved(contest, author)
    client = client_of(author)
    assert "Đề đã niêm phong không thay đổi." in get(client, f"cau/{question.pk}/rut/")
    post(client, f"cau/{question.pk}/rut/")
    question.refresh_from_db()
    assert question.state == "retired"
    assert "Đã rút" in get(client, f"cau/{question.pk}/")
    with clock.frozen_at(NOW):
        assert client.get(f"{BASE}cau/{question.pk}/sua/").status_code == 409


def test_a_reviewer_goes_from_question_to_question(contest: Contest) -> None:
    reviewer = banks.reviewer(contest)
    first, second = banks.submitted(contest, code="A1"), banks.submitted(contest, code="A2")
    banks.submitted(contest, reviewer, code="A0")
    client = client_of(reviewer)
    text = get(client, "tham-dinh/")
    assert "Thẩm định câu A1" in text
    assert "Còn 2 câu chờ bạn" in text
    done = post(client, "tham-dinh/", {"version": first.pk, "verdict": "duyet", "sau": ""})
    assert "Thẩm định câu A2" in get(client, done["Location"])
    refused = post(client, "tham-dinh/", {"version": second.pk, "verdict": "tra-lai", "reason": " "})
    assert refused.status_code == 400
    assert "Chưa ghi lý do không duyệt" in refused.content.decode()
    done = post(client, "tham-dinh/", {"version": second.pk, "verdict": "tra-lai", "reason": "Sai số văn bản"})
    assert "Không có câu nào chờ bạn" in get(client, done["Location"])
    states = dict(Question.objects.values_list("code", "state"))
    assert states == {"A0": "submitted", "A1": "approved", "A2": "rejected"}
    assert "Sai số văn bản" in get(client_of(banks.author(contest)), f"cau/{second.question_id}/")


def test_a_version_decided_meanwhile_or_never_there_is_said_so(contest: Contest) -> None:
    reviewer = banks.reviewer(contest)
    version = banks.submitted(contest)
    own = banks.submitted(contest, reviewer)
    client = client_of(reviewer)
    post(client, "tham-dinh/", {"version": version.pk, "verdict": "duyet"})
    for pk, sentence in ((version.pk, "vừa được người khác xử lý"), (own.pk, "không được tự thẩm định")):
        with clock.frozen_at(NOW):
            again = client.post(BASE + "tham-dinh/", {"version": pk, "verdict": "duyet"}, follow=True)
        assert sentence in again.content.decode()
    assert post(client, "tham-dinh/", {"version": 10**30, "verdict": "duyet"}).status_code == 404
    assert post(client, "tham-dinh/", {"version": "x", "verdict": "?"}).status_code == 400


def upload(client: Client, data: bytes, name: str = "cau-hoi.xlsx") -> Any:
    return post(client, "nhap/?bo=de-thi", {"file": SimpleUploadedFile(name, data)})


def test_a_file_is_checked_first_and_entered_by_a_second_press(contest: Contest) -> None:
    client = client_of(banks.author(contest))
    text = upload(client, book(row("A1"), row("A2", right="Z"))).content.decode()
    assert "dòng 3, cột Đáp án đúng" in text
    assert "Chỉ nhập phần đúng, bỏ qua 1 câu lỗi" in text
    assert not Question.objects.exists()
    with clock.frozen_at(NOW):
        refused = client.post(BASE + "nhap/?bo=de-thi", {"enter": "1"}, follow=True).content.decode()
    assert "chưa nhập câu nào" in refused
    assert post(client, "nhap/?bo=de-thi", {"enter": "1", "skip_bad": "1"})["Location"] == f"{BASE}?bo=de-thi"
    assert [question.code for question in Question.objects.all()] == ["A1"]
    gone = client.post(BASE + "nhap/?bo=de-thi", {"enter": "1"}, follow=True)
    assert "không còn" in gone.content.decode()


def test_what_is_no_table_stays_on_the_page_with_a_sentence(contest: Contest) -> None:
    client = client_of(banks.author(contest))
    for data in (b"\xd0\xcf\x11\xe0x", b"PKx", write_xlsx([Sheet("A", HEAD[:3], [["1", "2", "3"]])])):
        assert upload(client, data).status_code == 400
    assert not Question.objects.exists()


def test_an_export_holds_the_key_and_stands_in_the_log(contest: Contest) -> None:
    banks.approved(contest, options=options())
    get(client_of(banks.reviewer(contest)), "de-thi.xlsx")
    event = AuditEvent.objects.get(action="quiz:bank:exported")
    assert (event.target, event.data) == ("de-thi", {"count": 1, "format": "xlsx"})


def test_the_study_set_shows_what_is_published_and_nothing_sealed(contest: Contest) -> None:
    study = "/cuoc-thi/hoi-thi-thu/on-tap/"
    banks.approved(contest, text="Câu mật của đề thi?")
    get(Client(), study, status=404)
    banks.approved(contest, bank="on-tap", text="Câu ôn tập công khai?", citation="Luật số 9")
    banks.written(contest, bank="on-tap", text="Câu ôn tập còn nháp?")
    text = get(Client(), study)
    assert "Câu ôn tập công khai?" in text
    assert "Luật số 9" in text
    assert "Câu mật" not in text
    assert "còn nháp" not in text
    assert "Câu ôn tập công khai?" in get(Client(), f"{study}?chu_de=mot-cua")
    Bank.objects.update(sealed=True)
    get(Client(), study, status=404)
