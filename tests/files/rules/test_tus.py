"""Headers, names and ranges as the standards say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoithi.files.errors import size_words
from hoithi.files.rules.names import LONGEST, clean_name, clean_type, suffix_of
from hoithi.files.rules.ranges import Unsatisfiable, wanted_range
from hoithi.files.rules.tus import Malformed, read_checksum, read_metadata, read_number


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("bytes=0-0", (0, 1)),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 10)),
        ("bytes=90-500", (90, 10)),
        ("bytes=-30", (70, 30)),
        ("bytes=-500", (0, 100)),
        ("bytes=5-4", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
        ("", None),
    ],
)
def test_ranges(raw: str, wanted: tuple[int, int] | None) -> None:
    assert wanted_range(raw, 100) == wanted


@pytest.mark.parametrize("raw", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_beyond_the_end(raw: str) -> None:
    with pytest.raises(Unsatisfiable):
        wanted_range(raw, 100)


@given(st.text(alphabet="bytes=-,0123456789 ", max_size=30), st.integers(1, 10**6))
def test_a_range_never_leaves_the_file(raw: str, size: int) -> None:
    try:
        found = wanted_range(raw, size)
    except Unsatisfiable:
        return
    if found:
        start, length = found
        assert 0 <= start < size
        assert 0 < length <= size - start


@given(st.text(max_size=400))
def test_a_clean_name_is_a_name(raw: str) -> None:
    name = clean_name(raw)
    assert name
    assert len(name) <= LONGEST
    assert not set(name) & set("/\\\x00\n\r\u202e")
    assert clean_name(name) == name


def test_metadata_and_checksums() -> None:
    assert read_metadata("filename cGhpbS5tcDQ=, is_x") == {"filename": "phim.mp4", "is_x": ""}
    assert read_metadata("") == {}
    found = read_checksum("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=")
    assert found is not None
    assert (found.algorithm, len(found.digest)) == ("sha1", 20)
    assert read_checksum(None) is None
    assert read_number("Upload-Length", "12") == 12
    for raw in ("", "-1", "1.5", "１", "9" * 16, None):
        with pytest.raises(Malformed):
            read_number("Upload-Length", raw)
    for raw in ("md5 AAAA", "sha1 AAAA", "sha1", "sha256 é"):
        with pytest.raises(Malformed):
            read_checksum(raw)


@pytest.mark.parametrize("raw", ["video/mp4", "VIDEO/MP4; codecs=x"])
def test_media_types(raw: str) -> None:
    assert clean_type(raw) == "video/mp4"
    assert clean_type("text/html\r\nX: y") == ""
    assert (suffix_of("a.b.MP4"), suffix_of("phim")) == ("mp4", "")


def test_sizes_in_words() -> None:
    words = [size_words(n) for n in (0, 999, 1000, 1_234_567, 120_400_000, 8_000_000_000, 1_288_490_189)]
    assert words == ["0 byte", "999 byte", "1 kB", "1,2 MB", "120 MB", "8 GB", "1,2 GB"]
