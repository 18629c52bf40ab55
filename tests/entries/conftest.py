"""Every test of this room that keeps files has a store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.entries import media


@pytest.fixture
def kept_here(tmp_path: Path) -> Iterator[None]:
    with media.store_in(tmp_path / "kho-tep"):
        yield
