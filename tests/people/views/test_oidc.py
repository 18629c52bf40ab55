"""Signing in at an OpenID provider, against a provider that really runs: what is tied, and everything refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client

from hoithi.core import clock
from hoithi.people.models import ExternalIdentity, Person, User
from hoithi.people.operations.accounts import erase_person
from tests.people.factories import account
from tests.people.provider import Provider, new_key, running

pytestmark = pytest.mark.django_db
START = "/dang-nhap/tai-khoan-ngoai/"
BACK, TIE = f"{START}ve/", f"{START}noi/"


@pytest.fixture
def there(settings: Any) -> Iterator[Provider]:
    cache.clear()
    with running() as found:
        settings.OIDC = found.settings()
        yield found
    cache.clear()


def came_back(client: Client, there: Provider, subject: str = "a-1", to: str = "/tai-khoan/", **changes: str) -> Any:
    """Away to the provider and back; `changes` are what somebody alters on the way."""
    away = client.get(START, {"next": to})
    assert away.status_code == 302, away.content.decode()
    return client.get(BACK, there.approve(away["Location"], subject) | changes)


def signed_in(client: Client) -> int | None:
    key = client.session.get("_auth_user_id")
    return None if key is None else int(key)


def tied(client: Client, there: Provider, user: User, subject: str = "a-1") -> None:
    client.force_login(user)
    assert came_back(client, there, subject).url == TIE
    assert client.post(TIE).url == "/tai-khoan/"
    client.logout()


def test_the_first_time_the_account_is_proven_and_tied_then_one_press_is_enough(
    client: Client, there: Provider, settings: Any
) -> None:
    settings.SMS_BACKEND = "hoithi.people.delivery.on_page"
    user = account()
    assert came_back(client, there).url == f"/dang-nhap/?next={TIE.replace('/', '%2F')}"
    assert signed_in(client) is None
    assert client.post("/dang-nhap/", {"contact": "0912 345 678", "next": TIE}).url == "/dang-nhap/ma/"
    assert client.post("/dang-nhap/ma/", {"code": client.session["sign_in"]["shown"]}).url == TIE
    page = client.get(TIE).content.decode()
    assert "Nguyễn Văn Nối" in page
    assert "Chỉ nối khi cả hai đều là của bạn" in page
    assert not ExternalIdentity.objects.exists(), "looking ties nothing"
    assert client.post(TIE).url == "/tai-khoan/"
    assert "đã nối" in client.get("/tai-khoan/").content.decode()
    client.logout()
    assert came_back(client, there, to="/tai-khoan/mat-khau/").url == "/tai-khoan/mat-khau/"
    assert signed_in(client) == user.pk
    assert User.objects.count() == Person.objects.count() == 1, "nobody was made twice"


def test_the_button_is_there_only_with_a_provider(client: Client, there: Provider, settings: Any) -> None:
    assert "Đăng nhập bằng Danh tính thử" in client.get("/dang-nhap/").content.decode()
    settings.OIDC = {}
    assert START not in client.get("/dang-nhap/").content.decode()
    assert [client.get(path).status_code for path in (START, BACK)] == [404, 404]


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "khac"},
        {"nonce": None},
        {"aud": "nguoi-khac"},
        {"aud": ["hoithi-thu", "nguoi-khac"]},
        {"azp": "nguoi-khac"},
        {"iss": "https://khac.example"},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 300},
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(client: Client, there: Provider, lie: dict[str, Any]) -> None:
    tied(client, there, account())
    there.lie = lie
    answer = came_back(client, there)
    assert answer.status_code == 400
    assert "không xác nhận được" in answer.content.decode()
    assert signed_in(client) is None


@pytest.mark.parametrize(("algorithm", "key"), [("HS256", "x" * 64), ("none", ""), ("RS256", new_key())])
def test_a_token_without_the_providers_signature_is_refused(
    client: Client, there: Provider, algorithm: str, key: Any
) -> None:
    tied(client, there, account())
    there.algorithm, there.signing_key = algorithm, key
    assert came_back(client, there).status_code == 400
    assert signed_in(client) is None


def test_another_kind_of_key_and_a_changed_key_are_found(client: Client, there: Provider) -> None:
    user = account()
    tied(client, there, user)
    there.keys = {"k2": ec.generate_private_key(ec.SECP256R1())}
    there.signs_with, there.algorithm = "k2", "ES256"
    assert came_back(client, there).status_code == 302
    assert signed_in(client) == user.pk
    assert there.calls.count("/keys") == 2, "asked again for the new key, and only then"


@pytest.mark.parametrize(
    "changes", [{"state": "khac"}, {"state": ""}, {"iss": "https://khac.example"}, {"code": "khac"}]
)
def test_an_answer_to_another_question_is_refused(client: Client, there: Provider, changes: dict[str, str]) -> None:
    tied(client, there, account())
    assert came_back(client, there, **changes).status_code == 400
    assert signed_in(client) is None


def test_an_answer_counts_once_in_its_own_browser_and_in_time(client: Client, there: Provider) -> None:
    tied(client, there, account())
    given = there.approve(client.get(START)["Location"])
    assert Client().get(BACK, given).status_code == 400, "another browser"
    assert client.get(BACK, given).status_code == 302
    client.logout()
    assert client.get(BACK, given).status_code == 400, "again"
    given = there.approve(client.get(START)["Location"])
    with clock.frozen_at(clock.now() + timedelta(minutes=16)):
        assert client.get(BACK, given).status_code == 400, "late"


def test_who_changes_their_mind_is_where_they_were(client: Client, there: Provider) -> None:
    state = there.approve(client.get(START, {"next": "/tai-khoan/"})["Location"])["state"]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert answer.url == "/dang-nhap/?next=%2Ftai-khoan%2F"


def test_never_back_to_another_site(client: Client, there: Provider) -> None:
    tied(client, there, account())
    assert came_back(client, there, to="https://xau.example/").url == "/"


def test_one_identity_one_account_and_one_account_one_identity(client: Client, there: Provider) -> None:
    one, two = account(), account("Lê An", "an@example.vn")
    tied(client, there, one)
    client.force_login(two)
    assert came_back(client, there).status_code == 409
    assert signed_in(client) == two.pk, "nobody is moved to another account"
    client.force_login(one)
    assert came_back(client, there, "b-2").url == TIE
    assert client.post(TIE).status_code == 409
    assert ExternalIdentity.objects.get().user == one


def test_an_identity_left_behind_is_tied_by_nobody_after_half_an_hour(client: Client, there: Provider) -> None:
    client.force_login(account())
    came_back(client, there)
    with clock.frozen_at(clock.now() + timedelta(minutes=31)):
        assert client.post(TIE).url == "/tai-khoan/"
    assert not ExternalIdentity.objects.exists()


def test_who_was_switched_off_or_erased_does_not_come_in(client: Client, there: Provider) -> None:
    one, two = account(), account("Lê An", "an@example.vn")
    tied(client, there, one)
    tied(client, there, two, "b-2")
    User.objects.filter(pk=one.pk).update(is_active=False)
    assert came_back(client, there).status_code == 403
    assert two.person is not None
    erase_person(two.person, now=clock.now(), by=one)
    assert not ExternalIdentity.objects.filter(user=two).exists()


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://khac.example"},
        {"token_endpoint": "http://khac.example/token"},
        {"jwks_uri": None},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
    ],
)
def test_a_provider_that_describes_itself_wrongly_is_not_used(
    client: Client, there: Provider, document: dict[str, Any]
) -> None:
    there.document = document
    answer = client.get(START)
    assert answer.status_code == 503
    assert "đăng nhập bằng mã" in answer.content.decode()


def test_a_provider_that_is_not_there_leaves_the_code(client: Client, there: Provider, settings: Any) -> None:
    settings.OIDC = there.settings(issuer="http://127.0.0.1:9")
    assert client.get(START).status_code == 503
