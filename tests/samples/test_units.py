"""The sample unit sets: one tree per plan, codes that never clash, names whose origin is stated."""

from __future__ import annotations

from collections import Counter

import pytest

from hoithi.core.text import fold, nfc
from tests.samples.reading import toml, unit_files

FILES = unit_files()
ROWS = [row for rows in FILES.values() for row in rows]
KINDS = {kind["slug"] for kind in toml("units/kinds.toml")["kind"]}
COLUMNS = ["code", "name", "kind", "parent_code", "group", "headcount", "valid_from", "valid_to", "note"]
ORIGINS = ("Tên nêu trong kế hoạch", "Tên theo hiểu biết chung, không nêu trong kế hoạch", "Đơn vị ví dụ")

each = pytest.mark.parametrize("slug", FILES)


@each
def test_a_set_is_a_tree_with_unique_codes_and_names(slug: str) -> None:
    rows = FILES[slug]
    codes = [row["code"] for row in rows]
    assert list(rows[0]) == COLUMNS
    assert len(set(codes)) == len(codes)
    assert len({fold(row["name"]) for row in rows}) == len(rows)
    seen = {""}
    for row in rows:
        assert row["parent_code"] in seen, "a parent stands before its children"
        seen.add(row["code"])


@each
def test_every_row_is_clean_and_says_where_its_name_comes_from(slug: str) -> None:
    for row in FILES[slug]:
        assert all(value == nfc(value) for value in row.values())
        assert row["kind"] in KINDS
        assert row["note"].startswith(ORIGINS)
        assert not row["group"] or int(row["headcount"]) > 0
        assert not row["headcount"] or "số người là ví dụ" in row["note"]


@each
def test_a_kind_decides_the_group(slug: str) -> None:
    """Plans may choose units by kind alone (`unit_kinds`)."""
    pairs = {(row["kind"], row["group"]) for row in FILES[slug] if row["group"]}
    assert len({kind for kind, _ in pairs}) == len(pairs)


def test_codes_never_clash_between_the_sets() -> None:
    codes = [row["code"] for row in ROWS]
    assert len(set(codes)) == len(codes)


def test_every_plan_has_its_set() -> None:
    assert set(FILES) == {
        "chau-thanh-2024",
        "chau-thanh-a-2021",
        "soc-son-2024",
        "soc-trang-2021",
        "vinh-linh-2024",
    }


def test_soc_trang_has_the_46_units_of_its_plan() -> None:
    groups = Counter(row["group"] for row in FILES["soc-trang-2021"])
    assert groups == {
        "co-quan-chuyen-mon": 18,
        "ban-quan-ly-kcn": 1,
        "van-phong-doan-dbqh-hdnd": 1,
        "don-vi-su-nghiep": 8,
        "co-quan-trung-uong": 7,
        "ubnd-cap-huyen": 11,
    }
    assert sum(groups.values()) == 46


def test_soc_son_is_a_district_of_about_four_thousand() -> None:
    competing = [row for row in FILES["soc-son-2024"] if row["group"]]
    assert len(competing) == 118
    assert 3900 <= sum(int(row["headcount"]) for row in competing) <= 4100
    assert Counter(row["kind"] for row in competing)["ubnd-xa"] == 26


@pytest.mark.parametrize(
    ("slug", "communes"),
    [("chau-thanh-2024", 15), ("chau-thanh-a-2021", 10), ("vinh-linh-2024", 18)],
)
def test_each_district_has_its_communes(slug: str, communes: int) -> None:
    assert Counter(row["kind"] for row in FILES[slug])["ubnd-xa"] == communes
