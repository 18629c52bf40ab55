from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from hoithi.core import clock
from hoithi.site.environment import BadEnvironment, Environment, kept
from hoithi.site.settings_oidc import oidc_of

SECRETS = {
    "SECRET_KEY": "x" * 50,
    "IDENTITY_PEPPERS": "1:" + "ab" * 32,
    "SIGNING_KEY": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
}


def env(tmp_path: Path, **values: str) -> Environment:
    return Environment(values, tmp_path)


def test_a_developer_needs_to_set_nothing(tmp_path: Path) -> None:
    here = env(tmp_path)
    assert here.mode == "development"
    assert here.secret_key() == env(tmp_path).secret_key()
    assert here.peppers() == env(tmp_path).peppers()
    assert len(here.signing_key()) == 32
    here.check()
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"secret_key", "identity_peppers", "signing_key"}


def test_kept_secrets_are_for_this_account_only(tmp_path: Path) -> None:
    env(tmp_path).secret_key()
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "secret_key").stat().st_mode) == 0o600


def test_the_first_process_makes_the_secret_and_the_second_reads_it(tmp_path: Path) -> None:
    assert kept(tmp_path / "keys" / "a", lambda: "first") == "first"
    assert kept(tmp_path / "keys" / "a", lambda: "second") == "first"
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["a"]


def test_production_says_everything_that_is_missing_at_once(tmp_path: Path) -> None:
    here = env(tmp_path, HOITHI_MODE="production")
    here.secret_key(), here.peppers(), here.signing_key()
    with pytest.raises(BadEnvironment) as found:
        here.check()
    assert [problem.split()[0] for problem in found.value.problems] == ["SECRET_KEY", "IDENTITY_PEPPERS", "SIGNING_KEY"]
    assert not (tmp_path / "keys").exists()


def test_production_takes_secrets_from_files(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("y" * 50 + "\n")
    values = {**SECRETS, "SECRET_KEY": "", "SECRET_KEY_FILE": str(tmp_path / "s")}
    here = env(tmp_path, HOITHI_MODE="production", **values)
    assert here.secret_key() == "y" * 50
    assert here.peppers() == {1: bytes.fromhex("ab" * 32)}
    assert here.signing_key() == bytes(range(32))
    here.check()


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("HOITHI_MODE", "staging", "mode"),
        ("SECRET_KEY", "short", "secret_key"),
        ("SECRET_KEY_FILE", "/nowhere/at/all", "secret_key"),
        ("IDENTITY_PEPPERS", "ab" * 32, "peppers"),
        ("IDENTITY_PEPPERS", "1:abcd", "peppers"),
        ("SIGNING_KEY", "AAAA", "signing_key"),
        ("DATABASE_URL", "mysql://localhost/x", "database"),
        ("CACHE_URL", "memcache://x", "cache"),
        ("STORAGE_URL", "ftp://bucket/prefix", "storage"),
        ("STORAGE_URL", "files", "storage"),
        ("EMAIL_URL", "pigeon://x", "email"),
    ],
)
def test_a_wrong_value_is_named(tmp_path: Path, name: str, value: str, read: str) -> None:
    here = env(tmp_path, **{name: value})
    answer = getattr(here, read)
    if callable(answer):
        answer()
    with pytest.raises(BadEnvironment, match=name):
        here.check()


def test_sqlite_is_durable_and_waits_for_its_turn(tmp_path: Path) -> None:
    config = env(tmp_path).database()
    assert Path(config["NAME"]) == tmp_path / "hoithi.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_postgresql_pools_in_production_and_not_behind_pgbouncer(tmp_path: Path) -> None:
    url = "postgres://u:p%40ss@db.example:6432/hoithi?sslmode=require"
    config = env(tmp_path, HOITHI_MODE="production", DATABASE_URL=url).database()
    assert (config["USER"], config["PASSWORD"], config["HOST"], config["PORT"]) == ("u", "p@ss", "db.example", 6432)
    assert config["OPTIONS"]["sslmode"] == "require"
    assert config["OPTIONS"]["pool"]["max_size"] == 10
    behind = env(tmp_path, HOITHI_MODE="production", DATABASE_URL=url, DATABASE_PGBOUNCER="true").database()
    assert "pool" not in behind["OPTIONS"]
    assert "options" not in behind["OPTIONS"]
    assert behind["DISABLE_SERVER_SIDE_CURSORS"] is True


def test_services_by_address(tmp_path: Path) -> None:
    here = env(
        tmp_path, CACHE_URL="redis://cache:6379/1", EMAIL_URL="smtp+tls://u:p@mail:587", STORAGE_URL="file:///data"
    )
    assert here.cache()["LOCATION"] == "redis://cache:6379/1"
    assert here.email()["EMAIL_USE_TLS"] is True
    assert here.storage()["OPTIONS"]["location"] == here.file_store()["folder"] == "/data"
    here.check()
    bucket = env(tmp_path, STORAGE_URL="s3://kho/hoi-thi?endpoint=https://s3.vidu.vn&region=hn")
    asked = bucket.file_store()["options"]
    assert (asked["bucket"], asked["prefix"], asked["endpoint"]) == ("kho", "hoi-thi/", "https://s3.vidu.vn")
    assert bucket.storage()["OPTIONS"]["location"] == str(tmp_path / "files")
    assert bucket.bucket_origins() == ["https://s3.vidu.vn"]
    bucket.check()


def test_only_a_demonstration_may_move_the_clock(tmp_path: Path) -> None:
    here = env(tmp_path, HOITHI_NOW="2030-01-02T08:00:00+07:00")
    assert here.clock_offset() == timedelta(0)
    with pytest.raises(BadEnvironment, match="HOITHI_NOW"):
        here.check()


def test_the_offset_is_kept_ticks_and_is_shared(tmp_path: Path) -> None:
    first = env(tmp_path, HOITHI_MODE="demo", HOITHI_NOW="2030-01-02T08:00:00+07:00").clock_offset()
    shown = clock.now() + first
    assert abs((shown - shown.replace(year=2030, month=1, day=2, hour=8, minute=0)).total_seconds()) < 3600
    again = env(tmp_path, HOITHI_MODE="demo", HOITHI_NOW="2030-01-02T08:00:00+07:00").clock_offset()
    worker = env(tmp_path, HOITHI_MODE="demo").clock_offset()
    assert first == again == worker
    other = env(tmp_path, HOITHI_MODE="demo", HOITHI_NOW="2031-01-02T08:00").clock_offset()
    assert other > first
    assert json.loads((tmp_path / "clock.json").read_text())["now"] == "2031-01-02T08:00"


def test_a_clock_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    here = env(tmp_path, HOITHI_MODE="demo", HOITHI_NOW="yesterday")
    here.clock_offset()
    with pytest.raises(BadEnvironment, match="HOITHI_NOW=yesterday"):
        here.check()


def test_an_openid_provider_is_whole_or_none(tmp_path: Path) -> None:
    assert oidc_of(env(tmp_path)) == {}
    (tmp_path / "bi-mat").write_text("m\n")
    given = {"OIDC_ISSUER": "https://dinhdanh.example", "OIDC_CLIENT_ID": "hoithi", "OIDC_SCOPE": "profile phone"}
    found = oidc_of(env(tmp_path, **given, OIDC_CLIENT_SECRET_FILE=str(tmp_path / "bi-mat"), OIDC_TITLE="VNeID"))
    assert found == {
        "issuer": "https://dinhdanh.example",
        "client_id": "hoithi",
        "client_secret": "m",
        "title": "VNeID",
        "scope": "openid profile phone",
    }


@pytest.mark.parametrize(
    "values",
    [
        {"OIDC_ISSUER": "https://dinhdanh.example"},
        {"OIDC_CLIENT_ID": "hoithi"},
        {"OIDC_ISSUER": "http://dinhdanh.example", "OIDC_CLIENT_ID": "hoithi"},
        {"OIDC_ISSUER": "http://localhost:9", "OIDC_CLIENT_ID": "hoithi", "HOITHI_MODE": "production"},
    ],
)
def test_half_a_provider_or_one_without_https_is_said(tmp_path: Path, values: dict[str, str]) -> None:
    here = env(tmp_path, **values)
    assert oidc_of(here) == {}
    with pytest.raises(BadEnvironment, match="OIDC_"):
        here.check()
