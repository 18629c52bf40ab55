"""A store of its own for every test, a purpose that remembers what it was given, senders with sessions."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hoithi.core.errors import NotAllowed
from hoithi.files import registry
from hoithi.files.models import StoredFile, Upload
from hoithi.files.registry import Purpose
from hoithi.files.store import store
from hoithi.people.models import User
from tests.contests import factories as make

MOST = 400_000_000
PATCH = {"content_type": "application/offset+octet-stream"}


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The folder of the store."""
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path / "store")}
    store.cache_clear()
    yield tmp_path / "store"
    store.cache_clear()


@pytest.fixture
def finished(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """(target, name, SHA-256) of everything the purpose "thu" was handed."""
    seen: list[tuple[str, str, str]] = []

    def most(user: User, target: str, now: datetime) -> int:
        if target == "dong":
            raise NotAllowed("Đã hết hạn nộp.")
        return MOST

    def done(upload: Upload, stored: StoredFile, now: datetime) -> str:
        most(upload.owner, upload.target, now)
        seen.append((upload.target, stored.name, stored.sha256))
        return "/tac-pham/ABC/"

    monkeypatch.setitem(registry._purposes, "thu", Purpose("thu", most, done, frozenset({"mp4", "txt"})))
    return seen


@pytest.fixture
def sender(db: None, folder: Path, finished: list[Any]) -> Sender:
    return Sender("Chị Lan")


@pytest.fixture
def stranger(sender: Sender) -> Sender:
    return Sender("Anh Tư")


def metadata(**values: str) -> str:
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items())


class Sender:
    """A signed-in person who speaks tus."""

    def __init__(self, name: str) -> None:
        self.user = make.user(name)
        self.client = Client()
        self.client.force_login(self.user)

    def ask(self, method: str, address: str, body: bytes = b"", **headers: str) -> Any:
        named = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.generic(method, address, body, headers=named, **(PATCH if method == "PATCH" else {}))

    def create(self, length: int | str, name: str = "phim-1.mp4", target: str = "ABC", **more: str) -> Any:
        told = metadata(filename=name, filetype="video/mp4", purpose="thu", target=target)
        return self.ask("POST", "/tai-len/", Upload_Length=str(length), Upload_Metadata=told, **more)

    def begin(self, length: int, **named: Any) -> str:
        answer = self.create(length, **named)
        assert answer.status_code == 201, answer.content.decode()
        return str(answer["Location"])

    def patch(self, address: str, offset: int, body: bytes, **headers: str) -> Any:
        return self.ask("PATCH", address, body, Upload_Offset=str(offset), **headers)
