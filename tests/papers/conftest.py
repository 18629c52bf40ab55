from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hoithi.files.store import store


@pytest.fixture(autouse=True)
def folder(settings: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """A store of the test's own."""
    settings.FILES_STORE = {"backend": "local", "folder": str(tmp_path / "store")}  # type: ignore[attr-defined]
    store.cache_clear()
    yield tmp_path / "store"
    store.cache_clear()
