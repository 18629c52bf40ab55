from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from hoithi.audit.models import AuditEvent
from hoithi.core import clock
from hoithi.people.models import Consent, OneTimeCode, Person, User
from tests.people.factories import account

pytestmark = pytest.mark.django_db
SIGN_IN, CODE, WHO = "/dang-nhap/", "/dang-nhap/ma/", "/dang-nhap/ho-so/"


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.SMS_BACKEND = settings.EMAIL_CODE_BACKEND = "hoithi.people.delivery.on_page"


def ask(client, contact="0912 345 678", **extra):
    return client.post(SIGN_IN, {"contact": contact, **extra})


def shown_code(client) -> str:
    return re.search(r'<strong class="num">(\d{6})</strong>', client.get(CODE).content.decode()).group(1)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_sign_in_by_code_goes_back_to_next(client):
    user = account()
    assert client.get(SIGN_IN, {"next": "/tai-khoan/"}).status_code == 200
    assert ask(client, next="/tai-khoan/").url == CODE
    response = client.post(CODE, {"code": shown_code(client)})
    assert (response.status_code, response.url) == (302, "/tai-khoan/")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert AuditEvent.objects.filter(action="people:account:sign_in").count() == 1


@pytest.mark.parametrize("contact", ["+84 912.345.678", "84912345678", "An@Example.VN"])
def test_every_way_of_writing_the_contact(client, contact):
    account()
    account("Lê An", "an@example.vn")
    ask(client, contact)
    client.post(CODE, {"code": shown_code(client)})
    assert "_auth_user_id" in client.session


def test_the_same_answer_whether_an_account_exists_or_not(client, django_assert_num_queries):
    account()
    pages, counts = [], []
    for contact in ("0912345678", "0987654678"):
        with django_assert_num_queries(12) as seen:  # sending and keeping the code, the session; nothing about users
            response = ask(client, contact)
        assert (response.status_code, response.url) == (302, CODE)
        page = client.get(CODE).content.decode()
        pages.append(re.sub(r'\d{6}</strong>|value="[^"]+"', "", page))
        counts.append(len(seen))
        client.session.flush()
        client.cookies.clear()
    assert pages[0] == pages[1]
    wrong_password = [ask(client, c, password="sai mật khẩu rồi").content for c in ("0912345678", "0987654678")]
    texts = [re.sub(rb'value="[^"]*"', b"", page) for page in wrong_password]
    assert texts[0] == texts[1]


def test_wrong_code_is_counted_and_five_are_the_end(client):
    account()
    ask(client)
    code = shown_code(client)
    for left in (4, 3, 2, 1):
        response = client.post(CODE, {"code": wrong(code)})
        assert response.status_code == 400
        assert f"Bạn còn {left} lần thử" in response.content.decode()
    assert "đã thử quá 5 lần" in client.post(CODE, {"code": wrong(code)}).content.decode()
    assert "không còn dùng được" in client.post(CODE, {"code": code}).content.decode()
    assert "_auth_user_id" not in client.session


def test_code_dies_after_ten_minutes_and_after_use(client):
    account()
    ask(client)
    code = shown_code(client)
    with clock.frozen_at(OneTimeCode.objects.get().sent_at + timedelta(minutes=10)):
        assert "không còn dùng được" in client.post(CODE, {"code": code}).content.decode()
    with clock.frozen_at(OneTimeCode.objects.get().sent_at + timedelta(minutes=10, microseconds=-1)):
        assert client.post(CODE, {"code": code}).status_code == 302


def test_a_new_code_replaces_the_old_one_and_the_fourth_must_wait(client):
    account()
    ask(client)
    first = shown_code(client)
    for _ in range(2):
        assert client.post("/dang-nhap/gui-lai/").status_code == 302
    assert client.post("/dang-nhap/gui-lai/").status_code == 429
    last = shown_code(client)
    if first != last:
        assert client.post(CODE, {"code": first}).status_code == 400
    assert client.post(CODE, {"code": last}).status_code == 302


def test_an_office_behind_one_address_is_not_stopped(client):
    for n in range(40):
        assert ask(client, f"09120000{n:02d}").status_code == 302


def test_codes_are_neither_stored_nor_mailed_to_the_log(client, settings):
    settings.EMAIL_CODE_BACKEND = "hoithi.people.delivery.email"
    ask(client, "an@example.vn")
    code = re.match(r"\d{6}", mail.outbox[0].body).group()
    assert mail.outbox[0].to == ["an@example.vn"]
    row = OneTimeCode.objects.values().get()
    assert code not in {str(value) for value in row.values()}
    assert "an@example.vn" not in str(row)
    assert "note-wait" not in client.get(CODE).content.decode()


def test_no_sms_service_is_said_plainly(client, settings):
    settings.SMS_BACKEND = "hoithi.people.delivery.unset"
    response = ask(client)
    assert response.status_code == 400
    assert "chưa nối dịch vụ tin nhắn" in response.content.decode()


@pytest.mark.parametrize("contact", ["", "abc", "12345", "a@b", "0912345678999"])
def test_what_is_no_contact_is_refused_beside_the_field(client, contact):
    response = ask(client, contact)
    assert response.status_code == 400
    assert "field-error" in response.content.decode()
    assert OneTimeCode.objects.count() == 0


def test_sign_in_by_password(client):
    account(password="một câu dễ nhớ")
    response = ask(client, password="một câu dễ nhớ")
    assert (response.status_code, response.url) == (302, "/")


def test_wrong_passwords_lock_the_pair_of_account_and_address_only(client):
    account(password="một câu dễ nhớ")
    account("Lê An", "0987654321", password="một câu khác nữa")
    for _ in range(8):
        response = ask(client, password="sai")
    assert response.status_code == 429
    assert "Tạm khóa đăng nhập bằng mật khẩu" in response.content.decode()
    assert ask(client, "84912345678", password="một câu dễ nhớ").status_code == 429
    elsewhere = client.post(SIGN_IN, {"contact": "0912345678", "password": "một câu dễ nhớ"}, REMOTE_ADDR="10.1.1.9")
    assert elsewhere.status_code == 302
    client.logout()
    assert ask(client, "0987654321", password="một câu khác nữa").status_code == 302
    client.logout()
    assert ask(client).status_code == 302  # the code still works


def test_next_never_leaves_the_site(client):
    account()
    ask(client, next="https://example.org/")
    assert client.post(CODE, {"code": shown_code(client)}).url == "/"


def test_somebody_new_says_who_they_are_and_is_in(client):
    ask(client, "0987 654 321", next="/tai-khoan/")
    assert client.post(CODE, {"code": shown_code(client)}).url == WHO
    page = client.get(WHO).content.decode()
    assert " checked" not in page
    form = {"full_name": "Đặng Thị  Ơn", "birth_date": "15/3/1990", "consent_take_part": "on"}
    response = client.post(WHO, form)
    assert (response.status_code, response.url) == (302, "/tai-khoan/")
    user = User.objects.get(phone="+84987654321")
    assert user.person.full_name == "Đặng Thị Ơn"
    assert not user.has_usable_password()
    assert [consent.purpose for consent in Consent.objects.all()] == ["take_part"]
    assert Consent.objects.get().proof["method"] == "web"


def test_somebody_new_must_agree_to_take_part_and_a_minor_names_a_guardian(client):
    ask(client, "0987 654 321")
    client.post(CODE, {"code": shown_code(client)})
    born = clock.now().year - 15
    form = {"full_name": "Lê Nhi", "birth_date": f"1/1/{born}"}
    page = client.post(WHO, form)
    assert page.status_code == 400
    assert page.content.decode().count("hãy điền thông tin cha, mẹ hoặc người giám hộ") == 4  # field and summary, two
    assert "Cần đồng ý mục này" in page.content.decode()
    form |= {"guardian_name": "Lê Cha", "guardian_phone": "0911111111", "consent_take_part": "on"}
    assert Person.objects.count() == 0
    assert client.post(WHO, {**form, "consent_publish_name": "on", "guardian_agrees": "on"}).status_code == 302
    agreed = Consent.objects.values_list("purpose", "by_guardian")
    assert list(agreed) == [("take_part", True)]  # publishing a name is asked by the contest that would publish it


@pytest.mark.parametrize("url", [CODE, WHO])
def test_later_steps_need_the_earlier_ones(client, url):
    assert client.get(url).url == SIGN_IN
    assert client.post("/dang-nhap/gui-lai/").url == SIGN_IN


def test_introduce_needs_a_proven_contact(client):
    ask(client)
    assert client.get(WHO).url == SIGN_IN


def test_signed_in_people_are_sent_on(client):
    client.force_login(account())
    assert client.get(SIGN_IN, {"next": "/tai-khoan/"}).url == "/tai-khoan/"


def test_sign_out_by_post_only(client):
    client.force_login(account())
    assert client.get(reverse("people:sign_out")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(reverse("people:sign_out")).url == "/"
    assert "_auth_user_id" not in client.session
    assert client.get("/dang-nhap/gui-lai/").status_code == 405
