from __future__ import annotations

import pytest
from django.test import Client


def test_healthz_needs_no_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})


@pytest.mark.django_db
@pytest.mark.both
def test_readyz_when_everything_is_applied(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()["migrations"]) == (200, 0)


@pytest.mark.django_db
def test_readyz_when_a_migration_waits(client: Client) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="audit").delete()
    assert client.get("/readyz").status_code == 503


def test_only_reading_is_answered(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


@pytest.mark.parametrize(
    ("trusted", "header", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 9.9.9.9", "1.2.3.4"),
        (2, "", "127.0.0.1"),
    ],
)
def test_the_client_is_who_the_trusted_proxies_saw(
    settings: object, rf: object, trusted: int, header: str, address: str
) -> None:
    from django.http import HttpResponse

    from hoithi.site.proxies import ClientAddressMiddleware

    settings.TRUSTED_PROXIES = trusted  # type: ignore[attr-defined]
    request = rf.get("/", HTTP_X_FORWARDED_FOR=header)  # type: ignore[attr-defined]
    ClientAddressMiddleware(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address
