"""The samples people download from the documentation are what the writers write."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import override

from hoithi.quiz.formats.files import FORMATS, read_file
from hoithi.quiz.queries.bank import difficulties
from hoithi.quiz.queries.bank_sample import samples

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "ngan-hang"


@pytest.mark.parametrize("key", [key for key, out in FORMATS.items() if out.write])
def test_an_example_is_as_written_and_is_read(key: str) -> None:
    out = FORMATS[key]
    assert out.write is not None
    with override("vi"):
        items = [one for one in samples(["Kiến thức chung"], list(difficulties().values())) if not out.not_carried(one)]
    path = EXAMPLES / f"mau-{key}.{out.ending}"
    # Zip files of another zlib differ in bytes, not in what they hold
    assert out.ending in ("docx", "zip") or path.read_bytes() == out.write(items, "Mẫu câu hỏi")
    reading = read_file(path.read_bytes(), path.name)
    assert reading is not None
    assert [one.text for one in reading.items] == [one.text for one in items]
    assert not reading.faults
