from __future__ import annotations

import json
import re
from datetime import date

import pytest

from hoithi.people.models import Consent, DataRequest, User
from hoithi.people.operations.accounts import change_person
from hoithi.people.operations.consents import give_consent, request_data
from tests.people.factories import NOW, account

pytestmark = pytest.mark.django_db
HOME, PROFILE, CONTACT, PASSWORD = "/tai-khoan/", "/tai-khoan/thong-tin/", "/tai-khoan/lien-he/", "/tai-khoan/mat-khau/"
DATA, COPY, CONSENT = "/tai-khoan/du-lieu/", "/tai-khoan/du-lieu/ban-sao/", "/tai-khoan/dong-y/reminders/"


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.SMS_BACKEND = settings.EMAIL_CODE_BACKEND = "hoithi.people.delivery.on_page"


@pytest.fixture
def me(client):
    user = account("Đặng Thị Ơn", password="một câu dễ nhớ")
    client.force_login(user)
    return user


@pytest.mark.parametrize("url", [HOME, PROFILE, CONTACT, PASSWORD, DATA, COPY])
def test_anonymous_people_sign_in_first(client, url):
    response = client.get(url)
    assert (response.status_code, response.url) == (302, f"/dang-nhap/?next={url}")


@pytest.mark.parametrize("url", [HOME, PROFILE, CONTACT, PASSWORD, DATA, COPY])
def test_everybody_has_these_pages_even_without_a_person(client, url):
    client.force_login(User.objects.create_user("chief@example.vn", is_staff=True))
    assert client.get(url).status_code in (200, 302)


def test_the_page_shows_only_ones_own(client, me, django_assert_num_queries):
    account("Người Khác", "0987654321")
    with django_assert_num_queries(4):  # session, account with person, consents, entrants for what is asked of them
        page = client.get(HOME).content.decode()
    assert "Đặng Thị Ơn" in page
    assert "0912 345 678" in page
    assert "Người Khác" not in page
    assert client.post(HOME).status_code == 405


def test_profile(client, me):
    form = {"full_name": "Đặng Thị Ớt", "birth_date": "1/2/1991"}
    assert client.post(PROFILE, form).url == HOME
    me.person.refresh_from_db()
    assert (me.person.full_name, me.person.birth_date) == ("Đặng Thị Ớt", date(1991, 2, 1))
    for bad in ({"full_name": ""}, {"birth_date": "31/2/1991"}, {"birth_date": "1/1/2999"}, {"full_name": "123"}):
        assert client.post(PROFILE, {**form, **bad}).status_code == 400
    me.person.refresh_from_db()
    assert me.person.full_name == "Đặng Thị Ớt"


def test_an_account_without_a_person_says_who_it_is(client):
    user = User.objects.create_user("chief@example.vn")
    client.force_login(user)
    client.post(PROFILE, {"full_name": "Lê Chủ", "birth_date": "1/2/1980"})
    user.refresh_from_db()
    assert user.full_name == "Lê Chủ"


def test_password(client, me):
    form = {"current": "một câu dễ nhớ", "password": "một câu khác hẳn", "again": "một câu khác hẳn"}
    for bad in ({"current": "sai"}, {"again": "khác"}, {"password": "ngắn", "again": "ngắn"}, {"current": ""}):
        assert client.post(PASSWORD, {**form, **bad}).status_code == 400
    me.refresh_from_db()
    assert me.check_password("một câu dễ nhớ")
    assert client.post(PASSWORD, form).url == HOME
    me.refresh_from_db()
    assert me.check_password("một câu khác hẳn")
    assert client.get(HOME).status_code == 200  # still signed in here


def test_first_password_asks_for_no_present_one(client):
    user = account("Lê An", "an@example.vn")
    client.force_login(user)
    assert 'name="current"' not in client.get(PASSWORD).content.decode()
    client.post(PASSWORD, {"password": "một câu khác hẳn", "again": "một câu khác hẳn"})
    user.refresh_from_db()
    assert user.has_usable_password()


def test_a_contact_is_kept_only_after_its_code(client, me):
    assert client.post(CONTACT, {"contact": "on@example.vn"}).url == "/dang-nhap/ma/"
    me.refresh_from_db()
    assert me.email is None
    code = re.search(r'num">(\d{6})', client.get("/dang-nhap/ma/").content.decode()).group(1)
    assert client.post("/dang-nhap/ma/", {"code": code}).url == CONTACT
    assert client.get(CONTACT).url == HOME
    me.refresh_from_db()
    assert me.email == "on@example.vn"
    assert client.get(CONTACT).status_code == 200
    assert client.post(CONTACT, {"contact": "x"}).status_code == 400


def test_somebody_elses_contact_is_refused_after_the_code(client, me):
    account("Lê An", "an@example.vn")
    client.post(CONTACT, {"contact": "an@example.vn"})
    code = re.search(r'num">(\d{6})', client.get("/dang-nhap/ma/").content.decode()).group(1)
    client.post("/dang-nhap/ma/", {"code": code})
    response = client.get(CONTACT)
    assert response.status_code == 409
    assert "đã có tài khoản khác" in response.content.decode()
    assert client.get(CONTACT).status_code == 200


def test_consents_are_given_and_withdrawn_one_by_one(client, me):
    assert client.get(CONSENT).status_code == 405
    client.post(CONSENT, {"give": "1"})
    assert [c.purpose for c in Consent.objects.filter(withdrawn_at=None)] == ["reminders"]
    assert "Rút đồng ý" in client.get(HOME).content.decode()
    client.post(CONSENT)
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    assert client.post("/tai-khoan/dong-y/khac/", {"give": "1"}).status_code == 404


def test_a_minor_needs_the_guardian_to_be_published(client, me):
    person = me.person
    change_person(person, full_name="Lê Nhi", birth_date=date(2012, 1, 1), guardian_name="Lê Cha", now=NOW, by=me)
    url = "/tai-khoan/dong-y/publish_name/"
    assert client.post(url, {"give": "1"}).status_code == 409
    assert "Lê Cha (người giám hộ) đồng ý" in client.get(HOME).content.decode()
    assert client.post(url, {"give": "1", "guardian": "1"}).status_code == 302
    assert Consent.objects.get().by_guardian


def test_data_requests_and_the_copy(client, me):
    assert client.post(DATA, {}).status_code == 400
    assert client.post(DATA, {"kind": "erase", "text": "Xóa giúp"}).url == DATA
    assert DataRequest.objects.get().person == me.person
    assert "Xóa giúp" in client.get(DATA).content.decode()
    give_consent(me.person, "take_part", proof={}, now=NOW)
    request_data(account("Lê An", "an@example.vn").person, "access", "của người khác", now=NOW)
    response = client.get(COPY)
    assert "attachment" in response["Content-Disposition"]
    copy = json.loads(response.content)
    assert copy["person"]["full_name"] == "Đặng Thị Ơn"
    assert [c["purpose"] for c in copy["consents"]] == ["take_part"]
    assert "của người khác" not in response.content.decode()
